// What is in view under the reader's filters, and how many of each kind and relation there are to choose from.

/** No filter at all. `kinds` and `relations` hold what is switched off; times are days, `article` is a number. */
export function everything() {
  return { kinds: new Set(), relations: new Set(), from: null, to: null, undated: false, sources: 1, confidence: 0, article: null };
}

/** Whether a filter leaves anything out. */
export function isOpen(filter) {
  return !filter.kinds.size && !filter.relations.size && !hasTime(filter) && filter.sources <= 1 && filter.confidence <= 0 && filter.article === null;
}

function hasTime(filter) {
  return filter.from !== null || filter.to !== null;
}

/**
 * The things, facts and links a filter lets through, with counts for the legend: each count ignores the
 * switch it stands beside, so that a kind that is off still says how many it would bring back.
 */
export function choose(graph, filter) {
  const told = (item) => filter.article === null || item.in.includes(filter.article);
  const inTime = graph.nodes.map((node) => told(node) && timely(node.times, filter));
  const strict = filter.relations.size > 0 || filter.sources > 1 || filter.confidence > 0;
  const strong = graph.facts.map((fact) => told(fact) && fact.in.length >= filter.sources && fact.sure >= filter.confidence && timely(fact.times, filter));
  const carried = new Uint8Array(graph.nodes.length);
  for (const fact of graph.facts) {
    if (strong[fact.id] && !filter.relations.has(fact.rel)) carried[fact.from] = carried[fact.to] = 1;
  }
  const stands = (node) => inTime[node.id] && (!strict || carried[node.id] === 1);
  return collect(graph, filter, strong, stands);
}

function collect(graph, filter, strong, stands) {
  const shown = {
    nodes: new Uint8Array(graph.nodes.length),
    facts: new Uint8Array(graph.facts.length),
    links: new Uint16Array(graph.links.length),
    kinds: {},
    relations: {},
    count: 0,
    factCount: 0,
  };
  for (const node of graph.nodes) {
    if (!stands(node)) continue;
    shown.kinds[node.kind] = (shown.kinds[node.kind] || 0) + 1;
    if (!filter.kinds.has(node.kind)) {
      shown.nodes[node.id] = 1;
      shown.count += 1;
    }
  }
  for (const fact of graph.facts) {
    if (!strong[fact.id] || filter.kinds.has(graph.nodes[fact.from].kind) || filter.kinds.has(graph.nodes[fact.to].kind)) continue;
    shown.relations[fact.rel] = (shown.relations[fact.rel] || 0) + 1;
    if (filter.relations.has(fact.rel) || !shown.nodes[fact.from] || !shown.nodes[fact.to]) continue;
    shown.facts[fact.id] = 1;
    shown.factCount += 1;
  }
  for (const link of graph.links) {
    for (const fact of link.facts) shown.links[link.id] += shown.facts[fact];
  }
  return shown;
}

function timely(times, filter) {
  if (!hasTime(filter)) return true;
  if (!times.length) return filter.undated;
  return times.some(([start, end]) => (filter.to === null || start < filter.to) && (filter.from === null || end > filter.from));
}

/** Facts of a link that are in view. */
export function shownFacts(graph, shown, link) {
  return link.facts.filter((fact) => shown.facts[fact]).map((fact) => graph.facts[fact]);
}
