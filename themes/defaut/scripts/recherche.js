// The search of a Parvis site: words cut and folded as the index was (src/text/mots.rs), files asked for as a reader types.
"use strict";

const MOT = /\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:,\d+)?|\d+,\d+|[A-Z](?:\.[A-Z])+\.?(?![\p{L}\p{N}])|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** A word as the index writes it: « Œuvres » → oeuvres, « 104 550,00 » → 104550. */
function replie(mot) {
  if (/^\d.*[, \u00a0\u202f]/.test(mot)) {
    const [entier, decimales] = mot.replace(/[^\d,]/g, "").split(",");
    return /[1-9]/.test(decimales) ? entier + "," + decimales : entier;
  }
  return mot.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFKD").replace(/[^a-z0-9]/g, "");
}

const connus = new Map();

/** The words of a text with their places; only those that `garde` keeps. */
function mots(texte, garde) {
  const trouves = [];
  for (const { 0: ecrit, index } of texte.matchAll(MOT)) {
    let mot = connus.get(ecrit);
    if (mot === undefined) connus.set(ecrit, (mot = ecrit.length > 1 || /\d/.test(ecrit) ? replie(ecrit) : ""));
    if (mot && (!garde || garde.has(mot))) trouves.push({ de: index, a: index + ecrit.length, mot, ecrit });
  }
  return trouves;
}

/** How many letters to change, add, drop or swap; more than `max` is told as more. */
function distance(a, b, max) {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let avant = [], ligne = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const suite = [i];
    for (let j = 1; j <= b.length; j++) {
      suite[j] = Math.min(ligne[j] + 1, suite[j - 1] + 1, ligne[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) suite[j] = Math.min(suite[j], avant[j - 2] + 1);
    }
    [avant, ligne] = [ligne, suite];
  }
  return ligne[b.length];
}

