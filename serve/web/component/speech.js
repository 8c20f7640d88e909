// One sentence for those who listen, and for the description of the field.

import { NAMES, standing } from "../words.js";

/** @import { Assessment, CriterionName } from "../words.js" */

/** @type {Record<CriterionName, string>} */
const PLAIN = {
  specific: "specific",
  measurable: "measurable",
  achievable: "achievable",
  relevant: "relevant",
  time_bound: "time-bound",
};

/**
 * Returns the verdicts in one breath: "Not SMART yet: 3 of 5 met; not measurable; cannot tell whether relevant".
 * @param {Assessment} assessment
 */
export function spoken(assessment) {
  const { criteria } = assessment;
  /** @param {string} verdict */
  const those = (verdict) => NAMES.filter((name) => criteria[name].verdict === verdict).map((name) => PLAIN[name]);
  const [failed, open] = [those("not_met"), those("cannot_tell")];
  return [
    standing(assessment),
    ...(failed.length ? [`not ${failed.join(", not ")}`] : []),
    ...(open.length ? [`cannot tell whether ${open.join(" or ")}`] : []),
  ].join("; ");
}
