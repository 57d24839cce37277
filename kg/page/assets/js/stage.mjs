// The picture on the screen. vis-network keeps the view and the gestures and moves nodes; the painting is ours,
// kept as a frame that a pan only shifts, so that its cost does not depend on the size of the graph; a zoom paints
// what is in the window, and no more, until it rests.

import { LOOKS } from "./kinds.mjs";
import { touch } from "./labels.mjs";
import { carryNames, placeNames } from "./naming.mjs";
import { bitmaps, canvasPen, forget } from "./pen.mjs";
import { paintBase, paintFocus } from "./paint.mjs";
import { screenRadius, WHOLE } from "./scene.mjs";

// Part of the window that a frame holds beyond each edge.
const MARGIN = 0.25;
// Milliseconds after its last step that a zoom is over.
const REST = 140;
// How much larger or smaller the map is, as a logarithm, when names are placed anew during a zoom.
const ANEW = 0.25;

/** A stage in a host element; `settings` are vis-network's, as the page brings them. */
export function makeStage(host, graph, settings) {
  const stage = {
    host, graph, scene: null, shown: null, focus: null, theme: "light", frame: null, stamp: 0, settle: 0, filling: 0, asked: false,
    look: LOOKS.light, stock: bitmaps(window.devicePixelRatio || 1), network: null, data: new vis.DataSet(),
  };
  const options = structuredClone(settings);
  options.nodes.ctxRenderer = ({ id }) => nodeBody(stage, id);
  stage.network = new vis.Network(host, { nodes: stage.data, edges: new vis.DataSet() }, options);
  stage.network.on("beforeDrawing", (context) => draw(stage, context));
  stage.network.on("dragging", ({ nodes }) => followDrag(stage, nodes));
  stage.network.on("resize", () => refresh(stage));
  return stage;
}

/** vis-network asks how large a node is, for dragging; it is drawn with all others by us. */
function nodeBody(stage, id) {
  const scale = stage.network ? stage.network.getScale() : 1;
  const size = (2 * screenRadius(stage.graph.nodes[id].r, scale, stage.scene.mode)) / scale;
  return { drawNode: () => undefined, nodeDimensions: { width: size, height: size } };
}

function followDrag(stage, ids) {
  if (!ids.length) return;
  const places = stage.network.getPositions(ids);
  for (const id of ids) [stage.scene.x[id], stage.scene.y[id]] = [places[id].x, places[id].y];
  refresh(stage);
}

/** Put a scene on the stage. */
export function setScene(stage, scene, shown) {
  stage.scene = scene;
  stage.shown = shown;
  stage.data.clear();
  // vis-network needs its nodes only to let them be dragged: the picture comes first.
  window.clearTimeout(stage.filling);
  stage.filling = window.setTimeout(() => {
    const live = scene.nodes.filter((id) => scene.live[id]).slice(-WHOLE);
    stage.data.add(live.map((id) => ({ id, x: scene.x[id], y: scene.y[id] })));
  }, 120);
  refresh(stage);
}

/** What is looked at, over the veiled rest; null for nothing. */
export function setFocus(stage, focus) {
  const veiled = Boolean(stage.focus && stage.focus.veil);
  stage.focus = focus;
  if (veiled !== Boolean(focus && focus.veil)) refresh(stage);
  else redraw(stage);
}

/** Whether names are left to the focus: under a veil, and off the map. */
export function isQuiet(stage) {
  return stage.scene.mode !== "map" || Boolean(stage.focus && stage.focus.veil);
}

/** Light or dark. */
export function setTheme(stage, theme) {
  stage.theme = theme;
  stage.look = LOOKS[theme];
  forget(stage.stock);
  refresh(stage);
}

/** Draw everything anew. */
export function refresh(stage) {
  stage.stamp += 1;
  redraw(stage);
}

/** Draw in the next frame, once, however often it is asked for. */
function redraw(stage) {
  if (stage.asked) return;
  stage.asked = true;
  window.requestAnimationFrame(() => {
    stage.asked = false;
    stage.network.redraw();
  });
}

/** The view now: middle of the window on the map, scale, and the window's size. */
export function viewOf(stage) {
  const { x, y } = stage.network.getViewPosition();
  return { x, y, scale: stage.network.getScale(), w: stage.host.clientWidth, h: stage.host.clientHeight };
}

/** Move so that a box of the map fills the window, less `inset` pixels on each side. */
export function fit(stage, box, animate = true, inset = { top: 30, right: 24, bottom: 48, left: 24 }) {
  const [w, h] = [stage.host.clientWidth, stage.host.clientHeight];
  const scale = Math.min((w - inset.left - inset.right) / box.w, (h - inset.top - inset.bottom) / box.h, 2.2);
  if (!(scale > 0)) return;
  const x = box.x + box.w / 2 - (inset.left - inset.right) / 2 / scale;
  const y = box.y + box.h / 2 - (inset.top - inset.bottom) / 2 / scale;
  moveTo(stage, { x, y, scale }, animate);
}

