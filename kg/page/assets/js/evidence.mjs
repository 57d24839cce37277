// A sentence as evidence: the fact's words marked, and below it who printed it and when.

import { dateText } from "./dates.mjs";
import { el, link } from "./dom.mjs";
import { evidenceOf, sources, stretches } from "./sources.mjs";
import { say } from "./words.mjs";

/** All sentences that say a thing. `names` are the words to set in bold: what the fact is about. */
export function proofs(item, names) {
  return el("div", { class: "proofs" }, evidenceOf(item).map((row) => proof(row, names)));
}

/** One sentence with its source. */
export function proof(row, names) {
  const words = stretches(row.text, row.start, row.end, names).map((part) => {
    const inner = part.named ? el("b", {}, part.text) : part.text;
    return part.marked ? el("mark", {}, inner) : inner;
  });
  return el("figure", { class: "proof" }, el("blockquote", { lang: "zh" }, words), credit(row.article, [
    row.sure === undefined ? null : say("proof.sure", { percent: row.sure }),
    row.rule ? say("proof.rule", { rule: row.rule }) : null,
  ]));
}

/** Sentences that name a thing, for one of which no fact is known. */
export function mentions(node, names) {
  const all = sources();
  return all.mentions[node].map((number) => {
    const { article, text } = all.sentences[number];
    return proof({ article, text, start: 0, end: 0 }, names);
  });
}

/** Outlet, day and headline; the headline leads to the article where its address is known. */
export function credit(number, notes = []) {
  const article = sources().articles[number];
  const small = [dateText(article.date) || say("undated"), article.outlet, ...notes].filter(Boolean).join(" · ");
  return el("figcaption", { class: "credit" }, el("span", { lang: "zh" }, link(article.address, article.title || say("untitled"))), el("small", {}, small));
}
