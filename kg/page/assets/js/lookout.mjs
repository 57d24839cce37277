// What the stage shows: the scene of where the reader stands, and what in it is looked at.

import { isNarrow, isTall } from "./device.mjs";
import { byId, fill } from "./dom.mjs";
import { linkBetween, strongest } from "./graph.mjs";
import { count } from "./numbers.mjs";
import { chain, radial } from "./radial.mjs";
import { localScene, mapScene, open } from "./scene.mjs";
import { fit, moveTo, setScene, viewOf } from "./stage.mjs";
import { gathering, neighbourhood, pathBetween } from "./walk.mjs";
import { say } from "./words.mjs";

const MOST_NEAR = 260;

/** Build the scene of where the reader stands, and show all of it if `moved`. */
export function stageScene(app, moved) {
  const { graph, place, stage } = app;
  const tall = isTall(stage.host);
  byId("note").hidden = true;
  const id = place.node ? graph.byKey.get(place.node) : undefined;
  app.way = wayOf(app);
  app.turned = tall;
  let scene;
  if (app.way) {
    scene = localScene(graph, app.shown, chain(app.way, isTall(openPart(app))), "path", null);
  } else if (id !== undefined && place.hops) {
    const steps = cut(graph, neighbourhood(graph, app.shown, id, place.hops));
    scene = localScene(graph, app.shown, radial(graph, app.shown, steps, id, aspectOf(openPart(app))), "near", id);
  } else if (place.article && app.shown.count) {
    // About what the article tells most of.
    const told = (node) => graph.near[node].reduce((sum, step) => sum + app.shown.links[step.link], 0);
    const [start, ...others] = strongest(graph, graph.nodes.filter((node) => app.shown.nodes[node.id]).map((node) => node.id)).sort((a, b) => told(b) - told(a));
    const steps = cut(graph, gathering(graph, app.shown, start, others));
    scene = localScene(graph, app.shown, radial(graph, app.shown, steps, start, aspectOf(openPart(app))), "near", start);
  } else {
    if (app.isLarge && id !== undefined) app.opened = open(graph, app.opened, graph.nodes[id].disc);
    scene = mapScene(graph, app.shown, { opened: app.opened, moved: app.moved, turned: tall });
    if (app.isLarge && !app.opened.size) note("note.large", { n: count(graph.nodes.length) });
  }
  scene.pins = new Set(app.pinned());
  setScene(stage, scene, app.shown);
  if (moved) fitScene(app, app.fitted);
}

/** The part of the stage that no card covers. */
function openPart(app) {
  const { clientWidth, clientHeight } = app.stage.host;
  return { clientWidth, clientHeight: Math.max(120, clientHeight - underCard(app)) };
}

/** The shape of the window, within what a wheel can take. */
function aspectOf({ clientWidth: w, clientHeight: h }) {
  return Math.min(1.6, Math.max(0.62, w / (h || 1)));
}

function wayOf({ graph, place, shown }) {
  const ends = place.path ? place.path.map((key) => graph.byKey.get(key)) : [];
  return ends.length === 2 && ends[0] !== undefined && ends[1] !== undefined && ends[0] !== ends[1] ? pathBetween(graph, shown, ...ends) : null;
}

function note(key, values) {
  fill(byId("note"), say(key, values)).hidden = false;
}

/** The strongest of a neighbourhood too large to be read. */
function cut(graph, steps) {
  if (steps.size <= MOST_NEAR) return steps;
  const ranked = [...steps].sort((a, b) => a[1] - b[1] || graph.nodes[b[0]].r - graph.nodes[a[0]].r).slice(0, MOST_NEAR);
  const kept = new Set(ranked.map(([id]) => id));
  note("note.cut", { n: MOST_NEAR, all: count(steps.size) });
  return new Map([...steps].filter(([id]) => kept.has(id)));
}

/** How much of the stage lies under the card of what is chosen: on a phone the card comes up over the lower half. */
function underCard({ place, stage }) {
  if (!isNarrow() || !(place.node || place.link || place.path || place.article)) return 0;
  const panel = 56 + 0.52 * window.innerHeight;
  return Math.max(0, stage.host.getBoundingClientRect().bottom - (window.innerHeight - panel));
}

