// The five verdicts, their reasons, and the questions that they leave to the author.

import { byId, el, say } from "./dom.js";
import { isWhole, light, mark, words } from "./highlight.js";

export const CRITERIA = {
  specific: "Specific",
  measurable: "Measurable",
  achievable: "Achievable",
  relevant: "Relevant",
  time_bound: "Time-bound",
};
const VERDICTS = {
  met: { said: "met", sign: "✓" },
  not_met: { said: "not met", sign: "×" },
  cannot_tell: { said: "cannot tell", sign: "?" },
};
const FIELDS = { need: "the need", baseline: "where things stand today" };
const PRAISE =
  "All five are met: a reader can tell who does what, by when, and whether it happened. " +
  "That is about the wording; whether it is the right thing to do is yours to say.";
const FIVE = "Five questions to ask of an objective";
/** No verdict is certain: above this it is "over 99 %", and never 100 %. */
const MOST_SURE = 0.99;
/** How sure a verdict must be for each of these words; below the last it is a close call. */
const CERTAINTY = [
  [0.95, "very sure"],
  [0.8, "fairly sure"],
  [0.65, "rather sure"],
];

/** Shows the verdicts on `objective`. */
export function show(objective, assessment, engine) {
  const judged = Object.keys(CRITERIA).map((name) => ({ name, ...assessment.criteria[name] }));
  const met = judged.filter((c) => c.verdict === "met").length;
  const inText = judged.flatMap((c) => c.findings.filter((f) => f.field === "text"));

  mark(byId("copy"), objective.text, inText);
  byId("marked").hidden = inText.length === 0;
  say(byId("summary"), assessment.smart ? "SMART: 5 of 5 met" : `Not SMART yet: ${met} of 5 met`);
  say(byId("praise"), assessment.smart ? PRAISE : "");
  byId("praise").hidden = !assessment.smart;
  byId("glance").replaceChildren(...judged.map(tile));
  byId("glance").hidden = false;
  for (const c of judged) detail(c, objective, inText);
  byId("engine").hidden = engine !== "rules";
  byId("stale").hidden = true;
  ask(judged);
}

/** Goes back to the page as it was before anything was judged. */
export function clear() {
  say(byId("summary"), FIVE);
  for (const id of ["marked", "praise", "glance", "engine", "questions", "stale"]) byId(id).hidden = true;
  for (const name of Object.keys(CRITERIA)) {
    for (const shown of byId(name).querySelectorAll(".verdict, .sure, .aside, .reasons")) shown.remove();
  }
}

/** Returns how sure a verdict is, in words and as a percentage; null where it cannot tell. */
export function sureness({ verdict, probability }) {
  if (probability === null) return null;
  const sure = verdict === "met" ? probability : 1 - probability;
  const said = CERTAINTY.find(([least]) => sure >= least)?.[1] ?? "a close call";
  return sure > MOST_SURE ? `${said}, over 99\u00a0%` : `${said}, ${Math.round(sure * 100)}\u00a0%`;
}

function chip(verdict, join = "") {
  const { said, sign } = VERDICTS[verdict];
  const seen = el("span", { "aria-hidden": "true" }, `${sign} `);
  return el("span", { class: `verdict ${verdict}` }, el("span", { class: "unseen" }, join), seen, said);
}

function tile({ name, verdict }) {
  const letter = el("span", { class: "letter", "aria-hidden": "true" }, CRITERIA[name][0]);
  const title = el("span", { class: "name" }, CRITERIA[name]);
  return el("li", {}, el("a", { href: `#${name}`, class: verdict }, letter, title, chip(verdict, ": ")));
}

function detail(criterion, objective, inText) {
  const item = byId(criterion.name);
  const sure = sureness(criterion);
  for (const shown of item.querySelectorAll(".verdict, .sure, .aside, .reasons")) shown.remove();
  item.querySelector("h3").append(chip(criterion.verdict, ": "));
  if (sure) item.append(el("p", { class: "sure" }, sure));
  if (criterion.findings.length === 0) return;
  if (criterion.verdict === "met") item.append(el("p", { class: "aside" }, "Met, and still worth a look:"));
  const reasons = criterion.findings.map((f) => reason(f, objective, inText.indexOf(f)));
  item.append(el("ul", { class: "reasons" }, reasons));
}

/** Returns one reason; `id` is its place among the findings marked in the copy, -1 when it points elsewhere. */
function reason(finding, objective, id) {
  const copy = byId("copy");
  const on = () => light(copy, id);
  const off = () => light(copy, null);
  const listen = id < 0 ? {} : { onmouseenter: on, onmouseleave: off, onfocusin: on, onfocusout: off };
  return el(
    "li",
    listen,
    el("p", { class: "message" }, finding.message),
    el("p", { class: "asked" }, finding.question),
    el("p", { class: "source" }, where(finding, objective, id), " · ", finding.source),
  );
}

function where(finding, objective, id) {
  if (id < 0) {
    const quoted = words(objective[finding.field] ?? "", finding.start, finding.end);
    return `In ${FIELDS[finding.field] ?? finding.field}${quoted ? `: “${quoted}”` : ""}`;
  }
  const quoted = isWhole(objective.text, finding) ? "the whole objective" : `“${words(objective.text, finding.start, finding.end)}”`;
  const toSee = () => byId("copy").scrollIntoView({ block: "nearest" });
  return el("button", { type: "button", class: "link", onclick: toSee }, el("span", { class: "unseen" }, "Show "), quoted);
}

function ask(judged) {
  const open = judged.filter((c) => c.verdict !== "met").flatMap((c) => c.findings.map((f) => [f.question, c.name]));
  const first = open.filter(([question], i) => open.findIndex(([q]) => q === question) === i);
  const items = first.map(([question, name]) => el("li", {}, el("span", { class: "of" }, CRITERIA[name]), " ", question));
  byId("asked").replaceChildren(...items);
  byId("questions").hidden = items.length === 0;
}
