"use strict";
// The query editor: runs a query, shows its rows, fills in ready questions. Everything comes from this server.
const query = document.getElementById("query");
const form = document.getElementById("query-form");
const result = document.getElementById("result");
const state = document.getElementById("state");
const ready = document.getElementById("ready");
const GRAPH = "text/turtle";
const ROWS = "application/sparql-results+json";
const MOST = 2000; // rows shown; a download has all

function element(name, text, attributes) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
  return node;
}

function cell(term) {
  const node = element("td");
  if (!term) return node;
  const inner = element("bdi", term.value);
  if (term.type === "uri") {
    const link = element("a", undefined, { href: "/resource?iri=" + encodeURIComponent(term.value) });
    link.append(inner);
    node.append(link);
  } else node.append(inner);
  return node;
}

function table(answer) {
  const names = answer.head.vars;
  const rows = answer.results.bindings;
  const whole = element("table", undefined, { class: "answer" });
  const head = element("tr");
  for (const name of names) head.append(element("th", name));
  whole.append(head);
  for (const row of rows.slice(0, MOST)) {
    const line = element("tr");
    for (const name of names) line.append(cell(row[name]));
    whole.append(line);
  }
  return whole;
}

async function run() {
  const started = performance.now();
  state.value = "…";
  result.replaceChildren();
  try {
    const response = await fetch("/sparql", {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: `${ROWS}, ${GRAPH};q=0.9` },
      body: query.value,
    });
    const text = await response.text();
    const passed = `${Math.round(performance.now() - started)} ms`;
    if (!response.ok) {
      state.value = `${response.status}, ${passed}`;
      result.append(element("p", text, { class: "message" }));
      point(text);
    } else if (response.headers.get("Content-Type").startsWith(ROWS)) {
      const answer = JSON.parse(text);
      if ("boolean" in answer) result.append(element("p", answer.boolean ? "是 true" : "否 false"));
      else result.append(table(answer));
      const count = "boolean" in answer ? "" : `${answer.results.bindings.length} 行 rows, `;
      state.value = count + passed;
    } else {
      state.value = passed;
      result.append(element("pre", text));
    }
  } catch (error) {
    state.value = "";
    result.append(element("p", `服务器没有回答：${error.message}`, { class: "message" }));
  }
}

// An error names its line and column: the cursor goes there.
function point(text) {
  const place = /line (\d+), column (\d+)/.exec(text);
  if (!place) return;
  const lines = query.value.split("\n");
  const at = lines.slice(0, place[1] - 1).reduce((sum, line) => sum + line.length + 1, 0) + Number(place[2]) - 1;
  query.focus();
  query.setSelectionRange(at, Math.min(at + 1, query.value.length));
}

function choose(name) {
  for (const each of document.querySelectorAll(".parameters")) each.hidden = each.dataset.question !== name;
}

document.getElementById("run").addEventListener("click", (event) => {
  event.preventDefault();
  run();
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  if (event.key === "Tab" && !event.shiftKey && query.selectionStart !== query.selectionEnd) {
    event.preventDefault();
    query.setRangeText("  ", query.selectionStart, query.selectionStart, "end");
  }
});
ready.addEventListener("change", () => choose(ready.value));
for (const each of document.querySelectorAll(".parameters"))
  each.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new URLSearchParams([...new FormData(each)].filter(([, value]) => value.trim()));
    given.set("format", "sparql");
    const response = await fetch(`${each.getAttribute("action")}?${given}`);
    const text = await response.text();
    if (!response.ok) {
      result.replaceChildren(element("p", text, { class: "message" }));
      return;
    }
    query.value = text;
    run();
  });
if (location.hash.length > 1) {
  ready.value = location.hash.slice(1);
  choose(ready.value);
}
if (new URLSearchParams(location.search).has("query")) run();
