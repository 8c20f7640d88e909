// Exercise 4: situations in which nothing moves, and which of LIAP's questions would help most.

import { el } from "../dom.js";
import { heading } from "./measure.js";

const MOST = 2;
const DISCUSS = ["What did the Team do to facilitate change?", "What did YOU do?", "What helped?", "What didn’t help?", "What ideas do you have now?"];

export function moving(room) {
  const cards = room.material.situations.map((s) => situation(room, s));
  return [
    heading("exercise-4"),
    el("p", {}, "What do we do when everything’s been tried and nothing is making a difference? In twos, tell each other of a situation in which nothing seemed to be working. Remember, confidentiality applies: type nothing about a real child here."),
    el("ul", { class: "plain" }, DISCUSS.map((words) => el("li", {}, words))),
    el("p", {}, "Then look at these three. Nobody in them exists."),
    ...cards,
  ];
}

function situation(room, s) {
  const item = `moving-${s.id}`;
  const below = el("div", { role: "status" });
  const shown = [
    el("h3", {}, s.title),
    el("p", {}, s.story),
    el("ul", { class: "plain" }, s.tried.map((words) => el("li", {}, words))),
  ];
  const card = el("div", { class: "card" }, shown);
  if (item in room.answers) card.append(chosen(room, item), below);
  else card.append(choose(room, item, below), below);
  if (item in room.answers) answered(room, item, below);
  return card;
}

function choose(room, item, below) {
  const boxes = Object.entries(room.material.questions).map(([id, words]) => [el("input", { type: "checkbox", value: id }), words]);
  const idea = el("textarea", { id: `${item}-idea`, rows: "2", maxlength: "400", spellcheck: "false" });
  const problem = el("p", { class: "problem", role: "alert" });
  const form = el(
    "form",
    { novalidate: true },
    el("fieldset", {}, el("legend", {}, "Which questions would help most? Choose one or two."), el("div", { class: "choices" }, boxes.map(([box, words]) => el("label", {}, box, words)))),
    el("div", { class: "question" }, el("label", { for: idea.id }, "An idea ", el("span", { class: "optional" }, "(optional)")), idea),
    problem,
    el("div", { class: "submit" }, el("button", { type: "submit" }, "Choose")),
  );
  form.addEventListener("change", () => {
    const full = boxes.filter(([box]) => box.checked).length >= MOST;
    for (const [box] of boxes) box.disabled = full && !box.checked;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const questions = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
    problem.textContent = questions.length ? "" : "Choose one, please.";
    if (!questions.length) return boxes[0][0].focus();
    room.answer(item, { questions, idea: idea.value.trim() });
    form.replaceWith(chosen(room, item));
    answered(room, item, below);
  });
  return form;
}

function chosen(room, item) {
  const { questions, idea } = room.answers[item];
  const words = questions.map((id) => room.material.questions[id]).join(" · ");
  return el("div", {}, el("p", {}, el("strong", {}, "You chose: "), words), idea ? el("p", { class: "asked" }, idea) : null);
}

function answered(room, item, below) {
  below.textContent = "Your choice is kept here; what the figures point to comes as soon as it has been sent.";
  room.whenKept(item, async () => {
    const said = await room.feedback(item);
    if (!said) return;
    const lines = Object.entries(said.points_to).map(([id, why]) => el("li", {}, el("strong", {}, room.material.questions[id]), ` ${why}`));
    below.replaceChildren(el("div", { class: "feedback" }, el("h4", {}, "What the figures point to"), el("ul", { class: "plain" }, lines), el("p", { class: "hint" }, "Other questions may help as well. It is yours to discuss.")));
  });
}
