// Marks on the words behind a finding: drawn over a text box, which cannot hold any, and painted into a rich-text editor.

import { cut, isWhole, light, mark } from "../highlight.js";
import { el } from "../dom.js";
import { reading } from "./reading.js";
import styles from "./marks.css" with { type: "css" };

/** What decides where a word stands in its line; the drawing is set in the same type as the box. */
const TYPE = [
  "direction", "font-family", "font-feature-settings", "font-kerning", "font-optical-sizing", "font-size",
  "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-variation-settings", "font-weight", "hyphens",
  "letter-spacing", "line-break", "line-height", "overflow-wrap", "padding-bottom", "padding-left", "padding-right",
  "padding-top", "tab-size", "text-align", "text-indent", "text-rendering", "text-transform", "unicode-bidi",
  "white-space", "word-break", "word-spacing", "writing-mode",
]; // prettier-ignore

/** @typedef {{ start: number, end: number }} Stretch offsets count code points of the text */

export class TextMarks {
  #node;
  #layer;
  #copy = el("div", { class: "copy" });
  #overlay = el("div", { class: "overlay" }, this.#copy);
  #sizes = new ResizeObserver(() => this.#lay());
  #shown = false;
  #lay = () => this.#shown && this.#layOut();

  /**
   * @param {HTMLTextAreaElement | HTMLInputElement} node
   * @param {HTMLElement} layer
   */
  constructor(node, layer) {
    this.#node = node;
    this.#layer = layer;
    this.#overlay.hidden = true;
    layer.append(this.#overlay);
    node.addEventListener("scroll", this.#lay, { passive: true });
    addEventListener("resize", this.#lay);
    document.fonts.addEventListener("loadingdone", this.#lay);
  }

  /**
   * @param {string} text what stands in the field
   * @param {Stretch[]} stretches
   */
  show(text, stretches) {
    mark(this.#copy, text, stretches);
    this.#shown = stretches.length > 0;
    this.#overlay.hidden = !this.#shown;
    this.#sizes.disconnect();
    if (!this.#shown) return;
    this.#sizes.observe(this.#node);
    this.#sizes.observe(this.#layer); // as wide as the component: it moves when what stands beside the box does
    this.#layOut();
  }

  /** @param {number | null} id */
  light(id) {
    light(this.#copy, id);
  }

  remove() {
    this.#node.removeEventListener("scroll", this.#lay);
    removeEventListener("resize", this.#lay);
    document.fonts.removeEventListener("loadingdone", this.#lay);
    this.#sizes.disconnect();
    this.#overlay.remove();
  }

  /** Lays the drawing over the words of the box, wherever the box has been moved, sized or scrolled to. */
  #layOut() {
    const node = this.#node;
    const own = getComputedStyle(node);
    for (const name of TYPE) this.#copy.style.setProperty(name, own.getPropertyValue(name));
    const box = node.getBoundingClientRect();
    const origin = this.#layer.getBoundingClientRect();
    const scale = box.width / node.offsetWidth || 1; // a page may show itself larger or smaller than it is
    place(this.#overlay, {
      left: (box.left - origin.left) / scale + node.clientLeft,
      top: (box.top - origin.top) / scale + node.clientTop,
      width: node.clientWidth,
      height: node.clientHeight,
    });
    this.#overlay.classList.toggle("line", node instanceof HTMLInputElement);
    this.#copy.style.translate = `${-node.scrollLeft}px ${-node.scrollTop}px`;
  }
}

/**
 * @param {HTMLElement} node
 * @param {Record<string, number>} box
 */
function place(node, box) {
  for (const [name, value] of Object.entries(box)) node.style.setProperty(name, `${value}px`);
}

const PAINT = typeof Highlight === "undefined" ? null : { marked: new Highlight(), lit: new Highlight() };
if (PAINT) {
  PAINT.lit.priority = 1;
  CSS.highlights.set("aimwell", PAINT.marked);
  CSS.highlights.set("aimwell-lit", PAINT.lit);
}

export class RichMarks {
  #node;
  /** @type {{ range: Range, ids: number[], whole: boolean }[]} */
  #pieces = [];

  /** @param {HTMLElement} node */
  constructor(node) {
    this.#node = node;
    const root = /** @type {Document | ShadowRoot} */ (node.getRootNode());
    if (!root.adoptedStyleSheets.includes(styles)) root.adoptedStyleSheets.push(styles);
  }

  /**
   * @param {string} text what stands in the field
   * @param {Stretch[]} stretches
   */
  show(text, stretches) {
    this.remove();
    if (stretches.length === 0) return;
    const { range } = reading(this.#node);
    const whole = stretches.map((stretch) => isWhole(text, stretch));
    let at = 0;
    for (const { words, ids } of cut(text, stretches)) {
      const piece = { range: range(at, at + words.length), ids, whole: ids.every((id) => whole[id]) };
      at += words.length;
      if (ids.length > 0) this.#pieces.push(piece);
    }
    for (const { range: found, whole: all } of this.#pieces) if (!all) PAINT?.marked.add(found);
  }

  /** @param {number | null} id */
  light(id) {
    for (const { range, ids } of this.#pieces) {
      if (id !== null && ids.includes(id)) PAINT?.lit.add(range);
      else PAINT?.lit.delete(range);
    }
  }

  remove() {
    for (const { range } of this.#pieces) {
      PAINT?.marked.delete(range);
      PAINT?.lit.delete(range);
    }
    this.#pieces = [];
  }
}
