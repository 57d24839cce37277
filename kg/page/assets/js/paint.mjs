// The picture: communities, links, things and names, drawn with any pen. All in pixels of the screen.

import { placeLabels, occupancy, shorten } from "./labels.mjs";
import { sides } from "./naming.mjs";
import { textWidth } from "./pen.mjs";
import { screenRadius, toScreen } from "./scene.mjs";
import { sayRelation } from "./words.mjs";

/** Everything but names that does not depend on the pointer, as far as it is `seen`: a box of the view, or all of it. */
export function paintBase(pen, graph, scene, view, seen = { x: 0, y: 0, w: view.w, h: view.h }) {
  pen.sheet(view.w, view.h, pen.look.paper);
  if (scene.ties.length) paintTies(pen, scene, view);
  paintDiscs(pen, scene, view, seen);
  paintLinks(pen, graph, scene, view, seen);
  paintNodes(pen, graph, scene, view, seen);
}

/** Whether a circle lies wholly beyond the edges of a box. */
function beyond(x, y, r, box) {
  return x + r < box.x || y + r < box.y || x - r > box.x + box.w || y - r > box.y + box.h;
}

function paintDiscs(pen, scene, view, seen) {
  for (const disc of scene.discs) {
    if (!disc.count) continue;
    const [x, y] = toScreen(view, disc.x, disc.y);
    const r = disc.r * view.scale;
    if (beyond(x, y, r, seen)) continue;
    pen.disc(x, y, r, pen.look.disc, pen.look.rim, 1);
  }
}

/** How strongly communities are tied, as a width: the only lines of a large map at first sight. */
function paintTies(pen, scene, view) {
  const most = scene.ties.reduce((max, tie) => Math.max(max, tie.count), 1);
  const levels = [[], [], [], []];
  for (const tie of scene.ties) {
    const share = tie.count / most;
    // The weakest ties of a large map are noise: they would grey everything.
    if (share < 0.12 && scene.ties.length > 60) continue;
    const [a, b] = [scene.discs[tie.a], scene.discs[tie.b]];
    const angle = Math.atan2(b.y - a.y, b.x - a.x);
    const [x1, y1] = toScreen(view, a.x + a.r * Math.cos(angle), a.y + a.r * Math.sin(angle));
    const [x2, y2] = toScreen(view, b.x - b.r * Math.cos(angle), b.y - b.r * Math.sin(angle));
    levels[Math.min(3, Math.floor(share * 4))].push(x1, y1, NaN, NaN, x2, y2);
  }
  levels.forEach((flat, n) => {
    if (flat.length) pen.curves(flat, pen.look.line, 0.16 + 0.09 * n, 1 + 1.4 * n);
  });
}

/** Links inside a community are straight; those between two run together by way of both centres. */
export function linkCurve(graph, scene, view, link) {
  const [x1, y1] = toScreen(view, scene.x[link.a], scene.y[link.a]);
  const [x2, y2] = toScreen(view, scene.x[link.b], scene.y[link.b]);
  const [c, d] = [graph.nodes[link.a].disc, graph.nodes[link.b].disc];
  if (scene.mode !== "map" || c === d) return [x1, y1, NaN, NaN, x2, y2];
  const [mx, my] = toScreen(view, (scene.discs[c].x + scene.discs[d].x) / 2, (scene.discs[c].y + scene.discs[d].y) / 2);
  return [x1, y1, mx, my, x2, y2];
}

function paintLinks(pen, graph, scene, view, seen) {
  const [inner, outer] = [[], []];
  for (const link of scene.links) {
    const curve = linkCurve(graph, scene, view, link);
    if (outside(curve, seen)) continue;
    (Number.isNaN(curve[2]) ? inner : outer).push(...curve);
  }
  const quiet = Math.max(0.22, 0.85 - 0.075 * Math.log(1 + scene.links.length));
  if (outer.length) pen.curves(outer, pen.look.line, quiet * 0.36, 1);
  if (inner.length) pen.curves(inner, pen.look.line, quiet, scene.mode === "map" ? 1 : 1.2);
}

function outside(curve, { x, y, w, h }) {
  const apart = (a, b, c, least, most) => (a < least && b < least && !(c >= least)) || (a > most && b > most && !(c <= most));
  return apart(curve[0], curve[4], curve[2], x, x + w) || apart(curve[1], curve[5], curve[3], y, y + h);
}

function paintNodes(pen, graph, scene, view, seen) {
  const [dust, faint] = [new Map(), new Map()];
  const whole = [];
  const [left, top] = toScreen(view, 0, 0);
  for (const id of scene.nodes) {
    const node = graph.nodes[id];
    // Written out: a pair of numbers for each of thousands of things is what a browser has to sweep up later.
    const x = left + scene.x[id] * view.scale;
    const y = top + scene.y[id] * view.scale;
    const r = screenRadius(node.r, view.scale, scene.mode);
    if (beyond(x, y, r, seen)) continue;
    if (r < 2.4 || (!scene.live[id] && r < 4)) {
      // What no fact speaks of is there, and no more.
      const group = node.degree ? dust : faint;
      if (!group.has(node.kind)) group.set(node.kind, []);
      group.get(node.kind).push(x, y);
    } else {
      whole.push({ kind: node.kind, x, y, r });
    }
  }
  const size = Math.min(3.4, Math.max(1.6, 12 * view.scale));
  const groups = [...faint].map(([kind, flat]) => ({ kind, flat, faint: true })).concat([...dust].map(([kind, flat]) => ({ kind, flat, faint: false })));
  if (groups.length || whole.length) pen.crowd(groups, size, 0.85, whole);
}

