// Exercise 3: an action plan for a family, row by row. What is typed is kept as it is typed; Aimwell reads a row when asked.

import { el } from "../dom.js";
import { onWords } from "./feedback.js";
import { heading } from "./measure.js";

const MOST_ROWS = 8;
const PAUSE_MS = 1_500;
const COLUMNS = {
  issue: ["What is the issue/concern?", "Be specific. No generic, agency-specific or emotive language.", 2],
  who: ["Who will do this?", "Name the individual, not simply the agency.", 1],
  what: ["What will be done?", "Say exactly what tasks or actions will be done.", 2],
  when: ["When will this be done?", "A realistic time, not “ongoing”.", 1],
  how: ["How will we measure progress?", "A specific method; “by review” is none.", 1],
};

export function plan(room) {
  const rows = el("ol", { class: "disagreed" });
  const more = el("button", { type: "button" }, "Add a row");
  const used = Object.keys(room.answers).filter((item) => item.startsWith("row-") && !blank(room.answers[item]));
  const numbers = used.map((item) => Number(item.slice(4))).sort((a, b) => a - b);
  for (const n of numbers.length ? numbers : [1]) rows.append(row(room, n, rows, limit));
  more.addEventListener("click", () => {
    const taken = new Set(Array.from(rows.children, (li) => Number(li.dataset.row)));
    const n = Array.from({ length: MOST_ROWS }, (_, i) => i + 1).find((i) => !taken.has(i));
    const added = row(room, n, rows, limit);
    rows.append(added);
    limit();
    added.querySelector("textarea").focus();
  });
  function limit() {
    more.hidden = rows.children.length >= MOST_ROWS;
    Array.from(rows.children).forEach((li, i) => (li.querySelector("h3").textContent = `Row ${i + 1}`));
  }
  limit();
  const words = "In threes, complete each section for this family. All Team members, the child and the parent or carer among them, have clear actions.";
  return [heading("exercise-3"), el("p", {}, words), family(room.material.scenario), rows, el("p", {}, more)];
}

function family(s) {
  if (!s) return "";
  const list = (items) => el("ul", { class: "plain" }, items.map((words) => el("li", {}, words)));
  const people = s.people.map(({ name, who }) => el("li", {}, el("strong", {}, name), `, ${who}`));
  return el(
    "details",
    { class: "card", open: true },
    el("summary", {}, s.title),
    el("p", {}, s.story),
    el("h4", {}, "The Team around them"),
    el("ul", { class: "plain" }, people),
    el("h4", {}, "Worries"),
    list(s.worries),
    el("h4", {}, "Strengths"),
    list(s.strengths),
  );
}

function row(room, n, rows, changed) {
  const item = `row-${n}`;
  const given = room.answers[item] ?? {};
  const said = el("div", { role: "status" });
  const fields = Object.entries(COLUMNS).map(([name, [label, hint, lines]]) => {
    const id = `${item}-${name}`;
    const field = el("textarea", { id, name, rows: String(lines), maxlength: "400", spellcheck: "false", "aria-describedby": `${id}-hint` });
    field.value = given[name] ?? "";
    return [name, field, el("div", { class: "question" }, el("label", { for: id }, label), field, el("p", { class: "hint", id: `${id}-hint` }, hint))];
  });
  const value = () => Object.fromEntries(fields.map(([name, field]) => [name, field.value.trim()]));
  let pause = null;
  let last = JSON.stringify(value());
  const keep = () => {
    clearTimeout(pause);
    const now = value();
    if (JSON.stringify(now) === last) return;
    last = JSON.stringify(now);
    room.answer(item, now);
  };
  const form = el("form", { novalidate: true, "aria-label": `Row ${n} of the action plan` }, fields.map(([, , shown]) => shown));
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE_MS);
  });
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    const what = fields.find(([name]) => name === "what")[1];
    if (!what.value.trim()) return what.focus();
    said.textContent = "On its way …";
    let asked = true;
    room.whenKept(item, async () => {
      if (!asked || room.waiting(item)) return;
      asked = false; // later changes are kept; they are read when somebody asks again
      const found = await room.feedback(item);
      said.replaceChildren(found ? onWords(found) : "Aimwell is busy; ask again in a moment.");
    });
  });
  const out = el("button", { type: "button", class: "link" }, "Take this row out");
  out.addEventListener("click", () => {
    clearTimeout(pause);
    if (item in room.answers) room.answer(item, Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, ""])));
    li.remove();
    if (rows.children.length === 0) rows.append(row(room, n, rows, changed));
    changed();
  });
  form.append(el("div", { class: "submit" }, el("button", { type: "submit" }, "Ask Aimwell about this row"), out));
  const li = el("li", { class: "card", "data-row": String(n) }, el("h3", {}, `Row ${n}`), form, said);
  return li;
}

const blank = (given) => Object.values(given).every((words) => !words);
