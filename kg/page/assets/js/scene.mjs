// What stands where at this moment: the whole map, a neighbourhood by itself, or a way between two things.

// So many things are drawn whole, with their links and names; of larger graphs, so many at a time.
export const WHOLE = 1500;

/**
 * The map. `opened` are the communities shown in full where the graph is too large to be shown at once,
 * `moved` the things a reader has dragged elsewhere; `turned` lays the map on its side for a tall screen.
 */
export function mapScene(graph, shown, { opened, moved, turned }) {
  const scene = blank(graph, "map");
  for (const node of graph.nodes) put(scene, node.id, turned ? node.y : node.x, turned ? node.x : node.y);
  for (const [id, { x, y }] of moved) put(scene, id, x, y);
  const whole = graph.nodes.length <= WHOLE;
  scene.nodes = weakFirst(graph, (id) => shown.nodes[id]);
  scene.discs = graph.discs.map((disc, id) => ({
    id,
    x: turned ? disc.y : disc.x,
    y: turned ? disc.x : disc.y,
    r: disc.r,
    title: disc.title,
    count: disc.members.reduce((sum, member) => sum + shown.nodes[member], 0),
    open: whole || opened.has(id),
  }));
  for (const disc of scene.discs) {
    if (disc.open) for (const id of graph.discs[disc.id].members) scene.live[id] = shown.nodes[id];
  }
  scene.links = graph.links.filter((link) => shown.links[link.id] && scene.live[link.a] && scene.live[link.b]);
  scene.ties = whole ? [] : ties(graph, shown);
  scene.bounds = boundsOf(scene.discs.filter((disc) => disc.count));
  return scene;
}

/** A part of the graph with places of its own. `centre` is what it is about, if it is about one thing. */
export function localScene(graph, shown, places, mode, centre) {
  const scene = blank(graph, mode);
  scene.centre = centre;
  for (const [id, { x, y }] of places) {
    put(scene, id, x, y);
    scene.live[id] = 1;
  }
  scene.nodes = weakFirst(graph, (id) => places.has(id));
  scene.links = graph.links.filter((link) => shown.links[link.id] && places.has(link.a) && places.has(link.b));
  const circles = [...places].map(([id, { x, y }]) => ({ x, y, r: graph.nodes[id].r + 40 }));
  scene.bounds = boundsOf(circles);
  return scene;
}

function blank(graph, mode) {
  const size = graph.nodes.length;
  return {
    mode, centre: null, pins: new Set(), x: new Float64Array(size), y: new Float64Array(size), live: new Uint8Array(size),
    nodes: [], links: [], discs: [], ties: [], bounds: null,
  };
}

function put(scene, id, x, y) {
  scene.x[id] = x;
  scene.y[id] = y;
}

function weakFirst(graph, wanted) {
  const ids = [];
  for (const node of graph.nodes) if (wanted(node.id)) ids.push(node.id);
  return ids.sort((a, b) => graph.nodes[a].r - graph.nodes[b].r || a - b);
}

function ties(graph, shown) {
  return graph.between
    .map((tie) => ({ a: tie.a, b: tie.b, count: tie.links.reduce((sum, link) => sum + (shown.links[link] ? 1 : 0), 0) }))
    .filter((tie) => tie.count);
}

/** The box round some circles; a small one round nothing. */
export function boundsOf(circles) {
  if (!circles.length) return { x: -100, y: -100, w: 200, h: 200 };
  const left = Math.min(...circles.map((c) => c.x - c.r));
  const top = Math.min(...circles.map((c) => c.y - c.r));
  return {
    x: left,
    y: top,
    w: Math.max(...circles.map((c) => c.x + c.r)) - left,
    h: Math.max(...circles.map((c) => c.y + c.r)) - top,
  };
}

/** Open a community; the ones opened longest ago close when more would be live than can be drawn well. */
export function open(graph, opened, disc) {
  const next = [...opened].filter((other) => other !== disc);
  next.push(disc);
  let live = next.reduce((sum, id) => sum + graph.discs[id].members.length, 0);
  while (next.length > 1 && live > WHOLE) live -= graph.discs[next.shift()].members.length;
  return new Set(next);
}

/** Radius on the screen: nodes grow with the map up to its own scale, then slower, so that names find room. */
export function screenRadius(r, scale, mode) {
  if (mode !== "map") return Math.max(5, (5 + 0.55 * r) * Math.min(1.3, Math.max(0.45, scale)));
  return Math.max(1.6, r * (scale <= 0.8 ? scale : 0.8 * (scale / 0.8) ** 0.45));
}

/** Screen place of a point of the map under a view {x, y, scale, w, h}. */
export function toScreen(view, x, y) {
  return [(x - view.x) * view.scale + view.w / 2, (y - view.y) * view.scale + view.h / 2];
}
