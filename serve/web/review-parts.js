// The parts of the review page: marks, what stands around the objective, Aimwell's verdicts beside the reviewer's, agreement.

import { byId, el } from "./dom.js";
import { words } from "./highlight.js";
import { ASKS, CRITERIA, NAMES, VERDICTS, WORTH_A_LOOK, sureness } from "./words.js";

const ORDER = ["met", "not_met", "cannot_tell", ""];
const LABEL = { met: true, not_met: false, cannot_tell: null };
const PARTS = { need: "The need", baseline: "Today", who: "Who", when: "When", measure: "Measured by" };

/** Draws the five criteria with three choices each. */
export function drawMarks() {
  byId("marks").replaceChildren(...NAMES.map(criterion));
}

function criterion(name) {
  const letter = el("span", { class: "letter", "aria-hidden": "true" }, CRITERIA[name][0]);
  const legend = el("legend", {}, letter, el("span", { class: "name" }, CRITERIA[name]), el("span", { class: "hint" }, ASKS[name]));
  const choices = ORDER.slice(0, 3).map((value) => {
    const input = el("input", { type: "radio", name, value, "aria-keyshortcuts": name[0].toUpperCase() });
    const { said, sign } = VERDICTS[value];
    return el("label", { class: value }, input, el("span", { "aria-hidden": "true" }, sign), said);
  });
  return el("fieldset", {}, legend, el("div", { class: "choices" }, choices));
}

const radios = (name) => [...byId("marks").querySelectorAll(`input[name="${name}"]`)];
const chosen = (name) => radios(name).find((radio) => radio.checked)?.value ?? "";

function choose(name, value) {
  for (const radio of radios(name)) radio.checked = radio.value === value;
}

/** Goes on to the next mark of a criterion, and returns it. */
export function cycle(name) {
  const next = ORDER[(ORDER.indexOf(chosen(name)) + 1) % ORDER.length];
  choose(name, next);
  return next;
}

/** Returns the labels that are marked; what was not judged is left out. */
export function marked() {
  return Object.fromEntries(NAMES.filter(chosen).map((name) => [name, LABEL[chosen(name)]]));
}

/** Shows labels as marks. */
export function setMarks(labels) {
  for (const name of NAMES) {
    choose(name, name in labels ? ORDER.find((value) => value && LABEL[value] === labels[name]) : "");
  }
}

/** Shows the need and the other parts of an objective, those that there are. */
export function showContext(objective) {
  const given = Object.keys(PARTS).filter((name) => objective[name]);
  byId("context").replaceChildren(
    ...given.map((name) => el("div", {}, el("dt", {}, PARTS[name]), el("dd", {}, objective[name]))),
  );
}

/** Shows Aimwell's verdicts with their reasons, and where they differ from the reviewer's. */
export function showVerdicts({ criteria }, labels) {
  byId("verdicts").replaceChildren(...NAMES.map((name) => verdict(name, criteria[name], labels)));
  byId("verdicts").hidden = false;
}

function verdict(name, judgement, labels) {
  const { said, sign } = VERDICTS[judgement.verdict];
  const differs = name in labels && labels[name] !== LABEL[judgement.verdict];
  const sure = sureness(judgement);
  return el(
    "li",
    {},
    el(
      "h3",
      {},
      CRITERIA[name],
      el("span", { class: `verdict ${judgement.verdict}` }, el("span", { "aria-hidden": "true" }, `${sign} `), said),
      differs ? el("span", { class: "differs" }, "you say otherwise") : null,
    ),
    sure ? el("p", { class: "sure" }, sure) : null,
    judgement.verdict === "met" && judgement.findings.length > 0 ? el("p", { class: "aside" }, WORTH_A_LOOK) : null,
    ...judgement.findings.map(({ message, question }) => el("p", {}, message, " ", el("span", { class: "asked" }, question))),
  );
}

/** Shows what of a suggestion somebody has to agree to. */
export function showProposals({ text, spans }) {
  const items = spans.map(({ start, end, kind, question }) => {
    const said = words(text, start, end);
    return el("li", {}, said === `[${kind}]` ? `${said}: ${question}` : `“${said}” is a proposal: ${question}`);
  });
  byId("proposals").replaceChildren(...(items.length ? [el("ul", {}, items)] : []));
}

/** Shows how far each pair of reviewers agrees. */
export function showAgreement(pairs) {
  const none = el("p", { class: "hint" }, "No two reviewers have judged the same objective yet.");
  byId("pairs").replaceChildren(...(pairs.length ? pairs.map(table) : [none]));
}

function table({ reviewers, objectives, disputed, criteria }) {
  const rows = NAMES.map((name) => {
    const { judged, agreed, kappa } = criteria[name];
    const figure = kappa === null ? "–" : kappa.toFixed(2);
    return el("tr", {}, el("th", { scope: "row" }, CRITERIA[name]), el("td", {}, `${agreed} of ${judged}`), el("td", {}, figure));
  });
  const heads = ["Criterion", "Agree", "Kappa"].map((words) => el("th", { scope: "col" }, words));
  const both = `${objectives} judged by both, ${disputed} disputed`;
  return el(
    "table",
    {},
    el("caption", {}, `${reviewers.join(" and ")}: ${both}`),
    el("thead", {}, el("tr", {}, heads)),
    el("tbody", {}, rows),
  );
}
