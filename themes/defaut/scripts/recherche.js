// The search: words cut and folded as in the index (src/text/mots.rs), files fetched as needed.
"use strict";

// The small words inside a compound name: « Pas-de-Calais » is one word, « Boulogne-sur-Mer » is Boulogne, then « sur-Mer ».
const LIEN = `(?:${"a à au aux de des du en et la le les lès lez pas sous sur".split(" ").flatMap((m) => [m, m.toUpperCase(), m[0].toUpperCase() + m.slice(1)]).join("|")})-`;
const MOT = RegExp(String.raw`\d(?:\.\d)+(?!\d)|\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:,\d+)?|\d+,\d+|[A-Z](?:\.[A-Z])+\.?(?![\p{L}\p{N}])|(?:(?<=[\p{L}\p{N}]-)|${LIEN})(?:${LIEN})+[\p{L}\p{N}][\p{L}\p{N}\p{M}]*|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*`, "gu");

/** A word as the index writes it: « Œuvres » → oeuvres, « 104 550,00 » → 104550. */
function replie(mot) {
  if (/^\d.*[, \u00a0\u202f]/.test(mot)) {
    const [entier, decimales, reste] = mot.replace(/[^\d,]/g, "").split(",");
    if (reste) return mot;
    return /[1-9]/.test(decimales) ? entier + "," + decimales : entier;
  }
  if (/^\d\.[\d.]*\d$/.test(mot)) return mot.replaceAll(".", ",");
  return mot.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFKD").replace(/[^a-z0-9]/g, "");
}

const connus = new Map();

/** The words of a text with their places, those of `garde` only. */
function mots(texte, garde) {
  const trouves = [];
  for (const { 0: ecrit, index } of texte.matchAll(MOT)) {
    let mot = connus.get(ecrit);
    if (mot === undefined) connus.set(ecrit, (mot = ecrit.length > 1 || /\d/.test(ecrit) ? replie(ecrit) : ""));
    if (mot && (!garde || garde.has(mot))) trouves.push({ de: index, a: index + ecrit.length, mot, ecrit });
  }
  return trouves;
}

/** A folded word without the marks of number and gender at its end. */
const nu = (mot) => mot.replace(/(.{3})e?[sx]?$/, "$1");

/** Words in a row, to be looked for among others. */
const serie = (mots) => ` ${mots.map(nu).join(" ")} `;

