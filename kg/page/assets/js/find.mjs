// Search by name, full pinyin, initials or any other name a thing goes by.

/** What search needs of each thing, made once. */
export function searchIndex(graph) {
  return graph.nodes.map((node) => ({
    id: node.id,
    weight: node.r,
    names: [node.name, ...node.also].map(fold),
    keys: node.find ? node.find.split(" ") : [],
  }));
}

/** Letter case, width and spaces do not matter to a reader. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s·・•“”"'《》]/g, "");
}

/** The best matches of what was typed: an exact name first, then beginnings, then parts; the better known first. */
export function search(index, typed, most = 12) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const found = [];
  for (const entry of index) {
    const hit = score(entry, wanted);
    if (hit) found.push({ id: entry.id, name: hit.name, by: hit.by, rank: hit.rank, weight: entry.weight });
  }
  found.sort((a, b) => b.rank - a.rank || b.weight - a.weight || a.id - b.id);
  return found.slice(0, most);
}

function score(entry, wanted) {
  let best = null;
  const offer = (rank, by, name) => {
    if (!best || rank > best.rank) best = { rank, by, name };
  };
  entry.names.forEach((name, n) => {
    const by = n ? "alias" : "name";
    const less = n ? 5 : 0;
    if (name === wanted) offer(100 - less, by, n);
    else if (name.startsWith(wanted)) offer(80 - less, by, n);
    else if (name.includes(wanted)) offer(60 - less, by, n);
  });
  if (/^[a-z0-9]+$/.test(wanted)) {
    entry.keys.forEach((key, n) => {
      if (key === wanted) offer(75 - (n >> 1), "pinyin", 0);
      else if (key.startsWith(wanted)) offer(55 - (n >> 1), "pinyin", 0);
      else if (wanted.length > 3 && key.includes(wanted)) offer(35, "pinyin", 0);
    });
  }
  return best;
}
