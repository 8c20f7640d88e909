// What the room answers, as it does: counts of the step that it is at, and what people disagree on.

import { el } from "../dom.js";
import { CRITERIA, NAMES } from "../words.js";
import { TITLES } from "./steps.js";

const MOST_SHOWN = 5;
const LETTERS = { liap: "LIAP’s word", same: "means the same", elsewhere: "used elsewhere", other: "another word", blank: "left blank" };

let again = () => {}; // shows everything anew
let asked = null; // the item whose words are shown
let keyed = false; // whether the answer key is shown: the page may be on a wall while people still decide

/** Shows the tally of the step that the room is at. */
export function now(root, tally, ask, path, shown) {
  again = shown;
  const step = tally.state.ended ? "end" : tally.state.step;
  if (root.dataset.step !== step) asked = null;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.item : null;
  root.dataset.step = step;
  const done = `${tally.done[step] ?? 0} of ${tally.people} have begun it.`;
  const counted = step in VIEWS ? [el("p", { class: "hint" }, done), ...VIEWS[step](tally, ask, path)] : [];
  if (step === "welcome") root.replaceChildren();
  else root.replaceChildren(el("h2", {}, step === "end" ? "The session has ended" : TITLES[step]), ...counted);
  if (focused) root.querySelector(`[data-item="${focused}"]`)?.focus();
}

/** Shows the statements and situations that divide the room, the one that divides it most first. */
export function disagreed(root, tally) {
  const divided = tally.disagreed.map((id) => tally.statements.find((s) => s.id === id)).slice(0, MOST_SHOWN);
  const apart = tally.situations.filter((s) => s.split > 0.5);
  root.replaceChildren(
    ...divided.map((s) => el("li", {}, el("p", { class: "sentence" }, `${number(s)}. ${s.text}`), el("p", {}, over(s)), keyed ? el("p", { class: "hint" }, key(s)) : null)),
    ...apart.map((s) => el("li", {}, el("p", { class: "sentence" }, s.title), el("p", {}, "Of those who answered, most chose different questions."))),
  );
}

const number = ({ id }) => Number(id.slice(1));
const key = (s) => (s.smart ? "The key: SMART." : `The key: misses ${NAMES.filter((n) => s.labels[n] === false).map((n) => CRITERIA[n]).join(", ")}.`);

function over(s) {
  if (s.over === null) return `${s.ticked} of ${s.answered} hold it SMART, ${s.answered - s.ticked} do not.`;
  const no = s.answered - s.ticked;
  return `Of the ${no} who hold it not SMART, ${s.misses[s.over]} say that it misses ${CRITERIA[s.over]}.`;
}

const VIEWS = {
  "measure-1": () => [],
  "measure-2": () => [],
  "exercise-1": (tally) => [
    table(
      ["Letter", ...Object.values(LETTERS)],
      NAMES.map((name) => [CRITERIA[name], ...Object.keys(LETTERS).map((mark) => String(tally.letters[name][mark]))]),
    ),
  ],
  "exercise-2": (tally, ask, path) => [
    el("p", { class: "hint" }, `${tally.reworded} have re-worded at least one.`),
    keyButton(),
    table(
      ["Statement", "Ticked", "Not SMART", ...(keyed ? ["Agree with the key"] : []), ""],
      tally.statements.map((s) => [
        `${number(s)}. ${s.text}`,
        String(s.ticked),
        String(s.answered - s.ticked),
        ...(keyed ? [s.answered ? `${Math.round((100 * s.right) / s.answered)} %` : "–"] : []),
        wordsButton(`rewording-${s.id}`, `Show how people re-worded statement ${number(s)}`, ask, path),
      ]),
    ),
  ],
  "exercise-3": (tally) => [el("p", {}, `${tally.rows} rows so far.`)],
  "exercise-4": (tally, ask, path) =>
    tally.situations.map((s) =>
      el(
        "div",
        {},
        el("h3", {}, `${s.title} (${s.answered})`),
        Object.entries(tally.questions).map(([id, words]) => bar(words, s.chosen[id] ?? 0, s.answered)),
        wordsButton(`moving-${s.id}`, `Show the ideas for “${s.title}”`, ask, path),
      ),
    ),
};

function keyButton() {
  const button = el("button", { type: "button", "aria-pressed": String(keyed), "data-item": "key" }, keyed ? "Hide the answer key" : "Show the answer key");
  button.addEventListener("click", () => {
    keyed = !keyed;
    again();
  });
  return el("p", {}, button);
}

function bar(words, n, of) {
  return el("div", { class: "bar" }, el("span", { class: "name" }, words), el("meter", { min: "0", max: String(of || 1), value: String(n), "aria-label": words }), el("span", {}, `${n} of ${of}`));
}

function table(head, rows) {
  const cells = ([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first), rest.map((cell) => el("td", {}, cell)));
  return el("div", { class: "wide" }, el("table", {}, el("thead", {}, el("tr", {}, head.map((w) => el("th", { scope: "col" }, w)))), el("tbody", {}, rows.map(cells))));
}

/** Returns the button that shows what people wrote; it stays open while tallies come in. */
function wordsButton(item, label, ask, path) {
  const shown = el("ul", { class: "plain", role: "status" }, asked?.item === item ? asked.lines() : []);
  const button = el("button", { type: "button", class: "link", "data-item": item, "aria-label": label }, "Words");
  button.addEventListener("click", async () => {
    const response = await ask(`${path}/words/${item}`, "GET");
    if (!response) return;
    const { words } = await response.json();
    asked = { item, lines: () => (words.length ? words.map((w) => el("li", {}, w)) : [el("li", {}, "Nobody has written any.")]) };
    for (const other of document.querySelectorAll("#now ul[role=status]")) other.replaceChildren();
    // The tally may have been shown anew while this was asked.
    (document.querySelector(`[data-item="${item}"]`)?.nextElementSibling ?? shown).replaceChildren(...asked.lines());
  });
  return el("div", {}, button, shown);
}