/**
 * What the reader looks at: chosen things with their links, the direction and name of each relation.
 * `focus` is {nodes, links, chosen: ids in bold, rings: ids, veil, hints: links only pointed at}. Over the open map
 * nothing is veiled and names stand already; then only links and rings are drawn.
 */
export function paintFocus(pen, graph, scene, view, shown, focus) {
  if (focus.veil) pen.sheet(view.w, view.h, pen.look.paper, 0.78);
  const things = occupancy();
  const strong = focus.links.length <= 60;
  for (const link of [...focus.links, ...focus.hints]) paintLink(pen, graph, scene, view, shown, link, strong);
  const marks = focus.nodes.map((id) => {
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    return { id, kind: graph.nodes[id].kind, x, y, r: Math.max(screenRadius(graph.nodes[id].r, view.scale, scene.mode), 3.5) };
  });
  pen.nodes(marks);
  for (const { id, x, y, r } of marks) if (focus.rings.includes(id)) pen.ring(x, y, r * 1.25 + 3, pen.look.accent, 2.5);
  if (!focus.veil && scene.mode === "map") return;
  for (const id of scene.mode === "map" ? focus.nodes : scene.nodes) {
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    const r = screenRadius(graph.nodes[id].r, view.scale, scene.mode) * 0.75;
    things.add({ x: x - r, y: y - r, w: r * 2, h: r * 2 });
  }
  pen.texts(focusLabels(pen, graph, scene, view, shown, focus, things));
}

function paintLink(pen, graph, scene, view, shown, link, strong) {
  const [x1, y1] = toScreen(view, scene.x[link.a], scene.y[link.a]);
  const [x2, y2] = toScreen(view, scene.x[link.b], scene.y[link.b]);
  pen.curves([x1, y1, NaN, NaN, x2, y2], pen.look.accent, strong ? 0.75 : 0.4, 1.4);
  if (!strong) return;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const facts = link.facts.filter((fact) => shown.facts[fact]).map((fact) => graph.facts[fact]);
  const clear = (id) => screenRadius(graph.nodes[id].r, view.scale, scene.mode) * 1.2 + 2;
  if (facts.some((fact) => fact.to === link.b)) {
    pen.arrow(x2 - clear(link.b) * Math.cos(angle), y2 - clear(link.b) * Math.sin(angle), angle, 8, pen.look.accent);
  }
  if (facts.some((fact) => fact.to === link.a)) {
    pen.arrow(x1 + clear(link.a) * Math.cos(angle), y1 + clear(link.a) * Math.sin(angle), angle + Math.PI, 8, pen.look.accent);
  }
}

/** The chosen in bold, then their neighbours, then what the links say; off the map, all others as well. */
function focusLabels(pen, graph, scene, view, shown, focus, things) {
  const taken = occupancy();
  const name = (id, bold) => {
    const [x, y] = toScreen(view, scene.x[id], scene.y[id]);
    const text = shorten(graph.nodes[id].name, bold ? 20 : 14);
    const size = bold ? 13.5 : 12;
    const r = screenRadius(graph.nodes[id].r, view.scale, scene.mode) + (focus.rings.includes(id) ? 5 : 0);
    // What is chosen has its name on any account, wherever that covers least.
    return { text, style: { size, bold, colour: pen.look.ink }, x, y, r, w: textWidth(text, size, bold), h: size + 3, cover: bold ? Infinity : 0, sides: bold ? ["below", "above", "right", "left"] : sides(scene, id) };
  };
  const strongFirst = (ids) => [...ids].sort((a, b) => graph.nodes[b].r - graph.nodes[a].r || a - b);
  const chosen = new Set(focus.chosen);
  const named = new Set(focus.nodes);
  const others = scene.mode === "map" ? [] : scene.nodes.filter((id) => !named.has(id));
  return [
    ...placeLabels([...chosen].map((id) => name(id, true)), view, 20, taken, things),
    ...placeLabels(strongFirst(focus.nodes.filter((id) => !chosen.has(id))).map((id) => name(id, false)), view, 120, taken, things),
    ...placeLabels(focus.links.slice(0, 40).map((link) => relationLabel(pen, graph, scene, view, shown, link)), view, 40, taken, things),
    ...placeLabels(strongFirst(others).map((id) => name(id, false)), view, 120, taken, things),
  ];
}

/** What a link says, in the middle of it; of several relations the first and how many more. */
function relationLabel(pen, graph, scene, view, shown, link) {
  const names = [...new Set(link.facts.filter((fact) => shown.facts[fact]).map((fact) => sayRelation(graph.facts[fact].rel)))];
  const text = names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0] || "";
  const [x1, y1] = toScreen(view, scene.x[link.a], scene.y[link.a]);
  const [x2, y2] = toScreen(view, scene.x[link.b], scene.y[link.b]);
  return {
    text, style: { size: 11, bold: false, colour: pen.look.faint, chip: pen.look.disc },
    x: (x1 + x2) / 2, y: (y1 + y2) / 2, r: 0, w: textWidth(text, 11, false) + 8, h: 15, sides: ["middle"],
  };
}