/** Go to a view, gliding unless the reader wants no motion. */
export function moveTo(stage, { x, y, scale }, animate = true) {
  const jumps = !animate || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const animation = jumps ? false : { duration: 420, easingFunction: "easeInOutCubic" };
  stage.network.moveTo({ position: { x, y }, scale, animation });
}

/** Zoom about the middle by a factor. */
export function zoomBy(stage, factor) {
  const view = viewOf(stage);
  moveTo(stage, { ...view, scale: Math.min(6, Math.max(0.02, view.scale * factor)) });
}

/** Pan by a part of the window. */
export function panBy(stage, across, down) {
  const view = viewOf(stage);
  moveTo(stage, { x: view.x + (across * view.w) / view.scale, y: view.y + (down * view.h) / view.scale, scale: view.scale });
}

function draw(stage, context) {
  if (!stage.scene || !stage.host.clientWidth) return;
  const view = viewOf(stage);
  const ratio = context.canvas.width / view.w;
  if (ratio !== stage.stock.ratio) [stage.stock, stage.frame] = [bitmaps(ratio), null];
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const pen = canvasPen(context, stage.look, stage.theme, stage.stock);
  if (isZooming(stage, view)) glide(stage, context, pen, view);
  else still(stage, context, view);
  if (stage.focus) paintFocus(pen, stage.graph, stage.scene, view, stage.shown, stage.focus);
  context.restore();
}

/** Whether only the scale has changed since the frame was made: the next step of a zoom. */
function isZooming({ frame, stamp }, view) {
  return Boolean(frame) && frame.stamp === stamp && isSize(frame, view) && frame.view.scale !== view.scale;
}

function isSize(frame, view) {
  return frame.host.w === view.w && frame.host.h === view.h;
}

/** At rest and while it is panned the map is a frame at hand; whole pixels, for text to stay sharp. */
function still(stage, context, view) {
  const frame = stage.frame && stage.frame.stamp === stage.stamp && isSize(stage.frame, view) && covers(stage.frame.view, view) ? stage.frame : render(stage, view);
  const snap = (value) => Math.round(value * stage.stock.ratio) / stage.stock.ratio;
  const left = view.w / 2 + (frame.view.x - view.x) * view.scale - frame.view.w / 2;
  const top = view.h / 2 + (frame.view.y - view.y) * view.scale - frame.view.h / 2;
  context.drawImage(frame.canvas, snap(left), snap(top), frame.view.w, frame.view.h);
}

/** While it is zoomed only what is in the window is painted, as sharp as ever, and names keep their places. */
function glide(stage, context, pen, view) {
  const wide = widened(view);
  const [across, down] = [(wide.w - view.w) / 2, (wide.h - view.h) / 2];
  const seen = { x: across, y: down, w: view.w, h: view.h };
  const { names } = stage.frame;
  if (names.labels && Math.abs(Math.log(view.scale / names.scale)) > ANEW) place(stage, pen, wide);
  context.save();
  context.translate(-across, -down);
  paintBase(pen, stage.graph, stage.scene, wide, seen);
  if (names.labels) pen.texts(carryNames(pen, stage.graph, stage.scene, wide, stage.frame.names.labels).filter(({ box }) => touch(box, seen)));
  context.restore();
  window.clearTimeout(stage.settle);
  stage.settle = window.setTimeout(() => refresh(stage), REST);
}

/** Names for a view, kept with the frame. */
function place(stage, pen, view) {
  const labels = isQuiet(stage) ? null : placeNames(pen, stage.graph, stage.scene, view);
  stage.frame.names = { labels, scale: view.scale };
}

function covers(frame, view) {
  const spare = { x: frame.w / 2 - view.w / 2, y: frame.h / 2 - view.h / 2 };
  return frame.scale === view.scale && Math.abs(view.x - frame.x) * view.scale <= spare.x && Math.abs(view.y - frame.y) * view.scale <= spare.y;
}

/** A view with a margin all round, and the window within it. */
function widened(view) {
  const [across, down] = [Math.ceil(view.w * MARGIN), Math.ceil(view.h * MARGIN)];
  return { ...view, w: view.w + 2 * across, h: view.h + 2 * down, pane: { x: across + 3, y: down + 3, w: view.w - 6, h: view.h - 6 } };
}

function render(stage, view) {
  window.clearTimeout(stage.settle);
  const wide = widened(view);
  const canvas = stage.frame ? stage.frame.canvas : document.createElement("canvas");
  const [w, h] = [Math.ceil(wide.w * stage.stock.ratio), Math.ceil(wide.h * stage.stock.ratio)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const context = canvas.getContext("2d", { alpha: false });
  context.setTransform(stage.stock.ratio, 0, 0, stage.stock.ratio, 0, 0);
  const pen = canvasPen(context, stage.look, stage.theme, stage.stock);
  stage.frame = { canvas, view: wide, host: { w: view.w, h: view.h }, stamp: stage.stamp, names: null };
  place(stage, pen, wide);
  paintBase(pen, stage.graph, stage.scene, wide);
  if (stage.frame.names.labels) pen.texts(stage.frame.names.labels);
  return stage.frame;
}
