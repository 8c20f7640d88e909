// Exercise 2: one statement at a time. Decide first; what the key and Aimwell say comes afterwards.

import { el } from "../dom.js";
import { CRITERIA, NAMES } from "../words.js";
import { onDecision, onWords } from "./feedback.js";
import { heading } from "./measure.js";

let at = 0;

export function statements(room) {
  const all = room.material.statements;
  const numbers = el("ol", { class: "numbers", "aria-label": "Statements" });
  const card = el("div", { class: "card" });

  function show(next, focus) {
    at = next;
    list();
    card.replaceChildren(...statement(room, all[at], list));
    card.append(
      el(
        "div",
        { class: "between" },
        at > 0 ? el("button", { type: "button", onclick: () => show(at - 1, true) }, "Back") : el("span"),
        at < all.length - 1 ? el("button", { type: "button", onclick: () => show(at + 1, true) }, "Next statement") : el("span"),
      ),
    );
    if (focus) card.querySelector("h3").focus();
  }

  function list() {
    numbers.replaceChildren(
      ...all.map(({ id }, i) => {
        const done = `decision-${id}` in room.answers;
        const label = `Statement ${i + 1}${done ? ", decided" : ""}`;
        const options = { type: "button", class: done ? "done" : null, "aria-current": i === at ? "true" : null, "aria-label": label };
        return el("li", {}, el("button", { ...options, onclick: () => show(i, true) }, String(i + 1)));
      }),
    );
  }

  show(Math.min(at, all.length - 1), false);
  const words = "In twos, look at these statements. Are they SMART? If yes, tick. If not, say what is missing, and re-word the statement to make it SMART.";
  return [heading("exercise-2"), el("p", {}, words), numbers, card];
}

function statement(room, s, list) {
  const context = el("dl", {});
  if (s.need) context.append(el("dt", {}, "The need"), el("dd", {}, s.need));
  if (s.baseline) context.append(el("dt", {}, "Where things stand"), el("dd", {}, s.baseline));
  if (!s.need) context.append(el("dt", {}, "The need"), el("dd", {}, "Nobody has written one."));
  const shown = [el("h3", { tabindex: "-1", class: "sentence" }, s.text), context];
  const below = el("div", {});
  const decided = () => {
    list();
    answered(room, s, below);
  };
  if (`decision-${s.id}` in room.answers) {
    answered(room, s, below);
    return [...shown, below];
  }
  const ask = undecided(room, s, () => {
    ask.remove();
    decided();
  });
  return [...shown, ask, below];
}

/** Returns the question, with what is missing and the re-wording once somebody says “no”. */
function undecided(room, s, done) {
  const boxes = NAMES.map((name) => [name, el("input", { type: "checkbox", value: name })]);
  const field = el("textarea", { id: `words-${s.id}`, rows: "3", maxlength: "2000", spellcheck: "false" });
  const no = el(
    "form",
    { hidden: true, novalidate: true, "aria-label": "What is missing" },
    el("fieldset", {}, el("legend", {}, "Which letters does it miss? Mark each that you see."), el("div", { class: "choices" }, boxes.map(([name, box]) => el("label", {}, box, CRITERIA[name])))),
    el("div", { class: "question" }, el("label", { for: field.id }, "Re-word it to make it SMART ", el("span", { class: "optional" }, "(or do so afterwards)")), field),
    el("div", { class: "submit" }, el("button", { type: "submit" }, "Decide: not SMART")),
  );
  no.addEventListener("submit", (event) => {
    event.preventDefault();
    const misses = boxes.filter(([, box]) => box.checked).map(([name]) => name);
    room.answer(`decision-${s.id}`, { smart: false, misses });
    if (field.value.trim()) room.answer(`rewording-${s.id}`, { text: field.value.trim() });
    done();
  });
  const yes = el("button", { type: "button" }, "✓ Yes, it is SMART");
  yes.addEventListener("click", () => {
    room.answer(`decision-${s.id}`, { smart: true, misses: [] });
    done();
  });
  const not = el("button", { type: "button", "aria-expanded": "false" }, "No, not yet");
  not.addEventListener("click", () => {
    no.hidden = false;
    not.setAttribute("aria-expanded", "true");
    boxes[0][1].focus();
  });
  return el("div", { class: "decide" }, el("p", {}, el("strong", {}, "Is it SMART?")), el("div", { class: "actions" }, yes, not), no);
}

/** Shows what was decided, and below it what is said of it once it has arrived. */
function answered(room, s, below) {
  const waiting = el("p", { class: "waiting", role: "status" }, "Your decision is kept here; the feedback comes as soon as it has been sent.");
  const words = el("div", {});
  below.replaceChildren(waiting, words);
  room.whenKept(`decision-${s.id}`, async () => {
    const said = await room.feedback(`decision-${s.id}`);
    if (!said) return say(waiting, "Aimwell is busy; open this statement again in a moment.");
    waiting.replaceWith(onDecision(said));
    if (!said.key.decided.smart || !said.key.smart) words.replaceChildren(...reword(room, s));
  });
}

/** Returns the field for somebody's own words, as often as they like; the last ones stand. */
function reword(room, s) {
  const item = `rewording-${s.id}`;
  const field = el("textarea", { id: `again-${s.id}`, rows: "3", maxlength: "2000", spellcheck: "false" });
  field.value = room.answers[item]?.text ?? "";
  const said = el("div", { role: "status" });
  const button = el("button", { type: "submit" }, "Ask Aimwell about these words");
  const form = el(
    "form",
    { novalidate: true, "aria-label": "In your own words" },
    el("div", { class: "question" }, el("label", { for: field.id }, "In your own words"), field),
    el("div", { class: "submit" }, button),
  );
  const ask = () => {
    say(said, "On its way …");
    room.whenKept(item, async () => {
      const found = await room.feedback(item);
      if (found) said.replaceChildren(onWords(found));
      else say(said, "Aimwell is busy; ask again in a moment.");
    });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return field.focus();
    room.answer(item, { text: field.value.trim() });
    ask();
  });
  if (item in room.answers) ask();
  return [form, said];
}

const say = (node, words) => {
  node.textContent = words;
};
