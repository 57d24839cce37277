// What stands round the stage: the panel, the legend and filters, and the views. Each is made anew only when
// something it shows has changed.

import { card } from "./card.mjs";
import { VIEWS } from "./chrome.mjs";
import { drawer, legend } from "./controls.mjs";
import { isLow, isNarrow } from "./device.mjs";
import { byId, fill } from "./dom.mjs";
import { figures } from "./figures.mjs";
import { discPanel, linkPanel, overview, pathPanel } from "./panels.mjs";
import { places } from "./places.mjs";
import { reportPanel } from "./reports.mjs";
import { articleByKey } from "./sources.mjs";
import { table } from "./table.mjs";
import { timebar } from "./timebar.mjs";
import { timeline } from "./timeline.mjs";
import { language, say } from "./words.mjs";

/** Whether a part must be made anew: `parts` is all that it shows. */
function changed(app, name, parts) {
  const key = JSON.stringify(parts);
  if (app.made[name] === key) return false;
  app.made[name] = key;
  return true;
}

/** The panel; `before` is where the reader stood. */
export function panel(app, before) {
  const { place } = app;
  const topic = ({ node, link, path, disc, article }) => JSON.stringify([node, link, path, disc, article]);
  const chosen = Boolean(place.node || place.link || place.path || place.disc !== null || place.article);
  // The overview belongs to the map; other views need the room.
  byId("panel").hidden = chosen ? false : isNarrow() || isLow() || app.panelClosed || place.view !== "graph";
  if (!changed(app, "panel", [topic(place), place.hops, place.view, place.pins, app.filterKey, language(), [...app.opened]])) return;
  fill(byId("panel-body"), content(app));
  if (before && topic(before) !== topic(place)) {
    byId("panel").scrollTop = 0;
    announce(app);
  }
}

function content(app) {
  const { place, graph } = app;
  const id = (key) => graph.byKey.get(key);
  if (place.link) return linkPanel(app, id(place.link[0]), id(place.link[1]));
  if (place.node) return card(app, id(place.node));
  if (place.path) return pathPanel(app, place.path);
  if (place.disc !== null) return discPanel(app, place.disc);
  if (place.article) return reportPanel(app, articleByKey(place.article));
  return overview(app);
}

/** Tell a screen reader what was chosen; the canvas cannot. */
function announce(app) {
  const { place, graph } = app;
  const node = place.node && !place.link ? graph.nodes[graph.byKey.get(place.node)] : null;
  const title = byId("panel-title");
  byId("status").textContent = node ? say("chosen", { name: node.name, kind: say(`kind.${node.kind}`), n: node.degree }) : title ? title.textContent : "";
}

/** Legend, time strip, drawer. What had the focus has it again when it was made anew. */
export function controls(app) {
  if (!changed(app, "controls", [app.filterKey, language(), app.drawerOpen])) return;
  const { id, dataset } = document.activeElement || { id: "", dataset: {} };
  legend(app, byId("legend"));
  timebar(app, byId("timebar"));
  byId("drawer").hidden = !app.drawerOpen;
  if (app.drawerOpen) drawer(app, byId("drawer"));
  const again = id ? byId(id) : [...document.querySelectorAll("[data-kind], [data-relation]")].find((node) =>
    (dataset.kind && node.dataset.kind === dataset.kind) || (dataset.relation && node.dataset.relation === dataset.relation));
  if (again && again !== document.activeElement) again.focus();
}

/** The view chosen in the bar. */
export function showView(app) {
  const { view, node, figure } = app.place;
  for (const name of VIEWS) byId(name).hidden = name !== view;
  for (const tab of document.querySelectorAll(".tab")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  for (const item of document.querySelectorAll("[data-picture]")) item.hidden = view !== "graph";
  if (!changed(app, "view", [view, app.filterKey, language(), app.theme, app.wide, figure, view === "timeline" || view === "places" ? [node, byId(view).clientWidth] : null])) return;
  if (view === "timeline") timeline(app, byId("timeline"));
  else if (view === "table") table(app, byId("table"), app.states.table);
  else if (view === "places") places(app, byId("places"), app.states.places);
  else if (view === "figures") figures(app, byId("figures"), app.states.figures);
}
