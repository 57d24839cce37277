// The reader's window and what it remembers.

import { byId, fill } from "./dom.mjs";
import { say } from "./words.mjs";

/** A phone, or a window as narrow as one. */
export function isNarrow() {
  return window.matchMedia("(max-width: 760px)").matches;
}

/** A phone on its side, where the map has no room to spare. */
export function isLow() {
  return window.matchMedia("(max-height: 480px)").matches;
}

/** Whether an element is so much higher than wide that the map lies better on its side. */
export function isTall(host) {
  return host.clientHeight > host.clientWidth * 1.15;
}

/** A page opened from a disk may not be allowed to remember; it then starts as it was made. */
export function remembered(name) {
  try {
    return window.localStorage.getItem(`shangtu.${name}`);
  } catch {
    return null;
  }
}

/** Keep a choice for the next visit. */
export function remember(name, value) {
  try {
    window.localStorage.setItem(`shangtu.${name}`, value);
  } catch {
    // Nothing to be done, and nothing lost.
  }
}

const timer = { hiding: 0 };

/** Say something for a moment. */
export function toast(text) {
  const host = byId("toast");
  fill(host, text).hidden = false;
  window.clearTimeout(timer.hiding);
  timer.hiding = window.setTimeout(() => {
    host.hidden = true;
  }, 3500);
}

/** Put a text on the clipboard and say so; show it where that is not allowed. */
export function copyText(text, done) {
  const instead = () => toast(text);
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => toast(done), instead);
  else instead();
}

/** Put the page's address on the clipboard. */
export function copyAddress() {
  copyText(window.location.href, say("copied"));
}
