// Rules of the page's scripts. What could run a text as code is forbidden outright: articles are not ours.

import js from "@eslint/js";
import globals from "globals";

const unsafe = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "onclick", "onerror", "onload"];

const strict = {
  "array-callback-return": "error",
  "consistent-return": "error",
  "default-case": "error",
  "eqeqeq": "error",
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-restricted-globals": ["error", "event", "name", "fetch", "XMLHttpRequest", "WebSocket", "EventSource"],
  "no-restricted-properties": ["error", ...unsafe.map((property) => ({ property, message: "Text stays text: use el() and textContent." })),
    { object: "document", property: "write", message: "Text stays text: use el()." }],
  "no-script-url": "error",
  "no-shadow": "error",
  "no-unused-vars": "error",
  "no-use-before-define": ["error", { functions: false }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": ["error", { destructuring: "all" }],
  "prefer-template": "error",
  "complexity": ["error", 20],
  "max-lines": ["error", { max: 300, skipComments: true }],
  "max-lines-per-function": ["error", { max: 75 }],
};

export default [
  js.configs.recommended,
  {
    files: ["kg/page/assets/js/*.mjs"],
    languageOptions: { ecmaVersion: 2022, globals: { ...globals.browser, vis: "readonly" } },
    rules: strict,
  },
  {
    files: ["tests/js/*.mjs"],
    languageOptions: { ecmaVersion: 2022, globals: globals.node },
    rules: { ...strict, "max-lines-per-function": "off", "no-script-url": "off" },
  },
];
