// Exercise 1: what each letter stands for, and LIAP's words once somebody has said theirs.

import { el } from "../dom.js";
import { NAMES } from "../words.js";
import { heading } from "./measure.js";

const LETTER = { specific: "S", measurable: "M", achievable: "A", relevant: "R", time_bound: "T" };
const SAYS = {
  liap: "✓ LIAP’s word",
  same: "✓ Means the same",
  elsewhere: "Used on other courses",
  other: "Another word",
  blank: "Left blank",
};

export function letters(room) {
  const given = room.answers.letters;
  const below = el("div", {});
  const words = el("p", {}, "In twos: what do you feel each letter stands for? Write one word for each; LIAP’s words come afterwards.");
  if (given) {
    answered(room, below);
    return [heading("exercise-1"), words, below];
  }
  const inputs = NAMES.map((name) => [name, el("input", { id: `letter-${name}`, name, maxlength: "60", spellcheck: "false" })]);
  const fields = inputs.map(([name, input]) =>
    el(
      "div",
      {},
      el("label", { for: input.id }, el("span", { class: "unseen" }, "What does "), el("span", { class: "letter" }, LETTER[name]), el("span", { class: "unseen" }, " stand for?")),
      input,
    ),
  );
  const form = el("form", { novalidate: true, "aria-label": "Exercise 1" }, el("div", { class: "letters" }, fields));
  form.append(el("div", { class: "submit" }, el("button", { type: "submit" }, "That is what we think")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    room.answer("letters", Object.fromEntries(inputs.map(([name, input]) => [name, input.value.trim()])));
    form.remove();
    answered(room, below);
  });
  return [heading("exercise-1"), words, form, below];
}

function answered(room, below) {
  const shown = el("p", { class: "waiting", role: "status" }, "Your words are kept here; LIAP’s come as soon as they have been sent.");
  below.replaceChildren(shown);
  room.whenKept("letters", async () => {
    const said = await room.feedback("letters");
    if (!said) return;
    const rows = said.letters.map((l) =>
      el("tr", {}, el("th", { scope: "row" }, `${LETTER[l.criterion]}: ${l.liap}`), el("td", {}, l.said || "–", el("br"), el("span", { class: "hint" }, SAYS[l.mark])), el("td", {}, l.passage)),
    );
    const head = ["LIAP", "You", "What it asks"].map((w) => el("th", { scope: "col" }, w));
    below.replaceChildren(el("div", { class: "wide" }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))));
  });
}
