// China as a map of tiles, one for each province about where it lies: every one is large enough to read and to
// click, and none draws a boundary.

import { button, el } from "./dom.mjs";
import { count } from "./numbers.mjs";
import { language, say } from "./words.mjs";

const NAMED = 3;

/** The province of a Chinese place, by the first two digits of its code. */
export function provinceOf(node) {
  return /^\d{6}$/.test(node.code) ? `${node.code.slice(0, 2)}0000` : "";
}

/** What is said of each province: its facts, its places with the most first, and the province itself among them. */
export function byProvince(items) {
  const found = new Map();
  for (const item of items) {
    const code = provinceOf(item.node);
    if (!code) continue;
    if (!found.has(code)) found.set(code, { facts: 0, items: [], own: null });
    const province = found.get(code);
    province.facts += item.facts;
    province.items.push(item);
    if (item.node.code === code) province.own = item.node;
  }
  return found;
}

/** The tiles. `choose` is given the code of one that was clicked, or nothing for what lies outside. */
export function tileMap(tiles, items, chosen, choose) {
  const provinces = byProvince(items);
  const most = Math.max(1, ...[...provinces.values()].map((one) => one.facts));
  const abroad = items.filter(({ node }) => node.code && !provinceOf(node) && node.code !== "CN");
  return el("div", { class: "tiles", role: "group", "aria-label": say("places.label", { n: items.length }) },
    tiles.map(([code, chinese, english, row, column]) => {
      const name = language() === "en" ? english : chinese;
      return laid(tile(code, name, provinces.get(code), most, code === chosen, () => choose(code)), row, column, 1);
    }),
    abroad.length ? laid(button([el("span", { class: "tile-name" }, say("places.abroad")), el("span", { class: "tile-number" }, count(abroad.length))],
      () => choose(""), { class: "tile abroad", "aria-label": say("places.abroad.label", { n: abroad.length }) }), 8, 1, 2) : null);
}

function tile(code, name, province, most, isChosen, click) {
  const { facts, items } = province || { facts: 0, items: [] };
  const level = facts ? 1 + Math.min(4, Math.floor(4.99 * Math.sqrt(facts / most))) : 0;
  const label = say("places.tile", { name, n: facts, m: items.length });
  const within = items.filter(({ node }) => node.code !== code).slice(0, NAMED).map(({ node }) => node.name);
  return button([
    el("span", { class: "tile-name" }, name), items.length ? el("span", { class: "tile-number" }, count(facts)) : null,
    within.length ? el("span", { class: "tile-places", lang: "zh" }, within.map((place) => [el("span", {}, place), " "])) : null,
  ], click, { class: `tile p${level}`, "data-code": code, "aria-label": label, title: label, "aria-pressed": String(isChosen), disabled: !items.length });
}

/** Set through the object model: the page's policy forbids style attributes. */
function laid(node, row, column, wide) {
  node.style.gridArea = `${row} / ${column} / auto / span ${wide}`;
  return node;
}
