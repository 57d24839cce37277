// What the reader sees, written in the address after `#`, so that it can be sent, kept and gone back to.

const VIEWS = ["graph", "timeline", "table", "places", "figures"];

/** Where a reader stands at first: the whole map, nothing chosen, nothing filtered. */
export function beginning() {
  return {
    view: "graph", node: null, hops: 0, link: null, disc: null, path: null, figure: null, article: null, pins: [],
    off: [], rel: [], from: null, to: null, undated: false, sources: 1, confidence: 0,
  };
}

/** The address of a place, shortest form; things by their keys, which outlive a rebuild. */
export function writeAddress(place) {
  const parts = [];
  const add = (name, value) => {
    if (value !== null && value !== "" && value !== undefined) parts.push(`${name}=${escape(value)}`);
  };
  add("n", place.node);
  if (place.hops) add("hops", place.hops);
  add("link", place.link && place.link.map(escape).join("|"));
  add("path", place.path && place.path.map((key) => escape(key || "")).join("|"));
  add("disc", place.disc);
  add("measure", place.figure);
  add("in", place.article);
  if (place.view !== "graph") add("view", place.view);
  add("off", place.off.map(escape).join("|"));
  add("rel", place.rel.map(escape).join("|"));
  add("from", place.from);
  add("to", place.to);
  if (place.undated) add("undated", 1);
  if (place.sources > 1) add("sources", place.sources);
  if (place.confidence > 0) add("sure", place.confidence);
  add("pin", place.pins.map(escape).join("|"));
  return parts.length ? `#${parts.join("&")}` : "#";
}

/** Chinese stays readable; only what has a meaning in an address is escaped. */
function escape(value) {
  return String(value).replace(/[%&#=|+\s"<>\\^`{}]/g, (sign) => encodeURIComponent(sign));
}

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The place an address leads to; what it does not say is as at the beginning, what makes no sense is dropped. */
export function readAddress(hash) {
  const place = beginning();
  const said = new Map();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) said.set(part.slice(0, at), unescape(part.slice(at + 1)));
  }
  const list = (name) => (said.get(name) || "").split("|").filter(Boolean).map(unescape);
  const number = (name, least, most) => Math.min(most, Math.max(least, Number.parseInt(said.get(name), 10) || least));
  const month = (name) => (/^\d{4}-\d{2}$/.test(said.get(name) || "") ? said.get(name) : null);
  place.node = said.get("n") || null;
  place.hops = place.node ? number("hops", 0, 3) : 0;
  place.link = list("link").length === 2 ? list("link") : null;
  place.path = said.has("path") ? said.get("path").split("|").slice(0, 2).map((key) => unescape(key) || null) : null;
  place.disc = said.has("disc") ? number("disc", 0, 1e6) : null;
  [place.figure, place.article] = [said.get("measure") || null, said.get("in") || null];
  place.view = VIEWS.includes(said.get("view")) ? said.get("view") : "graph";
  [place.off, place.rel, place.pins] = [list("off"), list("rel"), list("pin")];
  [place.from, place.to, place.undated] = [month("from"), month("to"), said.get("undated") === "1"];
  [place.sources, place.confidence] = [number("sources", 1, 99), number("sure", 0, 100)];
  return place;
}
