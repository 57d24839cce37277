// The graph as the page works with it: things, facts, links (all facts between the same two) and who is next to whom.

import { interval } from "./dates.mjs";

/** Read the page's nodes, edges and book. Ids are positions in `nodes`. */
export function readGraph(nodes, edges, book) {
  const graph = {
    book,
    nodes: nodes.map((node) => readNode(node)),
    facts: edges.map((edge, id) => ({ id, ...edge, rel: book.relations[edge.rel], times: [] })),
    links: [],
    near: nodes.map(() => []),
    discs: book.discs.map(([x, y, r, title]) => ({ x, y, r, title, members: [] })),
    between: [],
    byKey: new Map(),
    dates: nodes.map(() => []),
  };
  const days = book.articles.map(interval);
  book.dates.forEach(([node, property, value], number) => graph.dates[node].push({ node, property, value, number, time: interval(value) }));
  for (const node of graph.nodes) {
    graph.discs[node.disc].members.push(node.id);
    graph.byKey.set(node.key, node.id);
    node.times = merge(spans(graph.dates[node.id]), node.in.map((n) => days[n]).filter(Boolean));
  }
  for (const fact of graph.facts) {
    fact.times = merge(spans(graph.dates[fact.from]).concat(spans(graph.dates[fact.to])), fact.in.map((n) => days[n]).filter(Boolean));
  }
  join(graph);
  return graph;
}

function readNode(node) {
  return {
    id: node.id,
    name: node.label,
    kind: node.group,
    x: node.x,
    y: node.y,
    r: node.size,
    disc: node.disc || 0,
    key: node.key || `${node.group}/${node.label}`,
    also: node.also || [],
    find: node.find || "",
    sub: node.sub || "",
    kinds: node.kinds || [],
    in: node.in || [],
    code: node.code || "",
    at: node.at || null,
    edition: node.edition || "",
    times: [],
    degree: 0,
  };
}

function spans(dates) {
  return dates.map((date) => date.time).filter(Boolean);
}

/** What the world's own dates say counts before the dates of the news about it. */
function merge(own, news) {
  return own.length ? own : news;
}

/** Facts between the same two things are one link; links between discs are one tie. */
function join(graph) {
  const pairs = new Map();
  const ties = new Map();
  for (const fact of graph.facts) {
    const [a, b] = fact.from < fact.to ? [fact.from, fact.to] : [fact.to, fact.from];
    const key = a * graph.nodes.length + b;
    if (!pairs.has(key)) {
      pairs.set(key, { id: graph.links.length, a, b, facts: [] });
      graph.links.push(pairs.get(key));
    }
    pairs.get(key).facts.push(fact.id);
  }
  for (const link of graph.links) {
    const [a, b] = [link.a, link.b];
    graph.near[a].push({ node: b, link: link.id });
    graph.near[b].push({ node: a, link: link.id });
    graph.nodes[a].degree += 1;
    graph.nodes[b].degree += 1;
    const [c, d] = [graph.nodes[a].disc, graph.nodes[b].disc].sort((x, y) => x - y);
    if (c === d) continue;
    const key = c * graph.discs.length + d;
    if (!ties.has(key)) ties.set(key, { a: c, b: d, links: [] });
    ties.get(key).links.push(link.id);
  }
  graph.between = [...ties.values()];
}

/** The link between two things, or undefined. */
export function linkBetween(graph, a, b) {
  const found = graph.near[a].find((step) => step.node === b);
  return found && graph.links[found.link];
}

/** Whether a fact only says where a place lies, which is known without any news. */
export function isGeography(graph, fact) {
  return fact.rel === "partOf" && graph.nodes[fact.from].kind === "Place" && graph.nodes[fact.to].kind === "Place";
}

/** How many links in view a thing has. */
export function linksOf(graph, shown, id) {
  return graph.near[id].reduce((sum, step) => sum + (shown.links[step.link] ? 1 : 0), 0);
}

/** Things by how much is known of them, strongest first. */
export function strongest(graph, ids) {
  return [...ids].sort((a, b) => graph.nodes[b].r - graph.nodes[a].r || graph.nodes[b].degree - graph.nodes[a].degree || a - b);
}
