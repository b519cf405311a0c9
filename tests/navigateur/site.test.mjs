// The shipped site in a real Chromium: its way from page to page, with keyboard, without script, and a sample of all its pages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FEUILLE, coupures, debords, deplier, suivreFocus } from "./mesures.mjs";
import { aller, contexte, echantillon, ouvrir, pages, violations } from "./outils.mjs";
import { TYPES } from "./types.mjs";

let site;

before(async () => {
  site = await ouvrir();
});

after(() => site?.close());

test("forty pages spread over the site have no accessibility violation, on screens nor on paper, and do not overflow", async () => {
  const sample = echantillon(pages(site.output), 40);
  assert.equal(sample.length, 40);
  const context = await contexte(site, { viewport: { width: 1280, height: 900 } });
  const found = [];
  for (const path of sample) {
    const { page, faults } = await aller(site, context, path);
    await page.evaluate(deplier);
    const wrong = [...(await violations(page)), ...faults];
    await page.setViewportSize({ width: 320, height: 900 });
    wrong.push(...(await page.evaluate(debords)));
    await page.setViewportSize(FEUILLE);
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    wrong.push(...(await violations(page)).map((what) => `on paper: ${what}`), ...(await page.evaluate(coupures)));
    found.push(...wrong.map((what) => `${path} ${what}`));
    await page.close();
  }
  await context.close();
  assert.deepEqual(found, []);
});

test("the keyboard reaches the content by the skip link", async () => {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page } = await aller(site, context, TYPES.fiche);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Aller au contenu");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#contenu-principal$/);
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main")));
  await context.close();
});

test("on each type of page the keyboard reaches every link in order, and sees where it is", async () => {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const found = [];
  for (const [name, path] of Object.entries(TYPES)) {
    const { page } = await aller(site, context, path);
    await page.evaluate(deplier);
    const count = await page.evaluate(suivreFocus);
    for (let i = 0; i < count; i++) await page.keyboard.press("Tab");
    const reached = await page.evaluate(() => window.reached);
    const astray = reached.findIndex(([place], i) => place !== i);
    if (astray >= 0) found.push(`${name}: stop ${astray + 1} is ${reached[astray][2]}`);
    if (reached.length !== count) found.push(`${name}: ${reached.length} stops of ${count}`);
    for (const [, seen, what] of reached) if (!seen) found.push(`${name}: no visible focus on ${what}`);
    await page.close();
  }
  await context.close();
  assert.deepEqual(found, []);
});

test("each type of page reads the same without script", async () => {
  const found = [];
  const texts = {};
  for (const javaScriptEnabled of [true, false]) {
    const context = await site.browser.newContext({ javaScriptEnabled });
    for (const [name, path] of Object.entries(TYPES)) {
      const { page, faults } = await aller(site, context, path);
      const text = await page.locator("main").innerText();
      if (!(await page.locator("h1").isVisible()) || text.length < 100) found.push(`${name} is empty`);
      if (text !== (texts[name] ??= text)) found.push(`${name} says something else without script`);
      found.push(...faults);
      await page.close();
    }
    await context.close();
  }
  assert.deepEqual(found, []);
});

test("a fiche is two links away from the home page, without any script", async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false });
  const { page } = await aller(site, context, "/");
  await page.locator("main").getByRole("link", { name: /Enfance et famille/ }).first().click();
  await page.locator("main").getByRole("link", { name: /prévention primaire/ }).first().click();
  await page.getByRole("heading", { level: 1, name: /prévention primaire/ }).waitFor();
  await context.close();
});

test("a total leads to its lines without any script", async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false });
  const { page } = await aller(site, context, "/budget/execution-59-2022/");
  const socle = page.locator("section", { has: page.getByRole("heading", { name: "Mesures du socle" }) });
  const total = await socle.locator(".total-montant").last().textContent();
  await socle.getByRole("link", { name: /^Le calcul/ }).last().click();
  await page.waitForURL(/execution-59-2022\/socle\/#calcul-realise-2022$/);
  const calcul = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"] tbody tr`);
  assert.ok((await calcul.count()) >= 3);
  assert.ok((await calcul.last().textContent()).includes(total));
  await context.close();
});

test("an unknown address answers 404 with a way back", async () => {
  const context = await site.browser.newContext();
  const { page, status } = await aller(site, context, "/nulle/part/");
  assert.equal(status, 404);
  assert.match(await page.textContent("h1"), /introuvable/);
  await context.close();
});
