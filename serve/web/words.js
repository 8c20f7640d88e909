// The words that the page and the web component share: criteria, verdicts, and how sure a verdict is.

/**
 * What the service says, as docs/api.md describes it. Offsets count Unicode code points.
 * @typedef {"specific" | "measurable" | "achievable" | "relevant" | "time_bound"} CriterionName
 * @typedef {"met" | "not_met" | "cannot_tell"} Verdict
 * @typedef {{ rule: string, field: string, start: number, end: number, message: string, question: string,
 *   source: string, url?: string, fingerprint?: string, ignored?: boolean }} Finding
 * @typedef {{ verdict: Verdict, probability: number | null, findings: Finding[] }} Judgement
 * @typedef {Record<CriterionName, Judgement>} Criteria
 * @typedef {{ smart: boolean, criteria: Criteria }} Assessment
 * @typedef {{ start: number, end: number, kind: string, question: string, source: string | null }} Span
 * @typedef {{ text: string, spans: Span[], blank_text: string, criteria: Criteria, origin: string, changes: string[] }} Suggestion
 */

/** @type {Record<CriterionName, string>} */
export const CRITERIA = {
  specific: "Specific",
  measurable: "Measurable",
  achievable: "Achievable",
  relevant: "Relevant",
  time_bound: "Time-bound",
};
export const NAMES = /** @type {CriterionName[]} */ (Object.keys(CRITERIA));
/** @type {Record<CriterionName, string>} */
export const ASKS = {
  specific: "What exactly will be done, and by whom?",
  measurable: "How will anybody know that it has happened?",
  achievable: "Can it be done, with the time and the means there are?",
  relevant: "Does it answer the need?",
  time_bound: "By when?",
};
/** @type {Record<Verdict, { said: string, sign: string }>} */
export const VERDICTS = {
  met: { said: "met", sign: "✓" },
  not_met: { said: "not met", sign: "×" },
  cannot_tell: { said: "cannot tell", sign: "?" },
};
/** @type {Record<string, string>} */
export const ORIGINS = {
  rules: "Written by Aimwell’s rules.",
  model: "Written by Aimwell’s own language model, and checked by its guard.",
  llm: "Written by the language model that this service is connected to, and checked by Aimwell’s guard.",
};
export const NO_REWRITE = "Aimwell has no rewrite that it can stand behind. The questions above are the way on.";
export const ALONE =
  "The rules answer alone: the trained model is not in use, so these verdicts are rougher than usual.";
export const WHY = "Why?";
export const IN_THE_GUIDE = " What it means and what to do: opens the guide in a new tab";
export const WORTH_A_LOOK = "Met, and still worth a look:";

/** No verdict is certain: above this it is "over 99 %", and never 100 %. */
const MOST_SURE = 0.99;
/** How sure a verdict must be for each of these words; below the last it is a close call. @type {[number, string][]} */
const CERTAINTY = [
  [0.95, "very sure"],
  [0.8, "fairly sure"],
  [0.65, "rather sure"],
];

/**
 * Returns how many are met: "3 of 5 met".
 * @param {Criteria} criteria
 */
export const tally = (criteria) => `${NAMES.filter((name) => criteria[name].verdict === "met").length} of 5 met`;

/**
 * Returns how it stands, as a heading says it.
 * @param {Assessment} assessment
 */
export const standing = ({ smart, criteria }) => `${smart ? "SMART" : "Not SMART yet"}: ${tally(criteria)}`;

/**
 * Returns how sure a verdict is, in words and as a percentage; null where it cannot tell.
 * @param {Pick<Judgement, "verdict" | "probability">} judgement
 */
export function sureness({ verdict, probability }) {
  if (probability === null) return null;
  const sure = verdict === "met" ? probability : 1 - probability;
  const said = CERTAINTY.find(([least]) => sure >= least)?.[1] ?? "a close call";
  return sure > MOST_SURE ? `${said}, over 99\u00a0%` : `${said}, ${Math.round(sure * 100)}\u00a0%`;
}

/**
 * Returns what a rewrite is worth once its fields are filled.
 * @param {Pick<Suggestion, "criteria">} suggestion
 */
export function outcome({ criteria }) {
  const open = NAMES.filter((name) => criteria[name].verdict !== "met");
  if (open.length === 0) return "With good answers in its fields, all five would be met.";
  const names = open.map((name) => CRITERIA[name]).join(", ");
  return `Even with good answers in its fields, not yet met: ${names}.`;
}

/**
 * Returns a field's problem for somebody who is not a programmer.
 * @param {string} detail what the service says
 * @param {string} [value] what was typed
 */
export function inWords(detail, value = "") {
  const limit = /at most (\d+) characters/.exec(detail)?.[1];
  if (!limit) return detail;
  const [length, most] = [Array.from(value).length, Number(limit)].map((n) => n.toLocaleString("en-GB"));
  return `This is ${length} characters long, and Aimwell reads at most ${most}. Shorten it, or split it.`;
}
