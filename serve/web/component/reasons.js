// What a chip opens: why the verdict is what it is, the question to settle, and the LIAP passage that asks for it.

import { el } from "../dom.js";
import { isWhole, words } from "../highlight.js";
import { ASKS, CRITERIA, IN_THE_GUIDE, VERDICTS, WHY, WORTH_A_LOOK, sureness } from "../words.js";

/** @import { CriterionName, Finding, Judgement } from "../words.js" */
/** @import { Asked } from "./service.js" */

/** @type {Record<string, string>} */
const FIELDS = {
  need: "the need",
  baseline: "where things stand today",
  who: "who does it",
  when: "when",
  measure: "how it is measured",
};

/**
 * @typedef {object} Doing what can be done with a finding
 * @property {(finding: Finding | null) => void} light
 * @property {(finding: Finding, ignored: boolean) => void} ignore
 * @property {(finding: Finding) => string | null} guide where the finding is explained
 */

/**
 * Returns the card's title.
 * @param {CriterionName} name
 * @param {Judgement | undefined} judgement
 */
export function titleOf(name, judgement) {
  if (!judgement) return CRITERIA[name];
  const { said, sign } = VERDICTS[judgement.verdict];
  return `${CRITERIA[name]}: ${sign} ${said}`;
}

/** @param {Judgement | undefined} judgement */
export const asideOf = (judgement) => (judgement && sureness(judgement)) ?? "";

/**
 * Returns the reasons behind a verdict, or what the criterion asks where there are none.
 * @param {CriterionName} name
 * @param {Judgement | undefined} judgement
 * @param {Asked} asked
 * @param {Doing} doing
 * @returns {Node[]}
 */
export function reasonsOf(name, judgement, asked, doing) {
  const findings = judgement?.findings ?? [];
  const shown = findings.filter((finding) => !finding.ignored);
  const hidden = findings.filter((finding) => finding.ignored);
  return [
    ...(shown.length === 0 ? [el("p", { class: "asked" }, ASKS[name])] : []),
    ...(shown.length > 0 && judgement?.verdict === "met" ? [el("p", { class: "hint" }, WORTH_A_LOOK)] : []),
    el("ul", { class: "reasons" }, shown.map((finding) => reason(finding, asked, doing))),
    el("ul", { class: "reasons" }, hidden.map((finding) => forgotten(finding, doing))),
  ].filter((node) => node.hasChildNodes());
}

/**
 * @param {Finding} finding
 * @param {Asked} asked
 * @param {Doing} doing
 */
function reason(finding, asked, doing) {
  const on = () => doing.light(finding);
  const off = () => doing.light(null);
  return el(
    "li",
    { part: "finding", onmouseenter: on, onmouseleave: off, onfocusin: on, onfocusout: off },
    el("p", { class: "message" }, finding.message),
    el("p", { class: "asked" }, finding.question),
    el("p", { class: "hint" }, `${where(finding, asked)} · ${finding.source}`, why(doing.guide(finding))),
    finding.fingerprint ? link("Do not show this again", () => doing.ignore(finding, true)) : null,
  );
}

/** @param {string | null} address */
function why(address) {
  if (!address) return null;
  const unseen = el("span", { class: "unseen" }, IN_THE_GUIDE);
  return [" · ", el("a", { href: address, target: "_blank", rel: "noopener noreferrer", part: "link" }, WHY, unseen)];
}

/**
 * @param {Finding} finding
 * @param {Doing} doing
 */
function forgotten(finding, doing) {
  return el(
    "li",
    {},
    el("p", { class: "hint" }, `Not shown any more: ${finding.message}`),
    link("Show it again", () => doing.ignore(finding, false)),
  );
}

/**
 * @param {string} words
 * @param {() => void} onclick
 */
const link = (words, onclick) => el("button", { type: "button", class: "link", part: "button link", onclick }, words);

/**
 * @param {Finding} finding
 * @param {Asked} asked
 */
function where(finding, asked) {
  const quoted = words(asked[finding.field] ?? "", finding.start, finding.end);
  if (finding.field !== "text") return `In ${FIELDS[finding.field] ?? finding.field}${quoted ? `: “${quoted}”` : ""}`;
  return isWhole(asked.text, finding) || !quoted ? "The whole objective" : `“${quoted}”`;
}
