// What it could say instead: sentences whose proposed details are fields, because somebody must still agree to them.

import { byId, el, say } from "./dom.js";
import { words } from "./highlight.js";
import { NO_REWRITE, ORIGINS, outcome } from "./words.js";

const BLANKS = "The details are yours: Aimwell leaves a field for each one that somebody must agree to.";
const PROPOSALS = "Words in a field are a proposal, and not a fact: change them, or clear them to leave a blank.";

let onPage = ""; // the suggestions shown, to leave fields alone when the same come again

/**
 * Shows the suggestions; `use` is called with a sentence when its author wants to go on with it. What was filled into
 * the blanks of the suggestions before stays in the same blanks of these: clear first when the objective is another.
 */
export function show(suggestions, use) {
  if (JSON.stringify(suggestions) === onPage) return;
  onPage = JSON.stringify(suggestions);
  const filled = fillings();
  const proposed = suggestions.some((s) => s.spans.some((span) => !isBlank(s, span)));
  say(byId("rewrites-hint"), suggestions.length === 0 ? NO_REWRITE : proposed ? PROPOSALS : BLANKS);
  byId("suggestions").replaceChildren(...suggestions.map((s, i) => card(s, i + 1, use, filled)));
  byId("rewrites").hidden = false;
}

/** Takes the rewrites away. */
export function clear() {
  onPage = "";
  byId("suggestions").replaceChildren();
  byId("rewrites").hidden = true;
}

function fillings() {
  const typed = [...byId("suggestions").querySelectorAll("input")].filter((i) => i.value.trim());
  return new Map(typed.map((i) => [i.dataset.key, i.value]));
}

const isBlank = (s, span) => words(s.text, span.start, span.end) === `[${span.kind}]`;

function card(suggestion, number, use, filled) {
  const sentence = el("p", { class: "sentence" }, pieces(suggestion, number, filled));
  const said = el("span", { class: "said", role: "status" });
  const left = el("p", { class: "hint left" });
  const count = () => say(left, remaining(sentence));
  sentence.addEventListener("input", () => {
    count();
    say(said, "");
  });
  count();
  const copied = async () => {
    say(said, "");
    say(said, (await copyOut(plain(sentence))) ? "Copied" : "Not copied: select the sentence and copy it by hand.");
  };
  return el(
    "li",
    {},
    el("h3", {}, `Rewrite ${number}`),
    sentence,
    el(
      "div",
      { class: "actions" },
      el("button", { type: "button", onclick: copied, "aria-label": `Copy rewrite ${number}` }, "Copy"),
      el("button", { type: "button", onclick: () => use(plain(sentence)), "aria-label": `Use this: rewrite ${number}` }, "Use this"),
      said,
    ),
    left,
    el("p", { class: "hint" }, outcome(suggestion), " ", ORIGINS[suggestion.origin] ?? ""),
    changes(suggestion),
  );
}

function pieces(suggestion, number, filled) {
  const found = [];
  let at = 0;
  suggestion.spans.forEach((span, i) => {
    found.push(words(suggestion.text, at, span.start));
    const before = suggestion.spans.slice(0, i).filter(({ kind }) => kind === span.kind).length;
    const key = `${number} ${span.kind} ${before}`;
    found.push(isBlank(suggestion, span) ? blank(span, key, filled.get(key) ?? "") : proposal(suggestion, span));
    at = span.end;
  });
  found.push(words(suggestion.text, at));
  return found;
}

function blank({ kind, question }, key, value) {
  const input = el("input", {
    type: "text",
    class: "field",
    "aria-label": question,
    placeholder: question,
    "data-kind": kind,
    "data-key": key,
    spellcheck: "false",
    autocomplete: "off",
  });
  const fit = () => (input.size = Math.max(3, Array.from(input.value || question).length));
  input.value = value;
  input.addEventListener("input", fit);
  fit();
  return input;
}

function proposal(suggestion, { start, end, kind, question }) {
  const field = el(
    "mark",
    {
      class: "field",
      role: "textbox",
      tabindex: "0",
      "aria-label": question,
      "data-kind": kind,
      "data-asks": question,
      spellcheck: "false",
      onkeydown: (event) => event.key === "Enter" && event.preventDefault(),
    },
    words(suggestion.text, start, end),
  );
  try {
    field.contentEditable = "plaintext-only";
  } catch {
    field.contentEditable = "true"; // browsers that know no other kind of editing
  }
  return field;
}

const content = (field) => (field.matches("input") ? field.value : field.textContent).replace(/\s+/g, " ").trim();

/** Returns the sentence as it stands: what is filled in as typed, what is not as `[when]`. */
function plain(sentence) {
  const said = [...sentence.childNodes].map((node) =>
    node.nodeType === Node.TEXT_NODE ? node.data : content(node) || `[${node.dataset.kind}]`,
  );
  return said.join("");
}

function remaining(sentence) {
  const open = [...sentence.querySelectorAll(".field")].filter((field) => !content(field)).length;
  if (open === 0) return "Nothing is left blank. Is every detail agreed?";
  return open === 1 ? "One detail still to agree." : `${open} details still to agree.`;
}

function changes({ changes: lines }) {
  if (lines.length === 0) return null;
  const group = (title, prefix) => {
    const found = lines.filter((l) => l.startsWith(prefix)).map((l) => el("li", {}, l.slice(prefix.length)));
    return found.length ? [el("h4", {}, title), el("ul", {}, found)] : [];
  };
  const other = lines.filter((l) => !/^(Answers|Asks|Proposes): /.test(l)).map((l) => el("li", {}, l));
  return el(
    "details",
    {},
    el("summary", {}, "What it answers, asks and proposes"),
    group("It answers", "Answers: "),
    group("It asks you", "Asks: "),
    group("Where its proposals come from", "Proposes: "),
    other.length ? el("ul", {}, other) : [],
  );
}

/** Copies a sentence; pages that are not served securely have no clipboard, and copy from a field instead. */
async function copyOut(sentence) {
  try {
    await navigator.clipboard.writeText(sentence);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = el("textarea", { class: "unseen", "aria-label": "The sentence to copy" });
    field.value = sentence;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
}
