// Measures taken inside a page. Each function runs in the browser: it sees nothing of this file but its own body.

/** An A4 sheet between its margins, at 96 px an inch. */
export const FEUILLE = { width: 665, height: 979 };

/** All that unfolds, unfolded. */
export const deplier = () => document.querySelectorAll("details").forEach((d) => (d.open = true));

/** What makes the page wider than its window, and tables without a region of their own to scroll in. */
export function debords() {
  const found = [];
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) {
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5);
    const inner = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)) && !e.closest(".tableau"));
    found.push(`page +${over} px: ${inner.slice(0, 3).map((e) => `${e.tagName} « ${e.textContent.slice(0, 40)} »`)}`);
  }
  for (const table of document.querySelectorAll("table")) {
    const region = table.closest("[role=region]");
    const name = table.caption?.textContent ?? "?";
    if (!region?.getAttribute("aria-label") || region.tabIndex !== 0) found.push(`no region for the table « ${name} »`);
    else if (region.getBoundingClientRect().right > innerWidth + 0.5) found.push(`wide region « ${name} »`);
  }
  return found;
}

/** What is wrong with the charts: names, letters on letters or out of the frame, faint colours. */
export function graphiques() {
  const found = [];
  const channels = (colour) => {
    const numbers = colour.match(/[\d.]+/g).map(Number);
    const scale = colour.startsWith("color(") ? 1 : 255;
    return { rgb: numbers.slice(0, 3).map((n) => n / scale), alpha: numbers[3] ?? 1 };
  };
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).rgb.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (channels(colour).alpha > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  for (const svg of document.querySelectorAll("svg")) {
    if (!svg.checkVisibility()) continue;
    const says = (id) => (id ? (document.getElementById(id)?.textContent ?? "") : "");
    const [title, description] = (svg.getAttribute("aria-labelledby") ?? "").split(" ").map(says);
    if (svg.getAttribute("aria-hidden") !== "true" && !(title && description)) found.push("an SVG without name and description");
    if (!svg.matches(".graphique")) continue;
    const fault = (what) => found.push(`« ${title} »: ${what}`);
    const frame = svg.parentElement.getBoundingClientRect();
    const behind = ground(svg.parentElement);
    // Letters do not fill the height of their box.
    const words = [...svg.querySelectorAll("text")].map((t) => {
      const box = t.getBoundingClientRect();
      return { text: t.textContent, left: box.left, right: box.right, top: box.top + box.height * 0.15, bottom: box.bottom - box.height * 0.15, colour: getComputedStyle(t).fill };
    });
    words.forEach((a, i) => {
      if (a.left < frame.left || a.right > frame.right || a.top < frame.top || a.bottom > frame.bottom)
        fault(`« ${a.text} » leaves the frame (${Math.round(a.left - frame.left)} to ${Math.round(a.right - frame.left)} of ${Math.round(frame.width)} px)`);
      if (contrast(a.colour, behind) < 4.5) fault(`« ${a.text} » is faint`);
      for (const b of words.slice(i + 1))
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5)
          fault(`« ${a.text} » and « ${b.text} » overlap`);
    });
    for (const mark of svg.querySelectorAll("rect, circle, line, path, polyline, polygon")) {
      const { fill, stroke } = getComputedStyle(mark);
      const colour = mark.matches("line") || fill === "none" ? stroke : fill;
      if (colour === "none" || contrast(colour, behind) < 3) fault(`${mark.tagName}.${mark.getAttribute("class")} is faint: ${colour} on ${behind}`);
    }
    for (const swatch of svg.parentElement.querySelectorAll(".legende span"))
      if (contrast(getComputedStyle(swatch).backgroundColor, behind) < 3) fault(`the legend « ${swatch.parentElement.textContent} » is faint`);
  }
  return found;
}

/** On paper: what stays folded, what is cut by its box or by the edge of the sheet. */
export function coupures() {
  const found = [];
  const tell = (what, text) => found.push(`${what}: « ${text.trim().slice(0, 60)} »`);
  for (const details of document.querySelectorAll("main details")) {
    if (!details.parentElement.checkVisibility()) continue;
    for (const part of details.querySelectorAll(":scope > :not(summary)"))
      if (!part.checkVisibility({ contentVisibilityAuto: true }) || part.getBoundingClientRect().height < 1) tell("folded", part.textContent);
  }
  for (const e of document.querySelectorAll("main *")) {
    if (!e.checkVisibility() || e.matches(".deux-points, .hors-ecran") || e instanceof SVGElement) continue;
    const style = getComputedStyle(e);
    if (style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1) tell("cut in width", e.textContent);
    if (style.overflowY !== "visible" && e.scrollHeight > e.clientHeight + 1) tell("cut in height", e.textContent);
  }
  for (const chart of document.querySelectorAll("main svg"))
    if (chart.getBoundingClientRect().height > innerHeight) tell("higher than the sheet", chart.textContent);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!node.data.trim() || !node.parentElement.checkVisibility() || node.parentElement.closest(".deux-points, .hors-ecran")) continue;
    const range = document.createRange();
    range.selectNode(node);
    const box = range.getBoundingClientRect();
    if (box.right > innerWidth + 1 || box.left < -1) tell("off the sheet", node.data);
  }
  for (const nav of document.querySelectorAll("nav:not(.fil), .evitement, [role=search]")) if (nav.checkVisibility()) tell("navigation on paper", nav.textContent);
  return found;
}

/** Notes each element that takes the focus, with its outline; answers how many the keyboard should reach. */
export function suivreFocus() {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
    (e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0,
  );
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((n) => (n / 255 <= 0.03928 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (!/, 0\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  window.reached = [];
  document.addEventListener("focusin", ({ target }) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
    const [low, high] = [luminance(outlineColor), luminance(ground(target.parentElement))].sort((a, b) => a - b);
    const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && (high + 0.05) / (low + 0.05) >= 3;
    window.reached.push([all.indexOf(target), seen, `${target.tagName} « ${target.textContent.trim().slice(0, 40)} »`]);
  });
  return all.length;
}