/** How many letters to change, add, drop or swap; at most `max` + 1. */
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
  const FACETTES = ["document", "nature", "territoire", "public"], PAS = 10, fichiers = new Map(), titre = document.title;
  let base, tour = 0, saisie = false, trouves = [], montres = 0, marques = new Map();

  const json = (nom) => {
    const lu = fichiers.get(nom) ?? fetch(dit.index + nom + ".json?v=" + dit.version).then((r) => (r.ok ? r.json() : Promise.reject(r.status)));
    fichiers.set(nom, lu);
    lu.catch(() => fichiers.delete(nom));
    return lu;
  };
  const phrase = (modele, valeurs) => modele.replace(/\{(\w+)\}/g, (_, nom) => valeurs[nom]);
  const compte = (n) => phrase(n > 1 ? dit.pages : n ? dit.une : dit.aucune, { n });

  /** Loads what every search needs, and lists the filters. */
  async function charge() {
    const b = await json("index");
    if (base) return;
    const choix = b.choix.map(([f, valeur, nom]) => {
      const ligne = $("modele-choix").content.cloneNode(true).firstElementChild, [coche, texte, compte] = ligne.firstElementChild.children;
      [coche.name, coche.value, texte.textContent] = [f, valeur, nom];
      $("f-" + f).querySelector("ul").append(ligne);
      return { f, coche, compte, ligne };
    });
    const parties = [];
    const ajoute = (titre, nom, dessus, cases, autres) => {
      const haut = parties[dessus], id = nom[0] === "/" ? haut.id + nom : nom.startsWith("./") ? haut.id.replace(/[^/]*$/, nom.slice(2)) : nom;
      parties.push({ titre, id, haut, cle: replie(titre), cases: cases.map((c) => choix[c]), court: titre, ...autres });
    };
    for (const [titre, numero, nom, dessus, cases, court = titre] of b.parties) ajoute(titre, nom, dessus, cases, { numero, court });
    for (const [titre, nom, dessus, texte = ""] of b.rubriques) ajoute(titre, nom, dessus, b.rubrique, { texte });
    base = { choix, parties, lots: new Set(b.lots.split(" ")), vides: new Set(b.vides.split(" ")), composes: b.composes };
    base.lexique = b.lexique.map(([suites, code]) => ({ suites: suites.split("|").map((s) => serie(s.split(" "))), code }));
  }

  /** The families of forms of the file that a word belongs to. */
  async function familles(mot) {
    const tete = mot.split(",")[0];
    const lot = [3, 2, 1].map((n) => tete.slice(0, n)).find((t) => base.lots.has(t));
    if (!lot) return [];
    const brut = await json("mots/" + lot);
    return (brut.pret ??= brut.map(([formes, code, ...sens]) => ({ formes: formes.split(" ").map(replie), code, sens })));
  }

  /** The families that a word means: its own, else those it begins, else those with the same beginning. */
  async function cherche(mot) {
    const toutes = await familles(mot);
    const garde = (f) => toutes.filter((g) => g.formes.some(f));
    let exactes = garde((f) => f === mot);
    if (!exactes.length) exactes = garde((f) => nu(f) === nu(mot));
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
  function pesees({ familles, poids }) {
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

  const raretes = (poidsDe) => Math.log(1 + base.parties.length / poidsDe.size);

  /** The part of that very title, those that have all the words, then, if they are few, those that have most of them. */
  function classe(recherches, demande) {
    const connues = recherches.filter((r) => r.familles.length).map(pesees);
    const notes = new Map(), part = new Map(), nombre = new Map();
    let total = 0;
    for (const poidsDe of connues) {
      const rarete = raretes(poidsDe);
      total += rarete;
      for (const [i, poids] of poidsDe) {
        notes.set(i, (notes.get(i) ?? 0) + poids * rarete);
        part.set(i, (part.get(i) ?? 0) + rarete);
        nombre.set(i, (nombre.get(i) ?? 0) + 1);
      }
    }
    // Words in a row that are an expression of the lexicon raise the parts that speak of its entry.
    const suite = serie(recherches.map((r) => r.mot));
    for (const { suites, code } of base.lexique) {
      if (!suites.some((s) => suite.includes(s))) continue;
      const poidsDe = pesees({ familles: [{ code }], poids: 1 }), rarete = raretes(poidsDe);
      for (const [i, poids] of poidsDe) if (notes.has(i)) notes.set(i, notes.get(i) + poids * rarete);
    }
    // A few words are all meant; of a question, the answer may lack some.
    const question = connues.length > 3;
    const trouves = Array.from(notes, ([i, note]) => {
      const couvert = part.get(i) / total;
      return { i, note: note * couvert ** 2, couvert, presque: couvert < 0.999, tel: base.parties[i].cle === demande };
    });
    const assez = trouves.filter((t) => !t.presque).length < PAS ? (question ? 0.3 : 0.5) : 0.999;
    return trouves.filter((t) => t.couvert >= assez || (assez < 0.9 && nombre.get(t.i) * 3 >= connues.length * 2)).sort((a, b) => b.tel - a.tel || (question ? 0 : a.presque - b.presque) || b.note - a.note || a.i - b.i);
  }

  /** Whether a part has one of the choices of each filter, but for one of them. */
  const accepte = (partie, choisis, sauf) =>
    choisis.every(({ f }) => f === sauf || choisis.some((c) => c.f === f && partie.cases.includes(c)));

  /** Says beside each choice how many of the results it would leave. */
  function filtre(parties, choisis) {
    const comptes = new Map();
    for (const partie of parties) for (const c of partie.cases) if (accepte(partie, choisis, c.f)) comptes.set(c, (comptes.get(c) ?? 0) + 1);
    for (const c of base.choix) {
      c.compte.textContent = comptes.get(c) ?? 0;
      c.ligne.hidden = !comptes.has(c) && !c.coche.checked;
    }
    for (const f of FACETTES) $("f-" + f).hidden = base.choix.every((c) => c.f !== f || c.ligne.hidden);
    $("filtres").hidden = !parties.length && !choisis.length;
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

  /** A piece of a text, cut between words. */
  function coupe(texte, de, long) {
    const a = texte.length <= de + long ? texte.length : Math.max(texte.lastIndexOf(" ", de + long), de + 20);
    return (de ? "… " : "") + texte.slice(de, a) + (a < texte.length ? " …" : "");
  }

  /** The section that answers best, and the piece of it to show. */
  function extrait(sections) {
    let mieux = { note: -1, texte: "" };
    for (const [ancre, titre, texte] of sections) {
      const ici = mots(texte, marques);
      const tout = [...ici, ...mots(titre, marques)], vus = new Set(tout.map((m) => marques.get(m.mot)));
      const note = vus.size * 4 + Math.min(tout.length, 3) + (ancre === "en-bref" ? 0 : ancre ? 2 : 3);
      if (note > mieux.note) mieux = { note: vus.size ? note : 0, ancre: vus.size ? ancre : "", titre, texte, ici };
    }
    const { ici = [] } = mieux, texte = mieux.texte || sections[0]?.[2] || "", LONG = 220;
    let depart = 0, plein = 0;
    for (const { de } of ici) {
      const n = new Set(ici.filter((m) => m.de >= de && m.a < de + LONG - 40).map((m) => marques.get(m.mot))).size;
      if (n > plein) [depart, plein] = [de, n];
    }
    return { ...mieux, texte: coupe(texte, depart < 60 ? 0 : texte.indexOf(" ", depart - 50) + 1, LONG) };
  }

  function resultat({ partie, presque }) {
    const ligne = $("modele-resultat").content.cloneNode(true).firstElementChild, [chemin, titre, texte, lieu] = ligne.children;
    const noms = [partie.numero], adresse = dit.racine + partie.id + "/" + dit.fin;
    for (let p = partie.haut; p; p = p.haut) noms.unshift((p.haut?.haut && p.numero) || p.court);
    // Of two documents with one title, the short one says whose it is.
    if (!partie.haut && partie.court !== partie.titre) noms.push(partie.court);
    chemin.textContent = noms.filter(Boolean).join(" › ");
    titre.firstChild.href = adresse;
    marque(titre.firstChild, partie.titre);
    ligne.classList.toggle("presque", !!presque);
    // While typing, most results go at the next key.
    setTimeout(async () => {
      if (!ligne.isConnected) return;
      const e = extrait(partie.texte === undefined ? await json("textes/" + partie.id).catch(() => []) : [["", "", partie.texte]]);
      marque(texte, e.texte);
      if (!e.ancre) return;
      const lien = lieu.appendChild(document.createElement("a"));
      lien.href = adresse + "#" + e.ancre;
      marque(lien, coupe(e.titre, 0, 120));
    }, saisie && 150);
    return ligne;
  }

  function montre(jusque) {
    liste.append(...trouves.slice(montres, jusque).map(resultat));
    montres = Math.min(jusque, trouves.length);
    $("suite").hidden = montres >= trouves.length;
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

  /** Searches what the form says; `garde`: keeps it in the history (false: typing, undefined: it comes from there). */
  async function lance(garde, combien = PAS) {
    const moi = ++tour, demande = champ.value.trim();
    try {
      await charge();
      const { parties, vides } = base;
      const choisis = base.choix.filter((c) => c.coche.checked), etat = new URLSearchParams(demande && { q: demande });
      for (const c of choisis) etat.append(c.f, c.coche.value);
      const url = location.pathname + (etat.size ? "?" + etat : "");
      // One step back for each search, not for each key.
      if (garde !== undefined) {
        if (url !== location.pathname + location.search) history[garde || !saisie ? "pushState" : "replaceState"](null, "", url);
        saisie = !garde;
      }
      const compose = base.composes.reduce((texte, nom) => texte.replace(RegExp(nom.replaceAll("-", "[- ]"), "gi"), nom), demande);
      const demandes = [...new Set(mots(compose).map((m) => m.mot))].filter((m) => !vides.has(m));
      const recherches = await Promise.all(demandes.map(cherche));
      const lignes = await propose(recherches.filter((r) => r.inconnu));
      if (moi !== tour) return;
      const rien = !demandes.length && !choisis.length;
      const brut = demandes.length ? classe(recherches, replie(demande)) : rien ? [] : parties.map((_, i) => ({ i }));
      const sens = recherches.flatMap((r) => r.familles.filter((g) => g.formes.includes(r.mot)).flatMap((g) => g.sens.map((s) => [r.mot, s])));
      const ecrit = (mot) => mots(compose).find((m) => m.mot === mot).ecrit;
      // A list is the lexicon's: other words for the same thing.
      const dits = sens.map(([mot, s]) => (Array.isArray(s) ? phrase(dit.aussi, { mot: ecrit(mot), mots: s.join(", ") }) : phrase(dit.sens, { sigle: mot.toUpperCase(), sens: s })));
      marques = new Map(recherches.flatMap((r, n) => r.formes.map((f) => [f, n])));
      for (const [mot, s] of sens) for (const m of mots(String(s))) if (!vides.has(m.mot)) marques.set(m.mot, marques.get(m.mot) ?? demandes.indexOf(mot));
      for (const t of brut) t.partie = parties[t.i];
      trouves = brut.filter((t) => accepte(t.partie, choisis));
      filtre(brut.map((t) => t.partie), choisis);
      $("parcourir").hidden = !rien;
      $("reponse").hidden = rien;
      $("panne").hidden = true;
      const n = trouves.filter((t) => !t.presque).length, reste = trouves.length - n;
      $("compte").textContent = rien ? (demande && dit.vide) : compte(n) + (reste ? " " + phrase(reste > 1 ? dit.presque : dit.presqueUne, { n: reste }) : "");
      $("sens").replaceChildren(...dits.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
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
    for (const c of base?.choix ?? []) c.coche.checked = etat.getAll(c.f).includes(c.coche.value);
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
  addEventListener("popstate", relit);
  relit();
}

if (typeof document === "object") page(document.getElementById("recherche"));
else module.exports = { mots, distance };
