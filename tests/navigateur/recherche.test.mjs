// The search of the shipped site in a real Chromium: what a reader types, and what she gets.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { captures, construit, contexte, ouvrir, violations } from "./outils.mjs";
import { serve } from "./serveur.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const script = createRequire(import.meta.url)(join(root, "themes/defaut/scripts/recherche.js"));

let site, folder, server;

before(async () => {
  site = await ouvrir();
  // Below a sub-folder, as many hosts serve it.
  folder = mkdtempSync(join(tmpdir(), "parvis-recherche-"));
  symlinkSync(resolve(site.output), join(folder, "plans"));
  copyFileSync(join(site.output, "404.html"), join(folder, "404.html"));
  server = await serve(folder);
});

after(async () => {
  server?.close();
  if (folder) rmSync(folder, { recursive: true });
  await site?.close();
});

/** Opens the search at an address; anything wrong on the way is an error. */
async function open(query = "", options = {}) {
  const context = await contexte(site, { viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => m.type() === "error" && faults.push(m.text()));
  page.on("pageerror", (e) => faults.push(String(e)));
  await page.goto(`${server.url}/plans/recherche/${query}`, { waitUntil: "load" });
  return { page, faults, close: () => context.close() };
}

/** What the page says once it has answered `query`. */
async function search(page, query) {
  await page.evaluate(() => (document.getElementById("compte").textContent = ""));
  await page.fill("#q", query);
  await page.waitForFunction(() => document.getElementById("compte").textContent !== "");
  // While typing, excerpts come a moment later.
  await page.waitForTimeout(250);
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => ({
    compte: document.getElementById("compte").textContent,
    pages: Number(document.getElementById("compte").textContent.match(/^\d+/)?.[0] ?? 0),
    liens: [...document.querySelectorAll(".resultat h3 a")].map((a) => new URL(a.href).pathname.replace("/plans", "")),
    lieux: [...document.querySelectorAll(".lieu a")].map((a) => a.getAttribute("href")),
    marques: [...new Set([...document.querySelectorAll("mark")].map((m) => m.textContent.toLowerCase()))],
    sens: document.getElementById("sens").innerText,
    proches: [...document.querySelectorAll("#proches button")].map((b) => b.textContent),
  }));
}

test("the script cuts and folds words as the index does", () => {
  for (const [texte, attendu] of JSON.parse(readFileSync(join(root, "tests/recherche/mots.json"), "utf8"))) {
    assert.deepEqual(script.mots(texte).map((m) => m.mot), attendu, texte);
  }
  assert.equal(script.distance("insertoin", "insertion", 2), 1);
  assert.equal(script.distance("chat", "insertion", 2), 3);
});

test("words, acronyms, elisions, ligatures and numbers are found, whatever their form", async () => {
  const { page, faults, close } = await open();
  const pmi = "/pacte-62-2017-2022/enfance-famille/fiche-01/";
  assert.ok((await search(page, "protection maternelle")).liens.slice(0, 3).includes(pmi));
  const sigle = await search(page, "PMI");
  assert.ok(sigle.liens.slice(0, 3).includes(pmi));
  assert.match(sigle.sens, /^PMI\s: protection maternelle et infantile$/i);
  assert.ok(sigle.marques.includes("maternelle"), "le sens d’un sigle est marqué aussi");
  const [droite, courbe, nu] = [await search(page, "l'insertion"), await search(page, "l’insertion"), await search(page, "insertion")];
  assert.ok(nu.pages > 100 && droite.pages === nu.pages && courbe.pages === nu.pages);
  assert.match((await search(page, "RSA")).sens, /revenu de solidarité active/i);
  const [oe, ligature] = [await search(page, "oeuvre"), await search(page, "œuvres")];
  assert.ok(oe.pages > 50 && oe.pages === ligature.pages && oe.marques.includes("œuvre"));
  for (const montant of ["104550", "104 550", "104 550,00 €", "104\u202f550"]) {
    assert.equal((await search(page, montant)).liens[0], "/execution-59-2022/socle/fiche-03/", montant);
  }
  assert.equal((await search(page, "élus")).pages, (await search(page, "élue")).pages);
  assert.equal((await search(page, "prot")).compte.length > 0, true);
  assert.deepEqual(faults, []);
  await close();
});

