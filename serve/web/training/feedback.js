// What is said of an answer: the key, Aimwell's verdicts with words, reason, question and source, and where the two part.

import { el } from "../dom.js";
import { isWhole, words } from "../highlight.js";
import { ALONE, CRITERIA, IN_THE_GUIDE, NAMES, VERDICTS, WHY, WORTH_A_LOOK } from "../words.js";

const KEY = new Map([
  [true, "met"],
  [false, "not_met"],
  [null, "cannot_tell"],
]);
const PARTS = { who: "Who will do this?", when: "When?", measure: "How measured?", need: "The need", baseline: "Where things stand" };

export const chip = (verdict) =>
  el("span", { class: `verdict ${verdict}` }, el("span", { "aria-hidden": "true" }, `${VERDICTS[verdict].sign} `), VERDICTS[verdict].said);

const listed = (names) => names.map((name) => CRITERIA[name]).join(" and ");

/** Returns the feedback on a decision about a statement. */
export function onDecision(said) {
  const { key, assessment } = said;
  const verdict = key.smart ? "the answer key holds it SMART" : "the answer key holds it not SMART";
  const rows = NAMES.map((name) =>
    el(
      "tr",
      { class: key.differs.includes(name) ? "differs" : null },
      el("th", { scope: "row" }, CRITERIA[name]),
      el("td", {}, yours(key.decided, name)),
      el("td", {}, chip(KEY.get(key.labels[name]))),
      el("td", {}, chip(assessment.criteria[name].verdict)),
    ),
  );
  const head = ["", "You", "Answer key", "Aimwell"].map((w) => el("th", { scope: "col" }, w));
  return el(
    "div",
    { class: "feedback" },
    el("h3", { tabindex: "-1" }, `${key.right ? "Agreed" : "Not agreed"}: ${verdict}.`),
    el("p", {}, key.why),
    key.kinds.length ? el("p", { class: "hint" }, `What it is there to show: ${key.kinds.join("; ")}.`) : null,
    el("div", { class: "wide" }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))),
    parting(said),
    reasons(said),
  );
}

/** Returns the feedback on somebody's own words. */
export function onWords(said) {
  const criteria = said.assessment.criteria;
  const met = NAMES.filter((name) => criteria[name].verdict === "met").length;
  const chips = NAMES.map((name) => el("li", {}, `${CRITERIA[name]}: `, chip(criteria[name].verdict)));
  return el(
    "div",
    { class: "feedback" },
    el("h3", { tabindex: "-1" }, said.assessment.smart ? "Aimwell holds it SMART." : `Aimwell: ${met} of 5 met.`),
    el("ul", { class: "plain" }, chips),
    parting(said),
    reasons(said),
    said.without_action.length
      ? el("p", { class: "note" }, `Nobody has written an action for ${said.without_action.join(" and ")} yet. LIAP: ensure all Team members, including the child and parent/carer, have clear actions.`)
      : null,
  );
}

/** Says what the participant made of one criterion: a tick is about all five, a “no” about those that were marked. */
function yours(decided, name) {
  if (decided.smart) return "met";
  return decided.misses.includes(name) ? "not met" : "–";
}

function parting({ key, cannot_tell: untold, engine }) {
  const differs = key?.differs ?? [];
  const lines = [
    differs.length ? `Aimwell and the answer key differ on ${listed(differs)}. Both can be wrong: which do you follow, and why?` : null,
    untold.length ? `Aimwell cannot tell ${listed(untold)}.` : null,
    engine === "rules" ? ALONE : null,
  ].filter(Boolean);
  return lines.length ? lines.map((line) => el("p", { class: "note" }, line)) : null;
}

function reasons({ assessment, objective }) {
  const judged = NAMES.filter((name) => assessment.criteria[name].findings.length);
  if (judged.length === 0) return el("p", {}, "Aimwell finds nothing against it.");
  return judged.map((name) => {
    const { verdict, findings } = assessment.criteria[name];
    return el(
      "div",
      {},
      el("h4", {}, CRITERIA[name], verdict === "met" ? ` – ${WORTH_A_LOOK}` : ""),
      el("ul", { class: "reasons" }, findings.map((f) => reason(f, objective))),
    );
  });
}

function reason(finding, objective) {
  const text = objective[finding.field] ?? "";
  const quoted = words(text, finding.start, finding.end);
  const where = PARTS[finding.field] ? `${PARTS[finding.field]}: ` : "";
  const shown = finding.field === "text" && isWhole(text, finding) ? "the whole statement" : quoted && `“${quoted}”`;
  const guide = el("a", { href: finding.url, target: "_blank", rel: "noopener" }, WHY, el("span", { class: "unseen" }, IN_THE_GUIDE));
  return el(
    "li",
    {},
    shown ? el("p", {}, where, el("strong", {}, shown)) : null,
    el("p", {}, finding.message),
    el("p", { class: "asked" }, finding.question),
    el("p", { class: "source" }, finding.source, " · ", guide),
  );
}
