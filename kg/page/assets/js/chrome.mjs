// The bar across the top, the zoom buttons and the save menu: what stays while the views change.

import { button, byId, el, fill, svg } from "./dom.mjs";
import { picker } from "./picker.mjs";
import { help } from "./keys.mjs";
import { saveCsv, savePng, saveSvg } from "./save.mjs";
import { fit, zoomBy } from "./stage.mjs";
import { language, say } from "./words.mjs";

export const VIEWS = ["graph", "timeline", "places", "figures", "table"];

const ICONS = {
  graph: "M6 7a2.5 2.5 0 1 0 .01 0M18 5a2 2 0 1 0 .01 0M16 18a2.5 2.5 0 1 0 .01 0M8 8.5l8 8M8.5 8.5 16 7M17.5 9l-1 6.5",
  timeline: "M4 6h8M9 12h9M6 18h7M3 3v18",
  places: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.500 11-6.500 11zM12 12.500a2.500 2.500 0 1 0-.01 0",
  figures: "M4 20V10M10 20V4M16 20v-7M21 20H3",
  table: "M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  path: "M5 6a2 2 0 1 0 .01 0M19 14a2 2 0 1 0 .01 0M7 8h7a3 3 0 0 1 0 6h-4a3 3 0 0 0 0 6h8",
  save: "M12 4v11M7.500 10.500 12 15l4.500-4.500M5 20h14",
  theme: "M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8z",
  help: "M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 18v.01",
};

/** A line drawing for a button. */
function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

/** The bar: search, views, tools. */
export function bar(app) {
  const search = picker(app, "search-box", say("search"), "", (id) => {
    byId("search-box").value = app.graph.nodes[id].name;
    app.find(id);
  });
  fill(byId("search"), search);
  fill(byId("views"), VIEWS.map((view) => button([icon(view), el("span", {}, say(`view.${view}`))], () => app.go({ view }), { class: "tab", "data-view": view, title: say(`view.${view}`) })));
  const tool = (name, click, attributes = {}) => button(icon(name), click, { class: "icon-button", "aria-label": say(`tool.${name}`), title: say(`tool.${name}`), "data-tool": name, ...attributes });
  fill(byId("tools"),
    tool("back", () => window.history.back()), tool("forward", () => window.history.forward()),
    tool("path", () => app.go({ view: "graph", path: [app.place.node, null], node: null, link: null, hops: 0 })),
    tool("save", () => app.toggleMenu(), { "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": "menu" }),
    tool("theme", () => app.toggleTheme()),
    button(language() === "en" ? "中" : "EN", () => app.toggleLanguage(), { class: "icon-button word", "aria-label": say("tool.language"), title: say("tool.language"), "data-tool": "language" }),
    tool("help", () => help(app)));
  fill(byId("zoom"),
    button("+", () => zoomBy(app.stage, 1.5), { "aria-label": say("zoom.in"), title: say("zoom.in") }),
    button("−", () => zoomBy(app.stage, 1 / 1.5), { "aria-label": say("zoom.out"), title: say("zoom.out") }),
    button("⤢", () => fit(app.stage, app.stage.scene.bounds), { "aria-label": say("zoom.fit"), title: say("zoom.fit") }));
  fill(byId("panel-close"), "×").setAttribute("aria-label", say("close"));
  menu(app);
}

function menu(app) {
  const item = (key, run, picture) => button(say(key), () => {
    app.toggleMenu(false);
    run();
  }, { role: "menuitem", "data-save": key.slice(5), "data-picture": picture });
  const host = fill(byId("menu"),
    item("save.png", () => savePng(app.stage), true), item("save.svg", () => saveSvg(app.stage), true),
    item("save.things", () => saveCsv(app, "things")), item("save.facts", () => saveCsv(app, "facts")), item("save.figures", () => saveCsv(app, "figures")),
    item("save.print", () => window.print()));
  host.onkeydown = (event) => {
    const items = [...host.querySelectorAll("button:not([hidden])")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length].focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      app.toggleMenu(false);
    }
  };
}

/** The words that stand in the page itself. */
export function translate() {
  document.documentElement.lang = language() === "en" ? "en" : "zh-CN";
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
}