function page(boite) {
  const $ = (id) => document.getElementById(id);
  const dit = boite.dataset, champ = $("q"), liste = $("resultats"), plus = $("plus");
  const FACETTES = ["document", "nature", "territoire", "public"], PAS = 10, fichiers = new Map();
  let base, tour = 0, saisie = false, trouves = [], montres = 0, marques = new Map();

  const json = (nom) => {
    if (!fichiers.has(nom)) {
      const reponse = fetch(dit.index + nom + ".json?v=" + dit.version).then((r) => (r.ok ? r.json() : Promise.reject(r.status)));
      reponse.catch(() => fichiers.delete(nom));
      fichiers.set(nom, reponse);
    }
    return fichiers.get(nom);
  };
  const phrase = (modele, valeurs) => modele.replace(/\{(\w+)\}/g, (_, nom) => valeurs[nom]);
  const compte = (n) => phrase(n > 1 ? dit.pages : n ? dit.une : dit.aucune, { n: n.toLocaleString("fr-FR") });

  async function charge() {
    if (base) return;
    const b = await json("index");
    const racine = (i) => (b.parties[i][3] < 0 ? i : racine(b.parties[i][3]));
    b.lots = new Set(b.lots.split(" "));
    b.vides = new Set(b.vides.split(" "));
    b.parties = b.parties.map(([titre, numero, id, parent, nature, territoires, publics], i) => ({ titre, numero, id, parent,
      document: [racine(i)], nature: [nature], territoire: territoires, public: publics }));
    b.noms = { document: (i) => b.parties[i].titre, nature: (i) => b.natures[i], territoire: (i) => b.territoires[i], public: (i) => b.publics[i] };
    b.cles = { ...b.noms, document: (i) => b.parties[i].id };
    base = b;
  }

  /** The families of forms of the file that a word belongs to. */
  async function familles(mot) {
    const tete = mot.split(",")[0];
    const lot = [3, 2, 1].map((n) => tete.slice(0, n)).find((t) => base.lots.has(t));
    if (!lot) return [];
    const brut = await json("mots/" + lot);
    return (brut.pret ??= brut.map(([formes, code, ...sens]) => ({ formes: formes.split(" ").map(replie), code, sens })));
  }

  /** The families that a word means: its own, else those it begins, else those that it could be another form of. */
  async function cherche(mot) {
    const toutes = await familles(mot);
    const garde = (f) => toutes.filter((g) => g.formes.some(f));
    const exactes = garde((f) => f === mot);
    if (exactes.length) return { mot, familles: exactes, poids: 1, formes: exactes.flatMap((g) => g.formes) };
    let debut = mot, proches = mot.length > 2 ? garde((f) => f.startsWith(debut)) : [];
    const complet = proches.length > 0;
    while (!proches.length && debut.length > 5 && mot.length - debut.length < 3) {
      debut = debut.slice(0, -1);
      proches = garde((f) => f.startsWith(debut) && f.length < debut.length + 5);
    }
    return { mot, inconnu: !complet, familles: proches, poids: complet ? 0.6 : 0.4, formes: proches.flatMap((g) => g.formes.filter((f) => f.startsWith(debut))) };
  }

  /** Each part that has one of these families, with the level of its weight. */
  function parties({ familles, poids }) {
    const poidsDe = new Map();
    for (const { code } of familles) {
      let i = 0;
      for (const [, saut, niveau] of code.matchAll(/([0-9a-z]*)([A-Z])/g)) {
        i += saut ? parseInt(saut, 36) : 0;
        poidsDe.set(i, Math.max(poidsDe.get(i) ?? 0, (niveau.charCodeAt(0) - 64) * poids));
        i++;
      }
    }
    return poidsDe;
  }

  /** The parts in order: those that have all the words, then, if they are few, those that have most of them. */
  function classe(recherches) {
    const connues = recherches.filter((r) => r.familles.length).map(parties);
    const notes = new Map(), part = new Map();
    let total = 0;
    for (const poidsDe of connues) {
      const rarete = Math.log(1 + base.parties.length / poidsDe.size);
      total += rarete;
      for (const [i, poids] of poidsDe) {
        notes.set(i, (notes.get(i) ?? 0) + poids * rarete);
        part.set(i, (part.get(i) ?? 0) + rarete);
      }
    }
    // A few words are all meant; of a whole question, the page that answers may lack some.
    const question = connues.length > 3;
    const trouves = Array.from(notes, ([i, note]) => {
      const couvert = part.get(i) / total;
      return { i, note: note * couvert ** 2, couvert, presque: couvert < 0.999 };
    });
    const assez = trouves.filter((t) => !t.presque).length < PAS ? (question ? 0.3 : 0.5) : 0.999;
    return trouves.filter((t) => t.couvert >= assez).sort((a, b) => (question ? 0 : a.presque - b.presque) || b.note - a.note || a.i - b.i);
  }

  const choix = () => Object.fromEntries(FACETTES.map((f) => [f, new Set(Array.from($("f-" + f).querySelectorAll(":checked"), (c) => c.value))]));
  const accepte = (partie, choisis, sauf) =>
    FACETTES.every((f) => f === sauf || !choisis[f].size || partie[f].some((v) => choisis[f].has(base.cles[f](v))));

  /** Fills the filters with what the results hold; each count says what choosing it would leave. */
  function filtre(resultats, choisis) {
    let visibles = 0;
    for (const f of FACETTES) {
      const boite = $("f-" + f), ouvert = boite.querySelector("details")?.open, foyer = boite.contains(document.activeElement) && document.activeElement.value;
      const comptes = new Map();
      for (const { i } of resultats) {
        const partie = base.parties[i];
        if (accepte(partie, choisis, f)) for (const v of partie[f]) comptes.set(v, (comptes.get(v) ?? 0) + 1);
      }
      const cles = Array.from(comptes.keys(), base.cles[f]);
      for (const absent of choisis[f]) {
        const v = cles.includes(absent) ? -1 : base.parties.flatMap((p) => p[f]).find((v) => base.cles[f](v) === absent);
        if (v >= 0) comptes.set(v, 0);
      }
      const rang = ([v, n]) => (choisis[f].has(base.cles[f](v)) ? 1e6 : 0) + n;
      const lignes = [...comptes].sort((a, b) => rang(b) - rang(a) || a[0] - b[0]).map(([v, n]) => {
        const ligne = $("modele-choix").content.cloneNode(true), case_ = ligne.querySelector("input");
        case_.name = f;
        case_.value = base.cles[f](v);
        case_.checked = choisis[f].has(case_.value);
        ligne.querySelector("span").textContent = base.noms[f](v);
        ligne.querySelector("small").textContent = n;
        return ligne;
      });
      const [courte, longue] = boite.querySelectorAll("ul"), details = boite.querySelector("details");
      const coupe = lignes.length > 8 ? 6 : 8;
      courte.replaceChildren(...lignes.slice(0, coupe));
      longue.replaceChildren(...lignes.slice(coupe));
      details.hidden = lignes.length <= coupe;
      details.open = ouvert;
      boite.hidden = lignes.length < 2 && !choisis[f].size;
      visibles += !boite.hidden;
      if (foyer) Array.from(boite.querySelectorAll("input")).find((c) => c.value === foyer)?.focus();
    }
    $("filtres").hidden = !visibles;
  }

  /** A text with the words of the search marked. */
  function marque(noeud, texte) {
    noeud.replaceChildren();
    let fin = 0;
    for (const m of mots(texte, marques)) {
      const mark = document.createElement("mark");
      mark.textContent = texte.slice(m.de, m.a);
      noeud.append(texte.slice(fin, m.de), mark);
      fin = m.a;
    }
    noeud.append(texte.slice(fin));
  }

  /** The section that answers best, and the piece of it to show. */
  function extrait(sections) {
    let mieux = { note: -1, texte: "" };
    for (const [ancre, titre, texte] of sections) {
      const ici = mots(texte, marques);
      const vus = new Set([...ici, ...mots(titre, marques)].map((m) => marques.get(m.mot)));
      const note = vus.size * 4 + Math.min(ici.length, 3) + (ancre === "en-bref" ? 0 : ancre ? 2 : 3);
      if (note > mieux.note) mieux = { note: vus.size ? note : 0, ancre: vus.size ? ancre : "", titre, texte, ici };
    }
    const { texte, ici = [] } = mieux, LONG = 220;
    let depart = 0, plein = 0;
    for (const { de } of ici) {
      const n = new Set(ici.filter((m) => m.de >= de && m.a < de + LONG - 40).map((m) => marques.get(m.mot))).size;
      if (n > plein) [depart, plein] = [de, n];
    }
    depart = depart < 60 ? 0 : texte.indexOf(" ", depart - 50) + 1;
    let fin = texte.length <= depart + LONG ? texte.length : texte.lastIndexOf(" ", depart + LONG);
    if (fin <= depart) fin = depart + LONG;
    return { ...mieux, texte: (depart ? "… " : "") + texte.slice(depart, fin).trim() + (fin < texte.length ? " …" : "") };
  }

  const adresse = (partie) => dit.racine + partie.id + "/" + dit.fin;

  function resultat({ i, presque }) {
    const partie = base.parties[i], ligne = $("modele-resultat").content.cloneNode(true).firstElementChild;
    const chemin = [];
    for (let p = partie.parent; p >= 0; p = base.parties[p].parent) chemin.unshift(base.parties[p]);
    const [haut, bas] = [chemin.slice(0, 2).map((p) => p.titre), chemin.slice(2).map((p) => p.numero || p.titre)];
    ligne.querySelector(".chemin").textContent = [...haut, ...bas, partie.numero].filter(Boolean).join(" › ");
    const lien = ligne.querySelector("h3 a"), vers = ligne.querySelector(".lieu");
    lien.href = adresse(partie);
    marque(lien, partie.titre);
    ligne.classList.toggle("presque", !!presque);
    json("textes/" + partie.id).then((sections) => {
      const e = extrait(sections);
      marque(ligne.querySelector(".extrait"), e.texte);
      if (!e.ancre) return;
      const ancre = vers.appendChild(document.createElement("a"));
      ancre.href = adresse(partie) + "#" + e.ancre;
      marque(ancre, e.titre.length > 120 ? e.titre.slice(0, e.titre.lastIndexOf(" ", 120)) + " …" : e.titre);
    }).catch(() => {});
    return ligne;
  }

  function montre(jusque) {
    liste.append(...trouves.slice(montres, jusque).map(resultat));
    montres = Math.min(jusque, trouves.length);
    plus.hidden = montres >= trouves.length;
    plus.textContent = phrase(dit.plus, { n: Math.min(PAS, trouves.length - montres) });
  }

  async function propose(inconnus) {
    const lignes = [];
    for (const { mot } of inconnus) {
      const max = mot.length < 6 ? 1 : 2, tous = (await json("vocabulaire")).split(" ");
      const proches = tous.map((t) => [distance(mot, replie(t), max), t]).filter(([d]) => d <= max).sort((a, b) => a[0] - b[0]).slice(0, 3);
      const ligne = document.createElement("li");
      ligne.append(phrase(proches.length ? dit.proches : dit.inconnu, { mot: mots(champ.value).find((m) => m.mot === mot)?.ecrit ?? mot }) + " ");
      for (const [, t] of proches) {
        const bouton = document.createElement("button");
        bouton.type = "button";
        bouton.textContent = t;
        bouton.onclick = () => {
          champ.value = champ.value.replace(MOT, (m) => (replie(m) === mot ? t : m));
          champ.focus();
          lance(true);
        };
        ligne.append(bouton, " ");
      }
      lignes.push(ligne);
    }
    return lignes;
  }

  /** Searches what the form says; `garde` keeps the answer in the history. */
  async function lance(garde, combien = PAS) {
    const moi = ++tour, demande = champ.value.trim(), choisis = choix();
    const etat = new URLSearchParams();
    if (demande) etat.set("q", demande);
    for (const f of FACETTES) for (const v of choisis[f]) etat.append(f, v);
    const url = etat.size ? "?" + etat : location.pathname;
    if (garde !== undefined) {
      const nouvelle = url !== (location.search || location.pathname);
      // One step back for each search, not for each key.
      if (nouvelle) history[garde || !saisie ? "pushState" : "replaceState"](null, "", url);
      saisie = !garde;
    }
    try {
      await charge();
      const demandes = [...new Set(mots(demande).map((m) => m.mot))].filter((m) => !base.vides.has(m));
      const recherches = await Promise.all(demandes.map(cherche));
      const inconnus = recherches.filter((r) => r.inconnu);
      const lignes = inconnus.length ? await propose(inconnus) : [];
      if (moi !== tour) return;
      const vide = !demandes.length && !FACETTES.some((f) => choisis[f].size);
      const brut = demandes.length ? classe(recherches) : vide ? [] : base.parties.map((_, i) => ({ i, note: 0 }));
      const sens = recherches.flatMap((r) => r.familles.filter((g) => g.formes.includes(r.mot)).flatMap((g) => g.sens.map((s) => [r.mot, s])));
      marques = new Map(recherches.flatMap((r, n) => r.formes.map((f) => [f, n])));
      for (const [mot, s] of sens) for (const m of mots(s)) if (!base.vides.has(m.mot) && !marques.has(m.mot)) marques.set(m.mot, demandes.indexOf(mot));
      trouves = brut.filter(({ i }) => accepte(base.parties[i], choisis));
      filtre(brut, choisis);
      $("parcourir").hidden = !vide;
      $("reponse").hidden = vide;
      const n = trouves.filter((t) => !t.presque).length, reste = trouves.length - n;
      $("compte").textContent = vide ? (demande ? dit.vide : "") : compte(n) + (reste ? " " + phrase(reste > 1 ? dit.presque : dit.presqueUne, { n: reste }) : "");
      $("sens").replaceChildren(...sens.map(([mot, s]) => Object.assign(document.createElement("li"), { textContent: phrase(dit.sens, { sigle: mot.toUpperCase(), sens: s }) })));
      $("proches").replaceChildren(...lignes);
      montres = 0;
      liste.replaceChildren();
      montre(combien);
      document.title = phrase(demande ? dit.titre : "{titre}", { q: demande, titre: dit.page });
    } catch (e) { console.error(e);
      $("panne").hidden = false;
    }
  }

  /** Puts what the address says into the form. */
  async function relit() {
    const etat = new URLSearchParams(location.search);
    champ.value = etat.get("q") ?? "";
    saisie = false;
    for (const f of FACETTES) {
      $("f-" + f).querySelector("ul").replaceChildren(...etat.getAll(f).map((v) => {
        const ligne = $("modele-choix").content.cloneNode(true);
        Object.assign(ligne.querySelector("input"), { value: v, checked: true });
        return ligne;
      }));
      $("f-" + f).querySelectorAll("ul")[1].replaceChildren();
    }
    await lance(undefined, history.state?.montres);
  }

  if (location.protocol === "file:") {
    $("dossier").hidden = false;
    $("formulaire").hidden = true;
    return;
  }
  dit.page = document.title;
  $("filtres").open = matchMedia("(min-width: 64rem)").matches;
  $("formulaire").addEventListener("submit", (e) => (e.preventDefault(), lance(true)));
  champ.addEventListener("input", () => lance(false));
  $("filtres").addEventListener("change", () => lance(true));
  plus.addEventListener("click", () => {
    const premier = montres;
    montre(montres + PAS);
    history.replaceState({ montres }, "");
    liste.children[premier]?.querySelector("a").focus();
  });
  boite.addEventListener("keydown", (e) => {
    const pas = { ArrowDown: 1, ArrowUp: -1 }[e.key], liens = Array.from(liste.querySelectorAll("h3 a")), ici = liens.indexOf(e.target);
    if (!pas || (ici < 0 && (e.target !== champ || pas < 0))) return;
    e.preventDefault();
    (liens[ici + pas] ?? (pas < 0 ? champ : liens[ici]))?.focus();
  });
  addEventListener("popstate", relit);
  relit();
}

if (typeof document === "object") page(document.getElementById("recherche"));
else module.exports = { mots, distance };
