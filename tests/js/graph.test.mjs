import assert from "node:assert/strict";
import test from "node:test";

import { choose, everything, isOpen, shownFacts } from "../../kg/page/assets/js/filter.mjs";
import { linkBetween, readGraph, strongest } from "../../kg/page/assets/js/graph.mjs";
import { chain, radial } from "../../kg/page/assets/js/radial.mjs";
import { localScene, mapScene, open, screenRadius } from "../../kg/page/assets/js/scene.mjs";
import { gathering, neighbourhood, pathBetween } from "../../kg/page/assets/js/walk.mjs";
import { book, small } from "./small.mjs";

const all = (graph) => choose(graph, everything());
const names = (graph, shown) => graph.nodes.filter((node) => shown.nodes[node.id]).map((node) => node.name);

test("facts between the same two things are one link, whichever way they run", () => {
  const graph = small();
  assert.equal(graph.links.length, 4);
  assert.deepEqual(linkBetween(graph, 1, 0).facts, [0, 4]);
  assert.equal(linkBetween(graph, 0, 5), undefined);
  assert.equal(graph.nodes[0].degree, 2);
});

test("a thing is found by its key, and dated by itself before the news about it", () => {
  const graph = small();
  assert.equal(graph.byKey.get("Place/甲市"), 2);
  const day = (text) => Date.parse(text) / 86400000;
  assert.deepEqual(graph.nodes[0].times, [[day("2022-04-28"), day("2022-04-29")], [day("2022-05-12"), day("2022-05-13")]]);
});

test("ties between communities count their links", () => {
  const graph = small();
  assert.deepEqual(graph.between, []);
  assert.deepEqual(graph.discs.map((disc) => disc.members), [[0, 1, 2, 3], [4, 5]]);
});

test("nothing is left out without a filter", () => {
  const graph = small();
  const shown = all(graph);
  assert.ok(isOpen(everything()));
  assert.equal(shown.count, 6);
  assert.equal(shown.factCount, 5);
  assert.deepEqual(shown.kinds, { Event: 1, Organization: 1, Place: 2, Platform: 1, Product: 1 });
});

test("a kind that is off still says how many it would bring back", () => {
  const graph = small();
  const shown = choose(graph, { ...everything(), kinds: new Set(["Place"]) });
  assert.deepEqual(names(graph, shown), ["博览会", "商务局", "丙网", "丁酒"]);
  assert.equal(shown.kinds.Place, 2);
  assert.equal(shown.factCount, 3);
});

test("filters on facts leave only things that still have one", () => {
  const graph = small();
  assert.deepEqual(names(graph, choose(graph, { ...everything(), sources: 2 })), ["博览会", "商务局"]);
  assert.ok(!names(graph, choose(graph, { ...everything(), confidence: 60 })).includes("乙省"));
  const without = choose(graph, { ...everything(), relations: new Set(["location"]) });
  assert.deepEqual(shownFacts(graph, without, linkBetween(graph, 0, 1)).map((one) => one.id), [0]);
  assert.equal(without.relations.location, 2);
});

test("a time keeps what overlaps it", () => {
  const graph = small();
  const day = (text) => Date.parse(text) / 86400000;
  const shown = choose(graph, { ...everything(), from: day("2022-05-01"), to: day("2022-06-01") });
  assert.ok(names(graph, shown).includes("博览会"));
  assert.ok(!names(graph, shown).includes("丁酒"));
});

test("a neighbourhood grows by steps, and a path is the shortest", () => {
  const graph = small();
  const shown = all(graph);
  assert.deepEqual([...neighbourhood(graph, shown, 1, 1).keys()], [1, 0]);
  assert.deepEqual([...neighbourhood(graph, shown, 1, 3).entries()], [[1, 0], [0, 1], [2, 2], [3, 3]]);
  assert.deepEqual(pathBetween(graph, shown, 1, 3), [1, 0, 2, 3]);
  assert.equal(pathBetween(graph, shown, 1, 5), null);
});

test("a path keeps to what the filters show", () => {
  const graph = small();
  assert.equal(pathBetween(graph, choose(graph, { ...everything(), confidence: 60 }), 1, 3), null);
});

