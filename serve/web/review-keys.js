// The keys of the review page. They can be switched off: speech and stray fingers press single keys, too.

import { byId, say } from "./dom.js";
import { cycle } from "./review-parts.js";
import { CRITERIA, NAMES } from "./words.js";

const SAID = { met: "met", not_met: "not met", cannot_tell: "cannot tell", "": "not judged" };

/** Returns what the letters of the criteria do while `able()`: each press goes on to the next mark. */
export function marks(able) {
  const press = (name) => () => {
    if (able()) say(byId("said"), `${CRITERIA[name]}: ${SAID[cycle(name)]}`);
  };
  return Object.fromEntries(NAMES.map((name) => [name[0], press(name)]));
}

/** Listens for keys: letters in either case, never while somebody writes, and never with another key held. */
export function onKey(deeds) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId("help").open) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("input:not([type=radio]), textarea, select")) return;
    if (event.key === "Enter" && target.closest("button, a, summary")) return;
    if (event.key !== "Enter" && !byId("keys-on").checked) return;
    const deed = deeds[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
