// Each type of page, in both schemes, narrow and wide, on paper: rules of accessibility, widths, charts; and its pictures.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { FEUILLE, coupures, debords, deplier, graphiques } from "./mesures.mjs";
import { aller, captures, contexte, ouvrir, violations } from "./outils.mjs";
import { TYPES } from "./types.mjs";

/** The highest picture that is worth taking. */
const HAUT = 9000;
/** The margins of an A4 sheet, and the sheet, in points. */
const MARGE = 48;
const A4 = { width: 595, height: 842 };

let site, context;

before(async () => {
  site = await ouvrir();
  context = await contexte(site);
  rmSync(captures, { recursive: true, force: true });
  mkdirSync(captures, { recursive: true });
});

after(async () => {
  writeFileSync(join(captures, "index.html"), album());
  await site?.close();
});

async function photograph(page, name) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: join(captures, `${name}.png`), fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, HAUT) } });
}

for (const [name, path] of Object.entries(TYPES)) {
  test(`${name}: ${path}`, async () => {
    const { page, faults, status } = await aller(site, context, path);
    const found = [];
    const add = (where, list) => found.push(...list.map((what) => `${where}: ${what}`));
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await photograph(page, `${name}-${width}-${colorScheme}`);
      }
    }
    await page.evaluate(deplier);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      add(width, await page.evaluate(debords));
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        add(`${width} ${colorScheme}`, await violations(page));
        add(`${width} ${colorScheme}`, await page.evaluate(graphiques));
      }
    }
    // Text twice as big, in a window twice as wide as the narrowest.
    await page.setViewportSize({ width: 640, height: 900 });
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    add("text at 200 %", await page.evaluate(debords));
    assert.deepEqual([...found, ...faults], []);
    assert.equal(status, 200);
    await page.close();
  });

  test(`${name} on paper`, async () => {
    const { page, faults } = await aller(site, context, path);
    await page.setViewportSize(FEUILLE);
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await photograph(page, `${name}-papier`);
    const found = [...(await page.evaluate(coupures)), ...(await violations(page)), ...faults];
    const file = join(captures, `${name}.pdf`);
    await page.emulateMedia({ media: null });
    await page.pdf({ path: file, preferCSSPageSize: true });
    const figures = await page.evaluate(decimaux);
    await page.close();
    const printed = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8", maxBuffer: 1 << 27 });
    const words = [...printed.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)/g)];
    for (const [, left, top, right, bottom, word] of words)
      if (left < MARGE - 2 || right > A4.width - MARGE + 2 || top < 0 || bottom > A4.height) found.push(`« ${word} » in the margin`);
    const text = words.map((w) => w[5]).join(" ");
    for (const figure of new Set(figures)) if (!text.includes(figure)) found.push(`${figure} is not printed`);
    assert.deepEqual(found, []);
  });
}

/** In the page: the numbers with two decimals of its tables. */
function decimaux() {
  const cells = [...document.querySelectorAll("main :is(td, th)")];
  const texts = cells.flatMap((cell) => [...cell.childNodes].map((node) => node.textContent));
  return texts.flatMap((text) => text.match(/\d+,\d\d/g) ?? []);
}

/** A page that shows the pictures side by side. */
function album() {
  const views = ["320-light", "320-dark", "1280-light", "1280-dark", "papier"];
  const row = ([name, path]) => {
    const picture = (view) => `<td><a href="${name}-${view}.png"><img loading="lazy" alt="${name}, ${view}" src="${name}-${view}.png"></a></td>`;
    return `<tr><th scope="row">${name}<br><small>${path}</small><br><a href="${name}.pdf">PDF</a></th>${views.map(picture).join("")}</tr>`;
  };
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Captures du site</title>
<style>body{font:1rem/1.4 sans-serif;margin:1rem}td,th{vertical-align:top;text-align:left;padding:.5rem;border-top:1px solid #999}td{height:22rem}img{display:block;height:21rem;width:auto;max-width:22rem;object-fit:cover;object-position:top;border:1px solid #ccc}thead th{position:sticky;top:0;background:#fff}</style></head>
<body><h1>Captures du site</h1>
<table><caption>${Object.keys(TYPES).length} types de pages ; une image s’ouvre en grand.</caption>
<thead><tr><th scope="col">Page</th><th scope="col">320 px</th><th scope="col">320 px, sombre</th><th scope="col">1280 px</th><th scope="col">1280 px, sombre</th><th scope="col">Papier</th></tr></thead>
<tbody>${Object.entries(TYPES).map(row).join("\n")}</tbody></table></body></html>
`;
}
