// A sentence as evidence: the fact's words marked, and below it who printed it and when.

import { beginning, writeAddress } from "./address.mjs";
import { dateText } from "./dates.mjs";
import { copyText } from "./device.mjs";
import { button, el, link } from "./dom.mjs";
import { evidenceOf, sources, stretches } from "./sources.mjs";
import { say } from "./words.mjs";

/** All sentences that say one of `items`. `names` are the words to set in bold: what the facts are about. */
export function proofs(items, names) {
  return el("div", { class: "proofs" }, merged([items].flat().flatMap(evidenceOf)).map((row) => proof(row, names)));
}

/** What several rules found in the same words of a sentence is one proof, as sure as the surest of them. */
export function merged(rows) {
  const found = [];
  for (const row of rows) {
    const same = found.find((one) => one.article === row.article && one.text === row.text && one.start < row.end && row.start < one.end);
    if (!same) {
      found.push({ ...row });
    } else {
      [same.start, same.end, same.sure] = [Math.min(same.start, row.start), Math.max(same.end, row.end), Math.max(same.sure, row.sure)];
      if (!same.rule.split(", ").includes(row.rule)) same.rule += `, ${row.rule}`;
    }
  }
  return found;
}

/** One sentence with its source. */
export function proof(row, names) {
  const words = stretches(row.text, row.start, row.end, names).map((part) => {
    const inner = part.named ? el("b", {}, part.text) : part.text;
    return part.marked ? el("mark", {}, inner) : inner;
  });
  return el("figure", { class: "proof" }, el("blockquote", { lang: "zh" }, words), credit(row));
}

/** Sentences that name a thing, for one of which no fact is known. */
export function mentions(node, names) {
  const all = sources();
  return all.mentions[node].map((number) => {
    const { article, text } = all.sentences[number];
    return proof({ article, text, start: 0, end: 0 }, names);
  });
}

/** Day, outlet, how sure; the headline leads to the article where its address is known. And what to do with it. */
function credit(row) {
  const article = sources().articles[row.article];
  // How it was found is for those who mend the rules; it stands in the tip.
  const sure = row.sure === undefined ? null : el("span", { title: say("proof.rule", { rule: row.rule }) }, say("proof.sure", { percent: row.sure }));
  const small = [dateText(article.date) || say("undated"), article.outlet, sure].filter(Boolean).flatMap((part, n) => (n ? [" · ", part] : [part]));
  return el("figcaption", { class: "credit" }, el("span", { lang: "zh" }, link(article.address, article.title || say("untitled"))), el("small", {}, small,
    el("span", { class: "uses" },
      el("a", { class: "more", href: writeAddress({ ...beginning(), article: article.key }), title: say("proof.article.hint") }, say("proof.article")),
      button(say("proof.cite"), () => copyText(citation(row.text, article), say("proof.cited")), { class: "more", title: say("proof.cite.hint") }))));
}

/** A sentence with its source, as one puts it into a report. */
export function citation(text, article) {
  const parts = [article.outlet, article.title && say("cite.title", { title: article.title }), dateText(article.date), article.address].filter(Boolean);
  return say("cite", { text: text.trim(), source: parts.join(say("cite.comma")) });
}
