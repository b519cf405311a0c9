// What the browser tests share: the shipped site built and served, Chromium, one page at a time.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serveur.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const axeSource = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Where pictures of the pages go. */
export const captures = join(root, "target/captures");

/** Builds the shipped site, without its PDFs. */
export function construit(output, ...options) {
  execFileSync(process.env.PARVIS ?? join(root, "target/debug/parvis"), ["build", root, "--no-pdf", "--output", output, "--quiet", ...options]);
}

/** The site that PARVIS_SITE names, or one built for the occasion; a browser; a way to end both. */
export async function ouvrir() {
  let output = process.env.PARVIS_SITE;
  const own = !output;
  if (own) {
    output = mkdtempSync(join(tmpdir(), "parvis-site-"));
    rmSync(output, { recursive: true });
    construit(output);
  }
  const server = await serve(output);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const close = async () => {
    await browser.close();
    server.close();
    if (own) rmSync(output, { recursive: true });
  };
  return { browser, output, url: server.url, close };
}

/** The addresses of all pages of a site, sorted. */
export function pages(output) {
  return readdirSync(output, { recursive: true })
    .filter((file) => file.endsWith("index.html"))
    .map((file) => "/" + file.split(sep).join("/").replace(/index\.html$/, ""))
    .sort();
}

/** `count` of them at even distances: the same ones for the same site. */
export function echantillon(all, count) {
  const step = Math.max(1, all.length / count);
  return [...new Set(Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor((i + 0.5) * step)]))];
}

/** Opens a page of the site; whatever the console says on the way is a fault, a foreign request too. */
export async function aller(site, context, path) {
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => faults.push(`console: ${m.text()}`));
  page.on("pageerror", (e) => faults.push(String(e)));
  page.on("request", (r) => !r.url().startsWith(site.url) && !r.url().startsWith("data:") && faults.push(`foreign request ${r.url()}`));
  const answer = await page.goto(site.url + path, { waitUntil: "load" });
  return { page, faults, status: answer.status() };
}

/** A context whose pages carry axe, their own security policy in force. */
export async function contexte(site, options) {
  const context = await site.browser.newContext(options);
  await context.addInitScript({ content: axeSource });
  return context;
}

/** What axe reproaches to a page. */
export async function violations(page) {
  const results = await page.evaluate((tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), RULES);
  return results.violations.map((v) => `${v.id}: ${v.nodes[0].target} (${v.nodes.length})`);
}
