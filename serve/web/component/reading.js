// The words of a rich-text editor as one text, and the way back from a place in that text to the place in the document.

const APART = new Set(["block", "list-item", "table", "table-row", "table-cell", "flex", "grid", "flow-root"]);

/** @typedef {{ node: Text, start: number }} Piece `start` counts UTF-16 units of the text */

/**
 * Returns what an element says: its words, with a line break between blocks, and where each piece stands. What cannot
 * be edited (a widget, a mention's button) is no part of it.
 * @param {HTMLElement} root
 */
export function reading(root) {
  /** @type {Piece[]} */
  const pieces = [];
  let text = "";
  const apart = () => {
    if (text && !text.endsWith("\n")) text += "\n";
  };
  /** @param {Node} node */
  const read = (node) => {
    for (const child of node.childNodes) {
      if (child instanceof Text) {
        pieces.push({ node: child, start: text.length });
        text += child.data;
      } else if (child instanceof HTMLBRElement) {
        if (child.nextSibling) text += "\n"; // at the end of a block it only holds the line open
      } else if (child instanceof HTMLElement && child.contentEditable !== "false") {
        const block = APART.has(getComputedStyle(child).display);
        if (block) apart();
        read(child);
        if (block) apart();
      }
    }
  };
  read(root);
  return { text: text.replace(/\n+$/, ""), range: rangeIn(root, pieces) };
}

/**
 * @param {HTMLElement} root
 * @param {Piece[]} pieces
 */
function rangeIn(root, pieces) {
  /**
   * Returns the stretch of the document between two places of the text.
   * @param {number} start
   * @param {number} end
   */
  return (start, end) => {
    const range = document.createRange();
    range.selectNodeContents(root);
    const first = pieces.findLast((piece) => piece.start <= start);
    const last = pieces.findLast((piece) => piece.start < end) ?? first;
    if (first) range.setStart(first.node, Math.min(start - first.start, first.node.length));
    if (last) range.setEnd(last.node, Math.min(end - last.start, last.node.length));
    return range;
  };
}