test("a wheel has the chosen thing in its middle and no two things on one spot", () => {
  const graph = small();
  const shown = all(graph);
  for (const hops of [1, 3]) {
    const places = radial(graph, shown, neighbourhood(graph, shown, 0, hops), 0);
    assert.deepEqual(places.get(0), { x: 0, y: 0 });
    const spots = [...places.values()];
    for (const [n, a] of spots.entries()) for (const b of spots.slice(n + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 30);
  }
});

test("a path reads from left to right, or down a tall screen", () => {
  const across = [...chain([5, 4, 3]).values()];
  assert.ok(across[0].x < across[1].x && across[1].x < across[2].x);
  const down = [...chain([5, 4, 3], true).values()];
  assert.ok(down[0].y < down[1].y && down[1].y < down[2].y);
});

test("the map lies on its side on a tall screen, and dragged things stay where they were put", () => {
  const graph = small();
  const scene = mapScene(graph, all(graph), { opened: new Set(), moved: new Map([[1, { x: 7, y: 8 }]]), turned: true });
  assert.deepEqual([scene.x[2], scene.y[2]], [0, 20]);
  assert.deepEqual([scene.x[1], scene.y[1]], [7, 8]);
  assert.equal(scene.discs[1].y, 300);
  assert.equal(scene.nodes.at(-1), 0);
});

test("a scene of its own holds its links only", () => {
  const graph = small();
  const scene = localScene(graph, all(graph), new Map([[4, { x: 0, y: 0 }], [5, { x: 50, y: 0 }]]), "near", 4);
  assert.deepEqual(scene.links.map((link) => [link.a, link.b]), [[4, 5]]);
  assert.equal(scene.live[0], 0);
});

test("communities opened longest ago close when more would be live than can be drawn", () => {
  const graph = { discs: [900, 500, 400].map((n) => ({ members: Array(n).fill(0) })) };
  let opened = open(graph, new Set(), 0);
  opened = open(graph, opened, 1);
  assert.deepEqual([...opened], [0, 1]);
  assert.deepEqual([...open(graph, opened, 2)], [1, 2]);
});

test("what is larger is drawn larger at every scale", () => {
  for (const mode of ["map", "near"]) for (const scale of [0.1, 0.5, 1, 3]) assert.ok(screenRadius(20, scale, mode) > screenRadius(8, scale, mode));
});

test("strongest first", () => {
  assert.deepEqual(strongest(small(), [5, 0, 3]), [0, 3, 5]);
});

test("1,500 things are drawn whole; of more, the communities that were opened", () => {
  const many = (count) => readGraph(
    Array.from({ length: count }, (_, id) => ({ id, label: `物${id}`, group: "Product", x: id, y: 0, size: 5, disc: id % 2 })),
    Array.from({ length: count - 2 }, (_, id) => ({ from: id, to: id + 2, rel: 0, ev: 0, n: 1, sure: 90, in: [0] })),
    { ...structuredClone(book), discs: [[0, 0, 9, 0], [30, 0, 9, 1]], dates: [] },
  );
  const scene = (graph, opened) => mapScene(graph, all(graph), { opened, moved: new Map(), turned: false });
  const whole = scene(many(1500), new Set());
  assert.equal(whole.links.length, 1498);
  assert.ok(whole.discs.every((disc) => disc.open));
  const large = many(1501);
  assert.equal(scene(large, new Set()).links.length, 0);
  assert.equal(scene(large, new Set([0])).links.length, 750);
});

test("only what one article says, and what hangs on nothing in it stands by itself", () => {
  const graph = small();
  const shown = choose(graph, { ...everything(), article: 1 });
  assert.ok(!isOpen({ ...everything(), article: 1 }));
  assert.deepEqual(names(graph, shown), []);
  for (const id of [0, 1, 4]) graph.nodes[id].in = [1];
  const told = choose(graph, { ...everything(), article: 1 });
  assert.deepEqual(names(graph, told), ["博览会", "商务局", "丙网"]);
  assert.equal(told.factCount, 1);
  const steps = gathering(graph, told, 0, [1, 4]);
  assert.deepEqual([...steps], [[0, 0], [1, 1], [4, 2]]);
  const places = radial(graph, told, steps, 0);
  assert.deepEqual([...places.keys()].sort(), [0, 1, 4]);
  for (const { x, y } of places.values()) assert.ok(Number.isFinite(x) && Number.isFinite(y));
});
