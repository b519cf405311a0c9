// The shipped site in a real Chromium: what readers see, with keyboard, at any width, in both schemes, on paper.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serveur.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const parvis = process.env.PARVIS ?? join(root, "target/debug/parvis");
const captures = join(root, "target/captures");
const axeSource = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** One page of each kind. */
const KINDS = {
  accueil: "/",
  document: "/pacte-62-2017-2022/",
  cahier: "/pacte-62-2017-2022/enfance-famille/",
  orientation: "/pacte-62-2017-2022/enfance-famille/orientation-1/",
  fiche: "/pacte-62-2017-2022/enfance-famille/fiche-01/",
  "fiche-incomplete": "/pacte-62-2017-2022/enfance-famille/fiche-08/",
  "fiche-chiffree": "/execution-59-2022/socle/fiche-05/",
  "fiche-avec-volets": "/execution-59-2022/initiative/fiche-07-08/",
  page: "/pacte-62-2017-2022/methodologie/",
  orientations: "/orientations/",
  priorites: "/priorites/",
  priorite: "/priorites/1/",
  budgets: "/budget/",
  budget: "/budget/execution-59-2022/",
  glossaire: "/glossaire/",
  ecarts: "/ecarts/",
  plan: "/plan-du-site/",
  recherche: "/recherche/",
  introuvable: "/404.html",
};

let output, server, browser, pages;

before(async () => {
  output = mkdtempSync(join(tmpdir(), "parvis-site-"));
  rmSync(output, { recursive: true });
  execFileSync(parvis, ["build", root, "--output", output, "--quiet"]);
  server = await serve(output);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  pages = readdirSync(output, { recursive: true })
    .filter((file) => file.endsWith("index.html"))
    .map((file) => "/" + relative(".", file).replace(/index\.html$/, ""))
    .sort();
  mkdirSync(captures, { recursive: true });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (output && existsSync(output)) rmSync(output, { recursive: true });
});

/** Opens a page of the site; anything wrong on the way is an error. */
async function open(context, path) {
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => m.type() === "error" && faults.push(m.text()));
  page.on("pageerror", (e) => faults.push(String(e)));
  page.on("request", (r) => !r.url().startsWith(server.url) && !r.url().startsWith("data:") && faults.push(`foreign request ${r.url()}`));
  const answer = await page.goto(server.url + path, { waitUntil: "load" });
  return { page, faults, status: answer.status() };
}

async function violations(page) {
  await page.evaluate(axeSource);
  const results = await page.evaluate((tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), RULES);
  return results.violations.map((v) => `${v.id}: ${v.nodes[0].target} (${v.nodes.length})`);
}

for (const [scheme, width, every] of [["light", 1280, true], ["dark", 320, false]]) {
  test(`no accessibility violation on ${every ? "any page" : "any kind of page"}, ${scheme}, ${width} px`, async () => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP: true });
    const found = [];
    for (const path of every ? pages : Object.values(KINDS)) {
      const { page, faults } = await open(context, path);
      for (const v of [...(await violations(page)), ...faults]) found.push(`${path} ${v}`);
      await page.close();
    }
    await context.close();
    assert.deepEqual(found, []);
  });
}

test("nothing overflows at 320 px, and text can double in size", async () => {
  const found = [];
  for (const [name, zoom] of [["", ""], ["200 %", "html { font-size: 200% }"]]) {
    const context = await browser.newContext({ viewport: { width: zoom ? 640 : 320, height: 900 }, bypassCSP: true });
    for (const path of Object.values(KINDS)) {
      const { page } = await open(context, path);
      if (zoom) await page.addStyleTag({ content: zoom });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) found.push(`${path} ${name} +${over} px`);
      await page.close();
    }
    await context.close();
  }
  assert.deepEqual(found, []);
});

test("the keyboard reaches the content by the skip link, then every link shows its focus", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const { page } = await open(context, KINDS.fiche);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Aller au contenu");
  await page.keyboard.press("Enter");
  assert.ok(page.url().endsWith("#contenu-principal"));
  for (let i = 0; i < 15; i++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return document.activeElement.tagName + " " + (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    });
    assert.match(seen, / true$/);
  }
  await context.close();
});

test("a fiche is two links away from the home page, without any script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const { page } = await open(context, "/");
  await page.locator("main").getByRole("link", { name: /Enfance et famille/ }).first().click();
  await page.locator("main").getByRole("link", { name: /prévention primaire/ }).first().click();
  assert.match(await page.textContent("h1"), /prévention primaire/);
  await context.close();
});

test("totals unfold to their lines without any script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const { page } = await open(context, "/execution-59-2022/socle/");
  const total = page.locator("#budget ~ * details, section:has(#budget) details").first();
  await total.locator("summary").click();
  assert.ok((await total.locator("li").count()) >= 3);
  await context.close();
});

test("an unknown address answers 404 with a way back", async () => {
  const context = await browser.newContext();
  const { page, status } = await open(context, "/nulle/part/");
  assert.equal(status, 404);
  assert.match(await page.textContent("h1"), /introuvable/);
  await context.close();
});

test("paper gets a clean sheet: only the breadcrumb is left of the navigation, tables are whole", async () => {
  const context = await browser.newContext({ viewport: { width: 794, height: 1123 } });
  const { page } = await open(context, KINDS["fiche-chiffree"]);
  await page.emulateMedia({ media: "print" });
  const shown = await page.evaluate(() => [...document.querySelectorAll("nav:not(.fil), .evitement")].filter((n) => n.checkVisibility()).length);
  assert.equal(shown, 0);
  const cut = await page.evaluate(() => [...document.querySelectorAll("table")].filter((t) => t.getBoundingClientRect().right > innerWidth + 1).length);
  assert.equal(cut, 0);
  await context.close();
});

test("each kind of page is photographed", async () => {
  for (const scheme of ["light", "dark"]) {
    for (const width of [320, 1280]) {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
      for (const [name, path] of Object.entries(KINDS)) {
        const { page, faults } = await open(context, path);
        assert.deepEqual(faults, []);
        await page.screenshot({ path: join(captures, `${name}-${width}-${scheme}.png`), fullPage: true });
        await page.close();
      }
      await context.close();
    }
  }
  assert.equal(readdirSync(captures).length >= Object.keys(KINDS).length * 4, true);
});
