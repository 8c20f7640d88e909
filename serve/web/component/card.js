// The card that a chip or the offer opens: it lies over the page and moves nothing in it. Escape closes it.

import { el } from "../dom.js";

const GAP = 4; // pixels between bar and card, and between card and window
const LEAST_HEIGHT = 220;
const LEAST_WIDTH = 288;

export class Card {
  #title = el("p", { class: "title", id: "title" });
  #aside = el("p", { class: "hint" });
  #body = el("div", { class: "body" });
  #bar;
  /** @type {HTMLElement | null} */
  #opener = null;
  #onClose;
  #put = () => this.#place();

  /**
   * @param {HTMLElement} bar what the card stands beside
   * @param {() => void} onClose
   */
  constructor(bar, onClose) {
    this.#bar = bar;
    this.#onClose = onClose;
    const close = el(
      "button",
      { type: "button", class: "close", part: "button close", onclick: () => this.close(true) },
      el("span", { "aria-hidden": "true" }, "×"),
      el("span", { class: "unseen" }, "Close"),
    );
    this.node = el(
      "div",
      { class: "card own", part: "card", role: "dialog", "aria-labelledby": "title", tabindex: "-1", popover: "manual" },
      el("div", { class: "head" }, el("div", {}, this.#title, this.#aside), close),
      this.#body,
    );
    this.node.addEventListener("keydown", (event) => this.#leave(event));
  }

  get opener() {
    return this.#opener;
  }

  /**
   * Opens the card for a button and takes the focus to it.
   * @param {HTMLElement} opener
   */
  open(opener) {
    this.#opener = opener;
    if (!this.node.matches(":popover-open")) {
      this.node.showPopover();
      addEventListener("scroll", this.#put, { capture: true, passive: true });
      addEventListener("resize", this.#put);
    }
    this.#place();
    this.node.scrollTop = 0;
    this.node.focus({ preventScroll: true });
  }

  /**
   * Shows something else; somebody whose button has gone is left on the card.
   * @param {string} title
   * @param {string} aside
   * @param {Node[]} content
   */
  fill(title, aside, content) {
    const root = /** @type {ShadowRoot} */ (this.node.getRootNode());
    const inside = this.#body.contains(root.activeElement);
    this.#title.textContent = title;
    this.#aside.textContent = aside;
    this.#body.replaceChildren(...content);
    if (inside) this.node.focus({ preventScroll: true });
    if (this.#opener) this.#place();
  }

  /** @param {boolean} goBack whether the focus returns to the button that opened it */
  close(goBack) {
    const opener = this.#opener;
    if (!opener) return;
    this.#opener = null;
    removeEventListener("scroll", this.#put, { capture: true });
    removeEventListener("resize", this.#put);
    if (this.node.isConnected) this.node.hidePopover();
    if (goBack) opener.focus();
    this.#onClose();
  }

  /** @param {KeyboardEvent} event */
  #leave(event) {
    if (event.key !== "Escape") return;
    event.preventDefault(); // the page may stand in a dialog of its own, which stays
    event.stopPropagation();
    this.close(true);
  }

  /** Puts the card below the bar, or above it where there is more room. */
  #place() {
    const bar = this.#bar.getBoundingClientRect();
    const { clientWidth: wide, clientHeight: high } = document.documentElement;
    const width = Math.min(Math.max(bar.width, LEAST_WIDTH), wide - 2 * GAP);
    const [below, above] = [high - bar.bottom - 2 * GAP, bar.top - 2 * GAP];
    const up = below < LEAST_HEIGHT && above > below;
    const { style } = this.node;
    style.width = `${width}px`;
    style.left = `${Math.max(GAP, Math.min(bar.left, wide - width - GAP))}px`;
    style.maxHeight = `${Math.max(up ? above : below, LEAST_HEIGHT / 2)}px`;
    style.top = up ? "auto" : `${bar.bottom + GAP}px`;
    style.bottom = up ? `${high - bar.top + GAP}px` : "auto";
  }
}
