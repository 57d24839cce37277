// What the pointer does on the map: point, choose, open, and drag.

import { byId, el, fill } from "./dom.mjs";
import { shownFacts } from "./filter.mjs";
import { discAt, linkAt, nodeAt } from "./hits.mjs";
import { count } from "./numbers.mjs";
import { moveTo, refresh, viewOf } from "./stage.mjs";
import { say, sayRelation, saySubkind } from "./words.mjs";

// Milliseconds within which a second click makes a double one.
const DOUBLE = 400;

/** Listen to vis-network's gestures and to the pointer. */
export function gestures(app) {
  const { network, host } = app.stage;
  let [press, last] = [0, null];
  network.on("click", ({ pointer: { DOM } }) => {
    press = performance.now();
    // A double click is two clicks first, and the first may have moved the map: the second means the same thing.
    if (last && press - last.at < DOUBLE && Math.hypot(DOM.x - last.x, DOM.y - last.y) < 12) return;
    last = { at: press, x: DOM.x, y: DOM.y, found: under(app, DOM.x, DOM.y) };
    choose(app, last.found);
  });
  network.on("doubleClick", ({ pointer: { DOM } }) => enter(app, last ? last.found : under(app, DOM.x, DOM.y), DOM));
  network.on("dragEnd", ({ nodes }) => nodes.length && app.dragged(nodes));
  host.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch" && !event.buttons && performance.now() - press > 60) hover(app, event);
  });
  host.addEventListener("pointerleave", () => hover(app, null));
}

/** What lies at a place of the stage: {node}, {link}, {disc} or nothing. */
function under(app, x, y) {
  const { scene, focus } = app.stage;
  const view = viewOf(app.stage);
  const node = nodeAt(app.graph, scene, view, x, y);
  if (node !== null) return { node };
  const link = linkAt(app.graph, scene, view, x, y, focus && focus.veil ? focus.links : scene.links);
  if (link) return { link };
  const disc = discAt(scene, view, x, y);
  return disc === null ? {} : { disc };
}

function choose(app, found) {
  const { nodes } = app.graph;
  if (found.node !== undefined) {
    if (app.place.path && app.place.path.includes(null)) app.fillPath(found.node);
    else app.go({ node: nodes[found.node].key, link: null, path: app.place.path, disc: null });
  } else if (found.link) {
    app.go({ link: [nodes[found.link.a].key, nodes[found.link.b].key] });
  } else if (found.disc !== undefined && (app.isLarge || !app.place.node)) {
    app.go({ disc: found.disc, node: null, link: null });
  } else if (!app.place.hops && !app.place.path) {
    app.go({ node: null, link: null, disc: null });
  } else {
    app.go({ link: null });
  }
}

function enter(app, found, at) {
  if (found.node !== undefined) {
    app.go({ node: app.graph.nodes[found.node].key, hops: 1, link: null, path: null });
  } else if (found.disc !== undefined) {
    app.showDisc(found.disc);
  } else {
    const view = viewOf(app.stage);
    const [x, y] = [view.x + (at.x - view.w / 2) / view.scale, view.y + (at.y - view.h / 2) / view.scale];
    moveTo(app.stage, { x, y, scale: view.scale * 1.7 });
  }
}

function hover(app, event) {
  const tip = byId("tip");
  const found = event ? under(app, event.offsetX, event.offsetY) : {};
  app.stage.host.classList.toggle("pointing", Boolean(found.node !== undefined || found.link));
  const text = found.node !== undefined ? nodeTip(app, found.node) : found.link ? linkTip(app, found.link) : found.disc !== undefined ? discTip(app, found.disc) : null;
  app.setHover(found.node === undefined ? null : found.node, found.link || null);
  tip.hidden = !text;
  if (!text) return;
  fill(tip, text);
  const { clientWidth: w, clientHeight: h } = app.stage.host;
  tip.style.left = `${Math.max(8, Math.min(event.offsetX + 14, w - tip.offsetWidth - 8))}px`;
  tip.style.top = `${event.offsetY + 18 + tip.offsetHeight > h ? event.offsetY - tip.offsetHeight - 10 : event.offsetY + 18}px`;
}

function nodeTip(app, id) {
  const node = app.graph.nodes[id];
  return [el("b", { lang: "zh" }, node.name), el("span", {}, [say(`kind.${node.kind}`), saySubkind(node.sub), say("links", { n: node.degree }), say("proof.articles", { n: node.in.length })].filter(Boolean).join(" · "))];
}

function linkTip(app, link) {
  const facts = shownFacts(app.graph, app.shown, link);
  const { nodes } = app.graph;
  return [...facts.slice(0, 4).map((fact) => el("span", { lang: "zh" }, `${nodes[fact.from].name} — ${sayRelation(fact.rel)} → ${nodes[fact.to].name}`)),
    el("span", { class: "quiet" }, say("link.tip", { n: count(facts.length) }))];
}

function discTip(app, id) {
  const disc = app.graph.discs[id];
  if (!app.isLarge) return null;
  return [el("b", { lang: "zh" }, app.graph.nodes[disc.title].name), el("span", {}, [say("members", { n: disc.members.length }), say("disc.tip")].join(" · "))];
}

/** Draw again when the window or its fineness changes. */
export function watchSize(app) {
  new ResizeObserver(() => {
    app.stage.network.setSize("100%", "100%");
    refresh(app.stage);
    app.resized();
  }).observe(app.stage.host);
}
