// Telling the office's reviews what became of a suggestion: that it was taken, and what its author has made of it since.

import { bracketed } from "../bracketed.js";

/** @import { Suggestion } from "../words.js" */
/** @import { Asked, Service } from "./service.js" */

/** Tells only where the page names a reviewer, `reviews="reviewer-a"`; `plan="plan-01"` names the plan. */
export class Taken {
  #host;
  #text;
  #service;
  /** @type {{ about: Record<string, unknown>, id: string, kept: string } | null} the last that was told */
  #last = null;

  /**
   * @param {HTMLElement} host
   * @param {() => string} text what stands in the field
   * @param {() => Service} service
   */
  constructor(host, text, service) {
    this.#host = host;
    this.#text = text;
    this.#service = service;
    for (const kind of ["change", "focusout"]) host.addEventListener(kind, () => setTimeout(() => this.#settle()));
  }

  /**
   * Tells that a suggestion was taken.
   * @param {Asked | null} asked
   * @param {Suggestion} suggestion
   * @param {string} kept
   * @param {string | null} bundle
   */
  take(asked, suggestion, kept, bundle) {
    this.#last = null;
    const reviewer = this.#host.getAttribute("reviews")?.trim();
    if (!reviewer || !asked) return;
    const source = this.#host.getAttribute("plan")?.trim() || location.origin + location.pathname;
    const about = { ...asked, reviewer, source, suggestion: bracketed(suggestion), ...(bundle ? { bundle } : {}) };
    this.#tell(about, { outcome: "chosen", kept });
  }

  /** Tells what stands in the field now, if that is not what was told before: the author has gone on writing. */
  #settle() {
    const kept = this.#text().trim();
    if (!this.#last || !kept || kept === this.#last.kept.trim()) return;
    this.#tell(this.#last.about, { outcome: "edited", kept, corrects: this.#last.id });
  }

  /**
   * @param {Record<string, unknown>} about
   * @param {{ outcome: string, kept: string, corrects?: string }} said
   */
  #tell(about, said) {
    const id = `editor-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
    this.#last = { about, id, kept: said.kept };
    this.#service()
      .review({ ...about, ...said, id })
      .catch(() => {}); // nobody waits for it, and the author's words are safe
  }
}
