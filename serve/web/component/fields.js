// The field that holds the objective: a text box, or the editable element of a rich-text editor.

import { RichMarks, TextMarks } from "./marks.js";
import { reading } from "./reading.js";

const TEXT_FIELDS = 'textarea, input:not([type]), input[type="text"], input[type="search"]';
const RICH_FIELDS = '[contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]';

/** @typedef {TextField | RichField} Field */

/**
 * Returns the node inside `host` that people write in. An editor may hide a text box and show an element of its own.
 * @param {HTMLElement} host
 * @returns {HTMLElement | null}
 */
export function fieldIn(host) {
  const found = /** @type {HTMLElement[]} */ ([...host.querySelectorAll(`${TEXT_FIELDS}, ${RICH_FIELDS}`)]);
  return found.find((node) => node.checkVisibility()) ?? found[0] ?? null;
}

/**
 * Returns the field that works on a node.
 * @param {HTMLElement} node
 * @param {HTMLElement} layer where marks over a text box may be drawn
 * @returns {Field}
 */
export function fieldOf(node, layer) {
  return node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement
    ? new TextField(node, layer)
    : new RichField(node);
}

/**
 * Returns what a field is called, to tell one from another.
 * @param {HTMLElement} node
 */
export function nameOf(node) {
  const root = /** @type {Document | ShadowRoot} */ (node.getRootNode());
  const by = (node.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const labels = "labels" in node ? [.../** @type {HTMLTextAreaElement} */ (node).labels] : [];
  const said = [
    by.map((id) => root.getElementById(id)?.textContent ?? "").join(" "),
    node.getAttribute("aria-label") ?? "",
    labels.map(ownWords).join(" "),
    node.title,
  ];
  return said.map((words) => words.replace(/\s+/g, " ").trim()).find(Boolean) ?? "";
}

/** A label may stand around its field: the words in the field are not the field's name. @param {HTMLElement} label */
function ownWords(label) {
  const copy = /** @type {HTMLElement} */ (label.cloneNode(true));
  for (const inner of copy.querySelectorAll("textarea, input, select, button, [slot]")) inner.remove();
  return copy.textContent ?? "";
}

class TextField {
  /**
   * @param {HTMLTextAreaElement | HTMLInputElement} node
   * @param {HTMLElement} layer
   */
  constructor(node, layer) {
    this.node = node;
    this.marks = new TextMarks(node, layer);
  }

  get text() {
    return this.node.value;
  }

  get writable() {
    return !this.node.readOnly && !this.node.matches(":disabled");
  }

  /** How many UTF-16 units fit, as the browser counts them. */
  get room() {
    return this.node.maxLength < 0 ? Infinity : this.node.maxLength;
  }

  /**
   * Writes as an author does, so that undo brings the earlier words back and the page's own code notices.
   * @param {string} text
   */
  replace(text) {
    this.node.focus();
    this.node.select();
    if (document.execCommand("insertText", false, text) && this.node.value === text) return;
    const kind = this.node instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    // React puts a setter of its own on the field, and would take this value for one that it knows already.
    Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set?.call(this.node, text);
    this.node.dispatchEvent(written(text));
  }

  /**
   * @param {number} start in UTF-16 units
   * @param {number} end
   */
  select(start, end) {
    this.node.setSelectionRange(start, end);
  }
}

class RichField {
  room = Infinity;

  /** @param {HTMLElement} node */
  constructor(node) {
    this.node = node;
    this.marks = new RichMarks(node);
  }

  get text() {
    return reading(this.node).text;
  }

  get writable() {
    return this.node.isContentEditable;
  }

  /**
   * Writes as an author does: an editor that keeps its own copy of the document watches for that.
   * @param {string} text
   */
  replace(text) {
    this.node.focus();
    this.select(0, Infinity);
    if (document.execCommand("insertText", false, text)) return;
    this.node.textContent = text;
    this.node.dispatchEvent(written(text));
  }

  /**
   * @param {number} start in UTF-16 units
   * @param {number} end
   */
  select(start, end) {
    const range = reading(this.node).range(start, end);
    getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }
}

/** @param {string} data */
const written = (data) => new InputEvent("input", { bubbles: true, composed: true, inputType: "insertReplacementText", data });
