// The Measures of Confidence, the welcome before them and the thanks after.

import { el } from "../dom.js";
import { TITLES } from "./steps.js";

const SCALES = {
  knowledge: ["How much do you know about SMART objectives?", "nothing", "all there is"],
  identifying: ["How confident are you in identifying SMART objectives?", "not at all", "completely"],
  writing: ["How confident are you in writing them into an agreed action plan?", "not at all", "completely"],
};
const MARKS = Array.from({ length: 10 }, (_, i) => i + 1);
const EXERCISES = /^(letters|decision-|rewording-|row-|moving-)/;

export const heading = (step) => el("h2", { tabindex: "-1" }, TITLES[step]);

export function welcome(room) {
  return [
    heading("welcome"),
    el("p", {}, "This session has three aims: to know more about SMART objectives, to be surer in identifying them and in writing them into an agreed action plan, and to ask questions."),
    el("p", {}, "Your facilitator leads. This page moves on with the room; you can always go back to what is open. Talk with the person beside you: it is how these exercises are meant."),
    room.material.pseudonym ? el("p", { class: "hint" }, `You are here as “${room.material.pseudonym}”.`) : null,
    el("p", { class: "waiting" }, "Waiting for your facilitator to begin …"),
  ].filter(Boolean);
}

/** Shows the three scales of one measure. */
export function measure(room, item) {
  const given = room.answers[item];
  const form = el("form", { novalidate: true, "aria-label": TITLES[item] });
  const said = el("p", { class: "said", role: "status" });
  const problem = el("p", { class: "problem", role: "alert" });
  form.append(...Object.keys(SCALES).map((name) => scale(name, given?.[name])), problem);
  // A first measure is one of before: who has begun the exercises cannot give it again.
  const settled = item === "measure-1" && given && Object.keys(room.answers).some((name) => EXERCISES.test(name));
  if (settled) {
    for (const input of form.querySelectorAll("input")) input.disabled = true;
    form.append(el("p", { class: "hint" }, "These are your marks from before the exercises."));
    return [heading(item), form];
  }
  form.append(el("div", { class: "submit" }, el("button", { type: "submit" }, given ? "Change my marks" : "Keep my marks"), said));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = Object.fromEntries(new FormData(form));
    const missing = Object.keys(SCALES).find((name) => !(name in found));
    problem.textContent = missing ? "Give a mark on all three, please." : "";
    if (missing) return form.querySelector(`[name=${missing}]`).focus();
    room.answer(item, Object.fromEntries(Object.entries(found).map(([name, mark]) => [name, Number(mark)])));
    form.querySelector("button").textContent = "Change my marks";
    said.textContent = "On its way …";
    room.whenKept(item, () => {
      said.textContent = "Kept.";
      if (item === "measure-1" && room.led !== "measure-1" && room.led !== "welcome") room.go(room.led);
    });
  });
  const words =
    item === "measure-1"
      ? "Before we begin: how sure do you feel today? There is no right answer."
      : "And now? Give the marks as you feel, not as you think they should be.";
  return [heading(item), el("p", {}, words), form];
}

function scale(name, given) {
  const [question, low, high] = SCALES[name];
  const marks = MARKS.map((mark) =>
    el("label", {}, el("input", { type: "radio", name, value: mark, checked: given === mark }), String(mark)),
  );
  return el(
    "fieldset",
    {},
    el("legend", {}, question),
    el("div", { class: "marks" }, marks),
    el("div", { class: "ends", "aria-hidden": "true" }, el("span", {}, `1: ${low}`), el("span", {}, `10: ${high}`)),
  );
}

export function end(room) {
  const [before, after] = ["measure-1", "measure-2"].map((item) => room.answers[item]);
  const missing = after
    ? null
    : el("p", {}, "The second Measure of Confidence is still missing. ", el("button", { type: "button", onclick: () => room.go("measure-2") }, "Give it now"));
  const rows = Object.entries(SCALES).map(([name, [question]]) =>
    el("tr", {}, el("th", { scope: "row" }, question), el("td", {}, String(before?.[name] ?? "–")), el("td", {}, String(after?.[name] ?? "–"))),
  );
  const head = el("thead", {}, el("tr", {}, ["", "Before", "After"].map((words) => el("th", { scope: "col" }, words))));
  return [
    heading("end"),
    el("p", {}, "Thank you for your participation in today’s session. What you answered is deleted after 30 days."),
    missing,
    before || after ? el("div", { class: "wide" }, el("table", {}, head, el("tbody", {}, rows))) : null,
  ].filter(Boolean);
}