test("the words of readers find those of the documents, and the page says so", async () => {
  const { page, faults, close } = await open();
  const sdf = await search(page, "travail pour sdf");
  assert.equal(sdf.liens[0], "/execution-62-2022/socle/axe-2/action-11/");
  assert.match(sdf.sens, /« sdf » trouve aussi : sans domicile fixe/i);
  assert.ok(sdf.marques.includes("domicile"), "les mots des documents sont marqués");
  assert.match((await search(page, "calais")).liens[0], /territoires\/calaisis/, "le Pas-de-Calais n’est pas Calais");
  const [tiret, espace] = [await search(page, "Pas-de-Calais"), await search(page, "pas de calais")];
  assert.ok(tiret.pages > 100 && tiret.pages === espace.pages);
  assert.equal((await search(page, "3.2.2")).liens[0], "/pacte-local-59-2024-2027/axe-3/action-3-2-2/");
  assert.deepEqual(faults, []);
  await close();
});

test("readers’ questions are answered in the first five results", async () => {
  const { page, close } = await open();
  const questions = JSON.parse(readFileSync(join(root, "tests/recherche/questions.json"), "utf8"));
  const manquees = [];
  for (const { question, mots, pages } of questions) {
    await page.fill("#q", mots);
    await page.waitForFunction((q) => document.title.includes(q), `« ${mots} »`);
    const liens = await page.evaluate(() => [...document.querySelectorAll(".resultat h3 a")].map((a) => new URL(a.href).pathname.replace("/plans", "")));
    if (!liens.slice(0, 5).some((l) => pages.includes(l.slice(1, -1)))) manquees.push(question);
  }
  assert.ok(manquees.length <= questions.length / 20, `${manquees.length} of ${questions.length}: ${manquees.join(" ")}`);
  await close();
});

