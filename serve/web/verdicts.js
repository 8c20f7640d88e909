// The five verdicts, their reasons, and the questions that they leave to the author.

import { byId, el, say } from "./dom.js";
import { isWhole, light, mark, words } from "./highlight.js";
import { CRITERIA, IN_THE_GUIDE, NAMES, VERDICTS, WHY, WORTH_A_LOOK, standing, sureness } from "./words.js";

const FIELDS = { need: "the need", baseline: "where things stand today" };
const PRAISE =
  "All five are met: a reader can tell who does what, by when, and whether it happened. " +
  "That is about the wording; whether it is the right thing to do is yours to say.";
const FIVE = "Five questions to ask of an objective";

/** Shows the verdicts on `objective`. */
export function show(objective, assessment, engine) {
  const judged = NAMES.map((name) => ({ name, ...assessment.criteria[name] }));
  const inText = judged.flatMap((c) => c.findings.filter((f) => f.field === "text"));

  mark(byId("copy"), objective.text, inText);
  byId("marked").hidden = inText.length === 0;
  say(byId("summary"), standing(assessment));
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
  for (const name of NAMES) {
    for (const shown of byId(name).querySelectorAll(".verdict, .sure, .aside, .reasons")) shown.remove();
  }
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
  if (criterion.verdict === "met") item.append(el("p", { class: "aside" }, WORTH_A_LOOK));
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
    el("p", { class: "source" }, where(finding, objective, id), " · ", finding.source, why(finding)),
  );
}

/** Returns the way to the guide, in a tab of its own: the words that are typed here are nowhere else. */
function why({ url }) {
  if (!url) return null;
  const unseen = el("span", { class: "unseen" }, IN_THE_GUIDE);
  return [" · ", el("a", { href: url, target: "_blank", rel: "noopener" }, WHY, unseen)];
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
