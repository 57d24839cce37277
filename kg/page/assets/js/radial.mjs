// A part of the graph by itself: the chosen thing in the middle and its neighbours round it, or a way as a chain.

const RING = 165;
const SPACE = 34;
const ROUNDS = 220;

/**
 * Places of the things within some steps of `start`. `steps` is what `neighbourhood` gives. One step is a wheel,
 * its spokes ordered by kind; more steps start as a wheel and settle like springs. Returns a map of id to {x, y}.
 */
export function radial(graph, shown, steps, start, aspect = 1.45) {
  const children = branches(graph, shown, steps, start);
  const weight = new Map();
  for (const node of [...steps.keys()].reverse()) {
    const below = (children.get(node) || []).reduce((sum, child) => sum + weight.get(child), 0);
    weight.set(node, 1 + Math.sqrt(below));
  }
  const angle = new Map([[start, [0, 2 * Math.PI]]]);
  // What hangs on nothing stands all round.
  const hung = new Set([...children.values()].flat());
  share([...steps.keys()].filter((node) => node !== start && !hung.has(node)), [0, 2 * Math.PI], weight, angle);
  for (const node of steps.keys()) share(children.get(node) || [], angle.get(node), weight, angle);
  const places = wheel(steps, angle, start, aspect);
  return Math.max(...steps.values()) > 1 ? settle(graph, shown, places, start, aspect) : places;
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

function wheel(steps, angle, start, aspect) {
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

/** Springs along links, all pushing each other off, wider than high as names are. The chosen thing stays put. */
function settle(graph, shown, places, start, aspect) {
  const ids = [...places.keys()];
  const at = new Map(ids.map((id, n) => [id, n]));
  const x = ids.map((id) => places.get(id).x / aspect);
  const y = ids.map((id) => places.get(id).y);
  const links = graph.links.filter((link) => shown.links[link.id] && at.has(link.a) && at.has(link.b)).map((link) => [at.get(link.a), at.get(link.b)]);
  const tied = ids.map(() => 0);
  for (const [a, b] of links) [tied[a], tied[b]] = [tied[a] + 1, tied[b] + 1];
  const gap = 92;
  // What no link holds must not drift away, or the rest would shrink to a knot in the middle.
  const home = tied.map((n) => (n ? 0.02 : 0.16));
  for (let round = 0; round < ROUNDS; round += 1) {
    const [fx, fy] = push(x, y, gap);
    for (const [a, b] of links) {
      const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
      const far = Math.hypot(dx, dy) || 1;
      // Hubs hold their many ends loosely, or everything would fall into them.
      const pull = ((far - gap) * 0.5) / far / Math.sqrt(Math.min(tied[a], tied[b]));
      [fx[a], fy[a], fx[b], fy[b]] = [fx[a] + dx * pull, fy[a] + dy * pull, fx[b] - dx * pull, fy[b] - dy * pull];
    }
    const most = 40 * (1 - round / ROUNDS) + 1;
    for (let n = 0; n < x.length; n += 1) {
      if (ids[n] === start) continue;
      const [ax, ay] = [fx[n] - x[n] * home[n], fy[n] - y[n] * home[n]];
      const step = Math.min(1, most / (Math.hypot(ax, ay) || 1));
      [x[n], y[n]] = [x[n] + ax * step, y[n] + ay * step];
    }
  }
  return new Map(ids.map((id, n) => [id, { x: x[n] * aspect, y: y[n] }]));
}

function push(x, y, gap) {
  const [fx, fy] = [new Float64Array(x.length), new Float64Array(x.length)];
  for (let a = 0; a < x.length; a += 1) {
    for (let b = a + 1; b < x.length; b += 1) {
      const [dx, dy] = [x[a] - x[b] || 0.01 * (a - b), y[a] - y[b]];
      const squared = dx * dx + dy * dy + 1;
      if (squared > gap * gap * 36) continue;
      const strength = (gap * gap * 0.3) / squared;
      [fx[a], fy[a], fx[b], fy[b]] = [fx[a] + dx * strength, fy[a] + dy * strength, fx[b] - dx * strength, fy[b] - dy * strength];
    }
  }
  return [fx, fy];
}

/** A way from thing to thing, straight or as a gentle zigzag where it is long, read like a line of text, or down a tall screen. */
export function chain(path, tall, step = 210) {
  const places = new Map();
  path.forEach((node, n) => {
    const bend = path.length > 3 ? 34 : 0;
    const [along, across] = [(n - (path.length - 1) / 2) * (tall ? 120 : step), n % 2 ? bend : -bend];
    places.set(node, tall ? { x: across, y: along } : { x: along, y: across });
  });
  return places;
}