test("a result leads to the action that answers", async () => {
  const { page, close } = await open();
  const { liens, lieux } = await search(page, "généralisation du bilan de 4 ans");
  const place = liens.indexOf("/pacte-62-2017-2022/enfance-famille/fiche-01/");
  assert.ok(place >= 0 && place < 5);
  const lieu = lieux.find((l) => l.includes("enfance-famille/fiche-01/#action-4"));
  assert.ok(lieu, lieux.join(" "));
  await page.click(`.lieu a[href="${lieu}"]`);
  await page.waitForURL(/#action-4$/);
  assert.match(await page.locator("#action-4").textContent(), /bilan de 4/);
  await close();
});

test("a misspelt word gives the word that was meant, and what is found nowhere is said", async () => {
  const { page, close } = await open();
  const { proches } = await search(page, "insertoin");
  assert.deepEqual(proches, ["insertion"]);
  await page.click("#proches button");
  assert.equal(await page.inputValue("#q"), "insertion");
  await page.waitForFunction(() => !document.querySelector("#proches button"));
  assert.equal((await search(page, "zzyzx")).compte, "Aucune page trouvée.");
  assert.match((await search(page, "de la")).compte, /trop courants/);
  await close();
});

test("filters narrow the results, live in the address, and the back button undoes them", async () => {
  const { page, faults, close } = await open("?q=logement");
  await page.waitForSelector(".resultat");
  const tous = await page.textContent("#compte");
  const choix = page.locator("#f-document label", { hasText: "Rapport d’exécution" }).first();
  const promis = Number(await choix.locator("small").textContent());
  await choix.click();
  await page.waitForFunction((avant) => document.getElementById("compte").textContent !== avant, tous);
  assert.equal(parseInt(await page.textContent("#compte")), promis, "le compte d’un choix est celui des résultats");
  assert.match(page.url(), /\?q=logement&document=execution-/);
  const filtre = await page.textContent("#compte");
  await page.click(".resultat h3 a");
  await page.goBack();
  await page.waitForFunction((c) => document.getElementById("compte").textContent === c, filtre);
  assert.equal(await page.locator("#f-document :checked").count(), 1);
  await page.goBack();
  await page.waitForFunction((c) => document.getElementById("compte").textContent === c, tous);
  assert.equal(await page.inputValue("#q"), "logement");
  assert.equal(await page.locator("#f-document :checked").count(), 0);
  for (const f of ["territoire", "public", "nature"]) assert.ok((await page.locator(`#f-${f} li:visible`).count()) >= 2, f);
  assert.deepEqual(faults, []);
  await close();
});

test("the keyboard alone searches from any page, filters and follows a result", async () => {
  const { page, close } = await open("../pacte-62-2017-2022/");
  await page.keyboard.press("Tab");
  for (let i = 0; i < 6 && !(await page.evaluate(() => document.activeElement.id === "chercher")); i++) await page.keyboard.press("Tab");
  await page.keyboard.type("aide alimentaire");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/plans\/recherche\/\?q=aide\+alimentaire$/);
  await page.waitForSelector(".resultat mark");
  await page.focus("#q");
  const vus = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const ici = await page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.closest("fieldset, .resultat")?.className || document.activeElement.closest("fieldset")?.id || ""}`);
    vus.push(ici);
    if (ici === "A resultat") break;
  }
  assert.ok(vus.some((v) => v.startsWith("INPUT f-")), vus.join(", "));
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.includes("recherche"));
  await close();
});

test("more results come when asked for, and the focus goes to the first of them", async () => {
  const { page, close } = await open("?q=insertion");
  await page.waitForSelector(".resultat");
  assert.equal(await page.locator(".resultat").count(), 10);
  await page.click("#plus");
  assert.equal(await page.locator(".resultat").count(), 20);
  assert.ok(await page.evaluate(() => document.activeElement === document.querySelectorAll(".resultat h3 a")[10]));
  await close();
});

test("the first query costs at most 100 kB, and a key at most 100 ms", async () => {
  const { page, close } = await open("../plan-du-site/");
  const costs = [];
  page.on("response", (r) => costs.push(r.body().then((b) => gzipSync(b).length)));
  await page.goto(`${server.url}/plans/recherche/?q=protection+maternelle`);
  await page.waitForSelector(".resultat mark");
  await page.waitForTimeout(500);
  const total = (await Promise.all(costs)).reduce((a, b) => a + b, 0);
  assert.ok(total <= 100_000, `${total} octets, page et styles compris`);
  const times = await page.evaluate(async () => {
    const champ = document.getElementById("q"), compte = document.getElementById("compte"), times = [];
    for (const mot of ["prot", "prote", "protec", "protect", "protection", "protection m", "protection mat"]) {
      for (let i = 0; i < 3; i++) {
        champ.value = mot;
        compte.textContent = "";
        const debut = performance.now();
        champ.dispatchEvent(new Event("input"));
        while (!compte.textContent) await new Promise((r) => setTimeout(r));
        if (i) times.push(performance.now() - debut);
        await new Promise((r) => setTimeout(r, 60));
      }
    }
    return times.sort((a, b) => a - b);
  });
  assert.ok(times[times.length >> 1] < 100, `médiane ${times[times.length >> 1]} ms`);
  await close();
});

test("without script the page is honest and leads everywhere", async () => {
  const { page, close } = await open("?q=logement", { javaScriptEnabled: false });
  assert.match(await page.locator("main").innerText(), /a besoin de JavaScript/);
  assert.equal(await page.locator("#formulaire").isVisible(), false);
  await page.locator("#parcourir").getByRole("link", { name: "Tous les titres" }).click();
  await page.waitForURL(/\/titres\/$/);
  assert.ok((await page.locator(".index a").count()) > 400);
  await page.locator(".index").getByRole("link", { name: /^Prévenir les expulsions locatives \(Fiche/ }).click();
  await page.getByRole("heading", { level: 1, name: /expulsions/ }).waitFor();
  await close();
});

test("from a folder, the page says why it cannot search", async () => {
  const local = join(folder, "local");
  construit(local, "--local");
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(local, "recherche/index.html")).href + "?q=logement");
  await page.waitForSelector("#dossier:visible");
  assert.equal(await page.locator("#formulaire").isVisible(), false);
  assert.ok(await page.locator("#parcourir").isVisible());
  await context.close();
  rmSync(local, { recursive: true });
});

test("the answers have no accessibility violation and nothing overflows", async () => {
  mkdirSync(captures, { recursive: true });
  for (const [colorScheme, width] of [["light", 1280], ["dark", 768], ["light", 320], ["dark", 320]]) {
    const { page, faults, close } = await open("", { colorScheme, viewport: { width, height: 900 } });
    for (const query of ["PMI", "insertoin logement", "zzyzx"]) {
      await search(page, query);
      await page.evaluate(() => (document.getElementById("filtres").open = true));
      assert.deepEqual([...(await violations(page)), ...faults], [], `${query} ${colorScheme} ${width}`);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${query} ${width}`);
      await page.screenshot({ path: join(captures, `recherche-${query.split(" ")[0]}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await close();
  }
});
