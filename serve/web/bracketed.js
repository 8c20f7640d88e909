// A suggestion as the corpus writes it: every proposal in typed double brackets, so that what was agreed is told from what was not.

import { words } from "./highlight.js";

/** @import { Suggestion } from "./words.js" */

/**
 * Returns the suggestion with its proposals as `[[when: by 5 May]]`, and its blanks as `[[when: ]]`.
 * @param {Pick<Suggestion, "text" | "spans">} suggestion
 */
export function bracketed({ text, spans }) {
  const found = [];
  let at = 0;
  for (const { start, end, kind } of spans) {
    const said = words(text, start, end);
    found.push(words(text, at, start), `[[${kind}: ${said === `[${kind}]` ? "" : said}]]`);
    at = end;
  }
  return [...found, words(text, at)].join("");
}
