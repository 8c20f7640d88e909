// What it could say instead: each proposal is marked, with its question and where it comes from; nothing passes for a fact.

import { el } from "../dom.js";
import { words } from "../highlight.js";
import { NO_REWRITE, ORIGINS, outcome } from "../words.js";

/** @import { Suggestion, Span } from "../words.js" */

const PROPOSALS = "Marked words are proposals, and not facts. Use them only once everybody concerned agrees, or leave blanks.";
const BLANKS = "Each [field] is for you to fill in: Aimwell does not know, and does not guess.";
const TOO_LONG = "It is longer than this field takes.";
const BLANK = /\[(?:who|what|amount|when|where|method|why)\]/;

/**
 * @typedef {object} Using
 * @property {boolean} writable whether the field takes words now
 * @property {number} room how many UTF-16 units it takes
 * @property {(suggestion: Suggestion, sentence: string) => void} use
 */

/**
 * Returns where the first blank of a sentence stands, in UTF-16 units; the end of the sentence where there is none.
 * @param {string} sentence
 * @returns {[number, number]}
 */
export function firstBlank(sentence) {
  const found = BLANK.exec(sentence);
  return found ? [found.index, found.index + found[0].length] : [sentence.length, sentence.length];
}

/**
 * Returns the suggestions as a list, with what to make of them.
 * @param {Suggestion[]} suggestions
 * @param {Using} using
 * @returns {Node[]}
 */
export function suggestionsOf(suggestions, using) {
  if (suggestions.length === 0) return [el("p", {}, NO_REWRITE)];
  const proposed = suggestions.some((s) => s.spans.some((span) => !isBlank(s, span)));
  const items = suggestions.map((suggestion, i) => item(suggestion, i + 1, using));
  return [el("p", { class: "hint" }, proposed ? PROPOSALS : BLANKS), el("ol", { class: "suggestions" }, items)];
}

/**
 * @param {Suggestion} suggestion
 * @param {Span} span
 */
const isBlank = (suggestion, span) => words(suggestion.text, span.start, span.end) === `[${span.kind}]`;

/**
 * @param {Suggestion} suggestion
 * @param {number} number
 * @param {Using} using
 */
function item(suggestion, number, using) {
  const { text, blank_text: blanks, spans } = suggestion;
  const choices = text === blanks ? [["Use this", text]] : [["Use with proposals", text], ["Use with blanks", blanks]]; // prettier-ignore
  const buttons = choices.map(([said, sentence]) => {
    const onclick = () => using.use(suggestion, sentence);
    const disabled = !using.writable || sentence.length > using.room;
    return el("button", { type: "button", part: "button use", disabled, "aria-label": `${said}: rewrite ${number}`, onclick }, said);
  });
  const tooLong = using.writable && choices.some(([, sentence]) => sentence.length > using.room);
  return el(
    "li",
    { part: "suggestion" },
    el("p", { class: "sentence" }, pieces(suggestion)),
    el("ul", { class: "spans" }, spans.map((span) => asks(suggestion, span))),
    el("div", { class: "actions" }, buttons),
    tooLong ? el("p", { class: "hint" }, TOO_LONG) : null,
    el("p", { class: "hint" }, `${outcome(suggestion)} ${ORIGINS[suggestion.origin] ?? ""}`.trim()),
  );
}

/** @param {Suggestion} suggestion */
function pieces(suggestion) {
  /** @type {(string | HTMLElement)[]} */
  const found = [];
  let at = 0;
  for (const span of suggestion.spans) {
    const kind = isBlank(suggestion, span) ? "blank" : "proposal";
    found.push(words(suggestion.text, at, span.start));
    found.push(el("mark", { class: kind, part: kind }, words(suggestion.text, span.start, span.end)));
    at = span.end;
  }
  return [...found, words(suggestion.text, at)];
}

/**
 * @param {Suggestion} suggestion
 * @param {Span} span
 */
function asks(suggestion, span) {
  const kind = isBlank(suggestion, span) ? "blank" : "proposal";
  return el(
    "li",
    {},
    el("mark", { class: kind }, words(suggestion.text, span.start, span.end)),
    ` ${span.question}`,
    span.source ? el("span", { class: "hint" }, ` Proposed: ${span.source}.`) : null,
  );
}
