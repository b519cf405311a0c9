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
  const FACETTES = ["document", "nature", "territoire", "public"], PAS = 10, fichiers = new Map(), filtres = [], titre = document.title;
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

  /** Loads what every search needs, once; lists the filters, the commonest first. */
  const charge = () => (base ??= json("index").then((b) => {
    const racine = (i) => (b.parties[i][3] < 0 ? i : racine(b.parties[i][3]));
    const parties = b.parties.map(([titre, numero, id, parent, nature, territoire, publics, court], i) => ({ titre, numero, id, parent,
      court: court ?? titre, document: [racine(i)], nature: [nature], territoire, public: publics, cases: [] }));
    const noms = { document: (i) => parties[i].court, nature: (i) => b.natures[i], territoire: (i) => b.territoires[i], public: (i) => b.publics[i] };
    for (const f of FACETTES) {
      const cases = new Map();
      for (const partie of parties) {
        for (const v of partie[f]) {
          if (!cases.has(v)) {
            const ligne = $("modele-choix").content.cloneNode(true).firstElementChild, choix = ligne.querySelector("input");
            choix.name = f;
            choix.value = f === "document" ? parties[v].id : noms[f](v);
            ligne.querySelector("span").textContent = noms[f](v);
            cases.set(v, { ligne, choix, f, total: 0, compte: ligne.querySelector("small") });
          }
          cases.get(v).total++;
          partie.cases.push(cases.get(v));
        }
      }
      $("f-" + f).querySelector("ul").append(...[...cases.values()].sort((x, y) => y.total - x.total).map((c) => c.ligne));
      filtres.push(...cases.values());
    }
    for (const p of parties) p.haut = parties[p.parent];
    return { parties, lots: new Set(b.lots.split(" ")), vides: new Set(b.vides.split(" ")) };
  }, (e) => Promise.reject((base = undefined, e))));

  /** The families of forms of the file that a word belongs to. */
  async function familles(mot) {
    const { lots } = await base;
    const tete = mot.split(",")[0];
    const lot = [3, 2, 1].map((n) => tete.slice(0, n)).find((t) => lots.has(t));
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
  function classe(recherches, nombre) {
    const connues = recherches.filter((r) => r.familles.length).map(parties);
    const notes = new Map(), part = new Map();
    let total = 0;
    for (const poidsDe of connues) {
      const rarete = Math.log(1 + nombre / poidsDe.size);
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

  /** Whether a part has one of the choices of each filter, but for one of them. */
  const accepte = (partie, choisis, sauf) =>
    FACETTES.every((f) => f === sauf || !choisis.some((c) => c.f === f) || choisis.some((c) => c.f === f && partie.cases.includes(c)));

  /** Says beside each choice how many of the results it would leave. */
  function filtre(parties, choisis) {
    for (const c of filtres) c.n = 0;
    for (const partie of parties) for (const c of partie.cases) c.n += accepte(partie, choisis, c.f);
    for (const c of filtres) {
      c.compte.textContent = c.n;
      c.ligne.hidden = !c.n && !c.choix.checked;
    }
    for (const f of FACETTES) $("f-" + f).hidden = filtres.filter((c) => c.f === f && !c.ligne.hidden).length < 2 && !choisis.some((c) => c.f === f);
    $("filtres").hidden = FACETTES.every((f) => $("f-" + f).hidden);
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

  function resultat({ partie, presque }) {
    const ligne = $("modele-resultat").content.cloneNode(true).firstElementChild;
    const chemin = [];
    for (let p = partie.haut; p; p = p.haut) chemin.unshift(p.haut?.haut && p.numero ? p.numero : p.court);
    ligne.querySelector(".chemin").textContent = [...chemin, partie.numero].filter(Boolean).join(" › ");
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

  /** Searches what the form says; `garde`: keeps it in the history (false while typing, undefined when it comes from there). */
  async function lance(garde, combien = PAS) {
    const moi = ++tour, demande = champ.value.trim();
    try {
      const { parties: toutes, vides } = await charge();
      const choisis = filtres.filter((c) => c.choix.checked), etat = new URLSearchParams(demande && { q: demande });
      for (const c of choisis) etat.append(c.f, c.choix.value);
      const url = location.pathname + (etat.size ? "?" + etat : "");
      // One step back for each search, not for each key.
      if (garde !== undefined) {
        if (url !== location.pathname + location.search) history[garde || !saisie ? "pushState" : "replaceState"](null, "", url);
        saisie = !garde;
      }
      const demandes = [...new Set(mots(demande).map((m) => m.mot))].filter((m) => !vides.has(m));
      const recherches = await Promise.all(demandes.map(cherche));
      const lignes = await propose(recherches.filter((r) => r.inconnu));
      if (moi !== tour) return;
      const rien = !demandes.length && !choisis.length;
      const brut = demandes.length ? classe(recherches, toutes.length) : rien ? [] : toutes.map((_, i) => ({ i }));
      const sens = recherches.flatMap((r) => r.familles.filter((g) => g.formes.includes(r.mot)).flatMap((g) => g.sens.map((s) => [r.mot, s])));
      marques = new Map(recherches.flatMap((r, n) => r.formes.map((f) => [f, n])));
      for (const [mot, s] of sens) for (const m of mots(s)) if (!vides.has(m.mot) && !marques.has(m.mot)) marques.set(m.mot, demandes.indexOf(mot));
      for (const t of brut) t.partie = toutes[t.i];
      trouves = brut.filter((t) => accepte(t.partie, choisis));
      filtre(brut.map((t) => t.partie), choisis);
      $("parcourir").hidden = !rien;
      $("reponse").hidden = rien;
      $("panne").hidden = true;
      const n = trouves.filter((t) => !t.presque).length, reste = trouves.length - n;
      $("compte").textContent = rien ? (demande && dit.vide) : compte(n) + (reste ? " " + phrase(reste > 1 ? dit.presque : dit.presqueUne, { n: reste }) : "");
      $("sens").replaceChildren(...sens.map(([mot, s]) => Object.assign(document.createElement("li"), { textContent: phrase(dit.sens, { sigle: mot.toUpperCase(), sens: s }) })));
      $("proches").replaceChildren(...lignes);
      montres = 0;
      liste.replaceChildren();
      montre(combien);
      document.title = demande ? phrase(dit.titre, { q: demande, titre }) : titre;
    } catch (e) {
      $("panne").hidden = false;
      throw e;
    }
  }

  /** Puts what the address says into the form. */
  async function relit() {
    const etat = new URLSearchParams(location.search);
    champ.value = etat.get("q") ?? "";
    saisie = false;
    await charge().catch(() => {});
    for (const c of filtres) c.choix.checked = etat.getAll(c.f).includes(c.choix.value);
    lance(undefined, history.state?.montres);
  }

  if (location.protocol === "file:") {
    $("dossier").hidden = false;
    $("formulaire").hidden = true;
    return;
  }
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
