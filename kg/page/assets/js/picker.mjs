// A field in which a thing is looked for, with suggestions: the search box, and the two ends of a path.

import { glyph } from "./charts.mjs";
import { el, fill } from "./dom.mjs";
import { search } from "./find.mjs";
import { say, weight } from "./words.mjs";

/** A labelled combobox. `choose` is given the id of the thing chosen. */
export function picker(app, id, label, value, choose, attributes = {}) {
  const list = el("ul", { id: `${id}-list`, class: "suggestions", role: "listbox", "aria-label": label, hidden: true });
  const input = el("input", {
    id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": `${id}-list`, "aria-label": label, placeholder: label, value, ...attributes,
  });
  const box = { input, list, found: [], at: -1 };
  const take = (n) => {
    const hit = box.found[n];
    if (!hit) return;
    close(box);
    choose(hit.id);
  };
  input.addEventListener("input", () => suggest(app, box, take));
  input.addEventListener("focus", () => input.value && input.select());
  input.addEventListener("blur", () => window.setTimeout(() => close(box), 150));
  input.addEventListener("keydown", (event) => steer(event, box, take));
  return el("div", { class: "picker" }, input, list);
}

function suggest(app, box, take) {
  box.found = search(app.index, box.input.value);
  box.at = box.found.length ? 0 : -1;
  const options = box.found.map((hit, n) => {
    const node = app.graph.nodes[hit.id];
    const note = hit.by === "alias" ? say("card.also") + node.also[hit.name - 1] : weight(node);
    const away = app.shown.nodes[hit.id] ? "" : say("search.hidden");
    return el("li", { id: `${box.input.id}-${n}`, role: "option", "aria-selected": String(n === 0), on: { mousedown: (event) => event.preventDefault(), click: () => take(n) } },
      glyph(node.kind), el("span", { class: "found", lang: "zh" }, node.name), el("span", { class: "quiet" }, [note, away].filter(Boolean).join(" · ")));
  });
  const nothing = box.input.value.trim() && !options.length ? el("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("search.nothing")) : null;
  fill(box.list, options, nothing);
  const open = Boolean(options.length || nothing);
  box.list.hidden = !open;
  box.input.setAttribute("aria-expanded", String(open));
  point(box);
}

function steer(event, box, take) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!box.found.length) return;
    box.at = (box.at + (event.key === "ArrowDown" ? 1 : -1) + box.found.length) % box.found.length;
    point(box);
  } else if (event.key === "Enter") {
    event.preventDefault();
    take(box.at);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (box.list.hidden) box.input.blur();
    close(box);
  }
}

function point(box) {
  [...box.list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === box.at)));
  if (box.at >= 0) {
    box.input.setAttribute("aria-activedescendant", `${box.input.id}-${box.at}`);
    box.list.children[box.at].scrollIntoView({ block: "nearest" });
  } else {
    box.input.removeAttribute("aria-activedescendant");
  }
}

function close(box) {
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}
