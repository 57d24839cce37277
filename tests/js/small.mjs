// A graph small enough to hold in the head: a fair, who runs it, where, and two things that stand apart.

import { readGraph } from "../../kg/page/assets/js/graph.mjs";

const node = (id, label, group, more = {}) => ({ id, label, group, x: 10 * id, y: 0, size: 20 - id, disc: id < 4 ? 0 : 1, ...more });
const fact = (from, to, rel, more = {}) => ({ from, to, rel, ev: 0, n: 1, sure: 90, in: [0], ...more });

export const nodes = [
  node(0, "博览会", "Event", { also: ["Fair"], find: "bolanhui blh" }),
  node(1, "商务局", "Organization", { find: "shangwuju swj" }),
  node(2, "甲市", "Place", { find: "jiashi js", code: "210100" }),
  node(3, "乙省", "Place", { find: "yisheng ys", code: "210000" }),
  node(4, "丙网", "Platform", { find: "bingwang bw" }),
  node(5, "丁酒", "Product", { find: "dingjiu dj" }),
];

export const edges = [
  fact(0, 1, 0, { in: [0, 1] }), fact(0, 2, 1), fact(2, 3, 2, { sure: 50 }), fact(5, 4, 3), fact(1, 0, 1),
];

export const book = {
  kinds: ["Event", "Organization", "Place", "Platform", "Product"], relations: ["organizer", "location", "partOf", "soldOn"],
  discs: [[0, 0, 100, 0], [300, 0, 50, 4]], dates: [[0, "startDate", "2022-04-28"], [0, "endDate", "2022-05-12"]],
  articles: ["2022-04-28", "2022-05-13"], figures: 0, quotes: 0, conflicts: 0, whole: [6, 5],
};

/** The graph, read anew. */
export function small() {
  return readGraph(structuredClone(nodes), structuredClone(edges), structuredClone(book));
}
