// Every chart of the site: its letters neither overlap nor leave the frame, on a telephone and on a desk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { graphiques } from "./mesures.mjs";
import { aller, ouvrir, pages } from "./outils.mjs";

let site;

before(async () => {
  site = await ouvrir();
});

after(() => site?.close());

test("charts are named, readable and within their frame on every page", async () => {
  const drawn = pages(site.output).filter((path) => readFileSync(join(site.output, path, "index.html"), "utf8").includes('class="graphique '));
  assert.ok(drawn.length > 100, "most budgets and indicators are drawn");
  const context = await site.browser.newContext();
  const found = [];
  for (const path of drawn) {
    const { page, faults } = await aller(site, context, path);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      for (const what of await page.evaluate(graphiques)) found.push(`${path} ${width} px: ${what}`);
    }
    found.push(...faults);
    await page.close();
  }
  assert.deepEqual(found, []);
});
