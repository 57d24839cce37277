// Ways through the graph: what lies within some steps of a thing, and how two things hang together.

/** Steps to every thing within `hops` of `start`, over links in view, in the order they are reached. */
export function neighbourhood(graph, shown, start, hops) {
  const steps = new Map([[start, 0]]);
  let rim = [start];
  for (let step = 1; step <= hops && rim.length; step += 1) {
    const next = [];
    for (const node of rim) {
      for (const { node: other, link } of graph.near[node]) {
        if (shown.links[link] && !steps.has(other)) {
          steps.set(other, step);
          next.push(other);
        }
      }
    }
    rim = next;
  }
  return steps;
}

/** Steps from `start` to all of `ids`, as far as links in view lead among them; what they do not reach is a step further. */
export function gathering(graph, shown, start, ids) {
  const reached = neighbourhood(graph, shown, start, ids.length);
  const farthest = Math.max(...reached.values());
  return new Map([...reached, ...ids.filter((id) => !reached.has(id)).map((id) => [id, farthest + 1])]);
}

/**
 * The most telling way between two things: few steps, and rather through something particular than through
 * something everything hangs on. A list of things, or null where there is no way.
 */
export function pathBetween(graph, shown, start, end) {
  const cost = new Map([[start, 0]]);
  const before = new Map();
  const heap = [[0, start]];
  while (heap.length) {
    const [spent, node] = pop(heap);
    if (node === end) return trail(before, start, end);
    if (spent > cost.get(node)) continue;
    for (const { node: other, link } of graph.near[node]) {
      if (!shown.links[link]) continue;
      const total = spent + 1 + (other === end ? 0 : 0.12 * Math.log2(1 + graph.nodes[other].degree));
      if (total < (cost.has(other) ? cost.get(other) : Infinity)) {
        cost.set(other, total);
        before.set(other, node);
        push(heap, [total, other]);
      }
    }
  }
  return null;
}

function trail(before, start, end) {
  const nodes = [end];
  while (nodes[0] !== start) nodes.unshift(before.get(nodes[0]));
  return nodes;
}

function push(heap, item) {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent][0] <= heap[at][0]) break;
    [heap[parent], heap[at]] = [heap[at], heap[parent]];
    at = parent;
  }
}

function pop(heap) {
  const top = heap[0];
  const last = heap.pop();
  if (!heap.length) return top;
  heap[0] = last;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) return top;
    const child = left + 1 < heap.length && heap[left + 1][0] < heap[left][0] ? left + 1 : left;
    if (heap[at][0] <= heap[child][0]) return top;
    [heap[child], heap[at]] = [heap[at], heap[child]];
    at = child;
  }
}
