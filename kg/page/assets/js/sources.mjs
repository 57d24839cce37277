// Sentences, evidence, figures and quotations: the larger part of the page, read when first asked for.

import { byId } from "./dom.mjs";
import { interval } from "./dates.mjs";

let opened = null;

/** All sources, by number; figures and quotations also by the thing they are about. */
export function sources() {
  opened = opened || readSources(JSON.parse(byId("sources").textContent));
  return opened;
}

/** Make the raw parts easy to ask. */
export function readSources(raw) {
  // What is measured may not be said; the dash is then its name.
  const figures = raw.figures.map((figure, id) => ({ id, ...figure, measure: figure.measure || "—", time: interval(figure.period) }));
  return {
    // A reprint says nothing that its original does not: what is known of it is known of that one.
    articles: raw.articles.map(([title, date, outlet, author, address, key, of], id) => ({ id, title, date, outlet, author, address, key, original: of === undefined ? id : of })),
    evidence: raw.evidence.map(([sentence, start, end, rule, sure]) => {
      const [article, text] = raw.sentences[sentence];
      return { article, text, start, end, rule: raw.rules[rule], sure };
    }),
    sentences: raw.sentences.map(([article, text]) => ({ article, text })),
    figures,
    conflicts: raw.conflicts.map(([check, members]) => ({ check, figures: members.map((number) => figures[number]) })),
    figuresOf: group(figures, (figure) => figure.node),
    quotes: raw.quotes.map(([node, text, verb, ev, n]) => ({ node, text, verb, ev, n })),
    quotesOf: group(raw.quotes.map(([node, text, verb, ev, n]) => ({ node, text, verb, ev, n })), (quote) => quote.node),
    dates: raw.dates.map(([ev, n]) => ({ ev, n })),
    mentions: raw.mentions,
  };
}

/** The article with a key, or undefined. */
export function articleByKey(key) {
  return sources().articles.find((article) => article.key === key);
}

function group(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}

/** The evidence rows of a fact, figure, quotation or date. */
export function evidenceOf(item) {
  return sources().evidence.slice(item.ev, item.ev + item.n);
}

/**
 * A sentence cut into stretches: those inside the evidence are `marked`, names of what the fact is about `named`.
 * Longer names win over shorter ones inside them.
 */
export function stretches(text, start, end, names) {
  const style = new Uint8Array(text.length);
  for (let n = Math.max(0, start); n < Math.min(end, text.length); n += 1) style[n] = 1;
  for (const name of [...names].filter((item) => item.length > 1).sort((a, b) => b.length - a.length)) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      for (let n = at; n < at + name.length; n += 1) style[n] |= 2;
    }
  }
  const found = [];
  for (let n = 0; n < text.length; n += 1) {
    if (n && style[n] === style[n - 1]) found[found.length - 1].text += text[n];
    else found.push({ text: text[n], marked: (style[n] & 1) > 0, named: (style[n] & 2) > 0 });
  }
  return found;
}
