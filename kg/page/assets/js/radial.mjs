// A neighbourhood by itself: the chosen thing in the middle, each step a ring, every branch in its own sector.

const RING = 165;
const SPACE = 34;

/**
 * Places of the things within some steps of `start`. `steps` is what `neighbourhood` gives. Branches are ordered
 * by kind and strength; a ring grows until its members have room. Returns a map of id to {x, y}.
 */
export function radial(graph, shown, steps, start, aspect = 1.45) {
  const children = branches(graph, shown, steps, start);
  const weight = new Map();
  for (const node of [...steps.keys()].reverse()) {
    const below = (children.get(node) || []).reduce((sum, child) => sum + weight.get(child), 0);
    weight.set(node, Math.max(1, below));
  }
  const angle = new Map([[start, [0, 2 * Math.PI]]]);
  for (const node of steps.keys()) share(children.get(node) || [], angle.get(node), weight, angle);
  return place(graph, steps, angle, start, aspect);
}

/** Each thing hangs on the first one of the ring before that names it; siblings of a kind stand together. */
function branches(graph, shown, steps, start) {
  const children = new Map();
  const hung = new Set([start]);
  for (const [node, step] of steps) {
    const below = [];
    for (const { node: other, link } of graph.near[node]) {
      if (shown.links[link] && steps.get(other) === step + 1 && !hung.has(other)) {
        hung.add(other);
        below.push(other);
      }
    }
    below.sort((a, b) => order(graph.nodes[a], graph.nodes[b]));
    children.set(node, below);
  }
  return children;
}

function order(a, b) {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return b.r - a.r || a.id - b.id;
}

function share(below, [from, to], weight, angle) {
  const all = below.reduce((sum, child) => sum + weight.get(child), 0) || 1;
  let at = from;
  for (const child of below) {
    const part = ((to - from) * weight.get(child)) / all;
    angle.set(child, [at, at + part]);
    at += part;
  }
}

function place(graph, steps, angle, start, aspect) {
  const rings = [];
  for (const [node, step] of steps) (rings[step] = rings[step] || []).push(node);
  const places = new Map([[start, { x: 0, y: 0 }]]);
  let radius = 0;
  for (let step = 1; step < rings.length; step += 1) {
    const members = rings[step].sort((a, b) => angle.get(a)[0] - angle.get(b)[0]);
    // More than fits one circle stands on two or three, alternating.
    const rows = members.length > 90 ? 3 : members.length > 36 ? 2 : 1;
    const room = (members.length * SPACE) / rows / (2 * Math.PI) / ((1 + aspect) / 2);
    radius = Math.max(radius + RING, room);
    members.forEach((node, n) => {
      const [from, to] = angle.get(node);
      const middle = (from + to) / 2 - Math.PI / 2;
      const far = radius + (n % rows) * 70;
      places.set(node, { x: far * aspect * Math.cos(middle), y: far * Math.sin(middle) });
    });
    radius += (rows - 1) * 70;
  }
  return places;
}

/** A way from thing to thing as a gentle zigzag, read like a line of text, or down a tall screen. */
export function chain(path, tall, step = 230) {
  const places = new Map();
  path.forEach((node, n) => {
    const [along, across] = [(n - (path.length - 1) / 2) * (tall ? 120 : step), n % 2 ? 34 : -34];
    places.set(node, tall ? { x: across, y: along } : { x: along, y: across });
  });
  return places;
}
