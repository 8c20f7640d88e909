// Marking the words behind a reason. The service counts Unicode code points, JavaScript counts UTF-16 units:
// everything here goes through arrays of code points, so that an emoji before the words moves nothing.

import { el } from "./dom.js";

/**
 * @typedef {{ start: number, end: number }} Stretch between two offsets that count code points
 */

/**
 * Returns the words between two offsets that count code points.
 * @param {string} text
 * @param {number} start
 * @param {number} [end]
 */
export const words = (text, start, end) => Array.from(text).slice(start, end).join("");

/**
 * Says whether a finding is about the whole text rather than some words in it.
 * @param {string} text
 * @param {Stretch} finding
 */
export function isWhole(text, finding) {
  const points = Array.from(text);
  const lead = points.findIndex((c) => c.trim());
  const last = points.findLastIndex((c) => c.trim()) + 1;
  return finding.start <= lead && finding.end >= last;
}

/**
 * Returns the text cut where findings begin and end: `[{ words, ids }]`, `ids` being the positions in `findings`
 * of those that cover the piece. Findings may overlap and nest; the pieces never do.
 * @param {string} text
 * @param {Stretch[]} findings
 */
export function cut(text, findings) {
  const points = Array.from(text);
  const edges = new Set([0, points.length]);
  for (const { start, end } of findings) edges.add(Math.min(start, points.length)).add(Math.min(end, points.length));
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => ({
    words: points.slice(from, sorted[i + 1]).join(""),
    ids: findings.flatMap((f, id) => (f.start <= from && f.end >= sorted[i + 1] ? [id] : [])),
  }));
}

/**
 * Shows the text in `copy` with the words of each finding marked; those about the whole text mark it only when lit.
 * @param {HTMLElement} copy
 * @param {string} text
 * @param {Stretch[]} findings
 */
export function mark(copy, text, findings) {
  const whole = findings.map((f) => isWhole(text, f));
  copy.replaceChildren(
    ...cut(text, findings).map((piece) =>
      piece.ids.length === 0
        ? piece.words
        : el(
            piece.ids.some((id) => !whole[id]) ? "mark" : "span",
            { "data-findings": piece.ids.join(" ") },
            piece.words,
          ),
    ),
  );
}

/**
 * Lights the words of one finding in `copy`, or none when `id` is null.
 * @param {HTMLElement} copy
 * @param {number | null} id
 */
export function light(copy, id) {
  for (const piece of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll("[data-findings]"))) {
    piece.classList.toggle("lit", (piece.dataset.findings ?? "").split(" ").includes(String(id)));
  }
}