/** Show all of the scene; the map near its edges, smaller scenes with room for the names beside them. */
export function fitScene(app, animate) {
  const room = Math.min(110, app.stage.host.clientWidth * 0.13);
  const edge = isNarrow() ? 30 : 50;
  fit(app.stage, app.stage.scene.bounds, animate, app.stage.scene.mode === "map" ? undefined : { top: edge, right: room, bottom: edge + underCard(app), left: room });
  app.fitted = true;
  app.untouched = true;
}

/** What is looked at: a chosen thing and its neighbours, a link, a path, what the pointer is on, the pins. */
export function focusOf(app) {
  const { graph, place, stage } = app;
  const onMap = stage.scene.mode === "map";
  const here = (id) => id !== undefined && (onMap ? app.shown.nodes[id] : stage.scene.live[id]);
  const focus = { nodes: [], links: [], hints: [], chosen: [], rings: [], veil: false };
  const id = place.node ? graph.byKey.get(place.node) : undefined;
  const ends = place.link ? place.link.map((key) => graph.byKey.get(key)) : [];
  const link = ends.length ? linkBetween(graph, ...ends) : null;
  if (link && ends.every(here)) {
    look(focus, { nodes: ends, links: [link], chosen: ends, veil: onMap });
  } else if (app.way && stage.scene.mode === "path") {
    const links = app.way.slice(1).map((node, n) => linkBetween(graph, app.way[n], node));
    look(focus, { nodes: app.way, links, chosen: app.way });
  } else if (here(id)) {
    look(focus, { ...around(app, id), chosen: [id], rings: [id], veil: onMap });
  }
  const pins = app.pinned().filter(here);
  look(focus, { nodes: pins, rings: pins });
  point(app, focus);
  return focus.nodes.length || focus.hints.length || !onMap ? focus : null;
}

/** What the pointer is on: its links and, unless something is chosen, what they lead to. */
function point(app, focus) {
  const { node, link } = app.hover;
  if (node !== null && !focus.links.length) {
    const found = around(app, node);
    look(focus, { nodes: found.nodes, hints: found.links });
  } else if (link && !focus.links.includes(link)) {
    look(focus, { nodes: focus.veil ? [] : [link.a, link.b], hints: [link] });
  }
}

function look(focus, more) {
  for (const key of ["nodes", "links", "hints", "chosen", "rings"]) {
    focus[key].push(...(more[key] || []).filter((item) => !focus[key].includes(item)));
  }
  focus.veil = focus.veil || Boolean(more.veil);
}

function around(app, id) {
  const { scene } = app.stage;
  const steps = app.graph.near[id].filter((step) => app.shown.links[step.link] && (scene.mode === "map" || scene.live[step.node]));
  return { nodes: [...steps.map((step) => step.node), id], links: steps.map((step) => app.graph.links[step.link]) };
}

/** Bring a newly chosen thing into the window, if it lies outside or is too small to be seen. */
export function bringIntoView(app, before) {
  const { place, stage, graph } = app;
  if (stage.scene.mode !== "map") return;
  if (place.disc !== null && place.disc !== before.disc) zoomToDisc(app, place.disc);
  if (!place.node || place.node === before.node) return;
  const id = graph.byKey.get(place.node);
  const view = viewOf(stage);
  // On a phone the lower half is under the card.
  const hidden = isNarrow() ? view.h * 0.5 : 0;
  const [x, y] = [(stage.scene.x[id] - view.x) * view.scale, (stage.scene.y[id] - view.y) * view.scale];
  const lost = Math.abs(x) > view.w / 2 - 60 || y < 60 - view.h / 2 || y > view.h / 2 - hidden - 60;
  if (!lost && !(app.isLarge && graph.nodes[id].r * view.scale < 3)) return;
  const scale = Math.max(view.scale, app.isLarge ? 0.7 : Math.min(0.8, view.scale * 2));
  app.untouched = false;
  moveTo(stage, { x: stage.scene.x[id], y: stage.scene.y[id] + hidden / 2 / scale, scale });
}

/** Fill the window with a community. */
export function zoomToDisc(app, id) {
  const disc = app.stage.scene.discs[id];
  if (!disc) return;
  app.untouched = false;
  fit(app.stage, { x: disc.x - disc.r, y: disc.y - disc.r, w: 2 * disc.r, h: 2 * disc.r });
}
