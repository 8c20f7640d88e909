// What is said of a field to those who come to it: beside the page's own description, and gone with the verdict.

import { el } from "../dom.js";

export class Description {
  /** It stands in the page and not in the shadow, out of which no field can be described; `hidden` keeps it from sight. */
  #node = el("span", { slot: "aimwell-description", hidden: true });
  #host;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @param {HTMLElement} field
   * @param {string} words
   */
  say(field, words) {
    this.#node.id ||= `aimwell-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    this.#node.textContent = words;
    if (!this.#node.isConnected) this.#host.append(this.#node);
    describe(field, [...others(field, this.#node.id), this.#node.id]);
  }

  /** @param {HTMLElement} field */
  remove(field) {
    if (!this.#node.isConnected) return;
    describe(field, others(field, this.#node.id));
    this.#node.remove();
  }
}

/**
 * @param {HTMLElement} field
 * @param {string} id
 */
const others = (field, id) =>
  (field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other && other !== id);

/**
 * @param {HTMLElement} field
 * @param {string[]} ids
 */
function describe(field, ids) {
  if (ids.length > 0) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}
