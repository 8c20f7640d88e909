// The page: reads the form, asks the service, shows the answer. Nothing is stored; one request at a time is in flight.

import { Refusal, rewrite, score } from "./api.js";
import { byId, el, say } from "./dom.js";
import { askForKey } from "./key.js";
import * as rewrites from "./rewrites.js";
import * as verdicts from "./verdicts.js";
import { inWords } from "./words.js";

const PAUSE_MS = 700;
const EXAMPLE = "John will stop disrupting the class";
const FIELDS = { text: "The objective", need: "The need", baseline: "Where things stand today", domain: "The kind of plan" };

let pause = 0;
let asking = null; // the AbortController of the judgement under way
let shown = null; // the objective whose verdicts are on the page
let earlier = null; // what stood in the box before a rewrite or the example replaced it

/** Returns the form as the service wants it: fields without words are left out. */
function objective() {
  const given = Object.keys(FIELDS).map((name) => [name, byId(name).value]);
  return Object.fromEntries(given.filter(([, value]) => value.trim()));
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Judges what stands in the form; `byHand` when somebody asked for it rather than paused. */
async function judge(byHand) {
  clearTimeout(pause);
  asking?.abort();
  asking = null;
  say(byId("progress"), "");
  const asked = objective();
  if (!asked.text) {
    forget();
    if (byHand) complain(new Refusal("", [{ name: "text", detail: "Write the objective first, then judge it." }]));
    return;
  }
  const own = new AbortController();
  asking = own;
  try {
    await answer(asked, own.signal);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!own.signal.aborted) complain(error, asked);
  } finally {
    if (asking === own) {
      asking = null;
      say(byId("progress"), "");
    }
  }
}

async function answer(asked, signal) {
  say(byId("progress"), "Judging…");
  const { engine, assessment } = await score(asked, signal);
  if (asked.text !== shown?.text || assessment.smart) rewrites.clear();
  settle();
  verdicts.show(asked, assessment, engine);
  shown = asked;
  if (assessment.smart) return;
  say(byId("progress"), "Looking for rewrites…");
  rewrites.show(await rewrite(asked, signal), use);
}

/** Takes every complaint off the page. */
function settle() {
  byId("problem").replaceChildren();
  for (const name of Object.keys(FIELDS)) {
    byId(name).removeAttribute("aria-invalid");
    byId(`${name}-problem`).textContent = "";
  }
}

function forget() {
  settle();
  verdicts.clear();
  rewrites.clear();
  shown = null;
}

/** Says why nothing was judged and what to do, beside the field where there is one; what was typed stays. */
function complain(refusal, asked = {}) {
  settle();
  const known = refusal.fields.filter(({ name }) => name in FIELDS);
  for (const { name, detail } of known) {
    byId(name).setAttribute("aria-invalid", "true");
    byId(`${name}-problem`).textContent = inWords(detail, asked[name]);
    if (byId("more").contains(byId(name))) byId("more").open = true;
  }
  const names = known.map(({ name }) => FIELDS[name].toLowerCase()).join(" and ");
  const aboutKey = [401, 403].includes(refusal.status) ? askForKey(refusal.status, () => judge(true)) : null;
  const message = known.length ? `Nothing was judged: look at ${names}.` : (aboutKey ?? refusal.message);
  byId("problem").replaceChildren(el("p", { class: "problem" }, message, " Your words are still here."));
  byId("stale").hidden = shown === null || same(shown, asked);
  if (!asked.text) byId("text").focus();
}

/** Puts words into the objective box and judges them; those that stood there can be brought back. */
function replaceWords(words, note) {
  const box = byId("text");
  earlier = box.value.trim() && box.value !== words ? box.value : null;
  box.value = words;
  byId("back").hidden = earlier === null;
  say(byId("text-note"), note);
  box.focus();
  judge(true);
}

function use(sentence) {
  replaceWords(sentence, "The rewrite is now your objective.");
  byId("text").scrollIntoView({ block: "nearest" });
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  judge(true);
});
byId("form").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  judge(true);
});
byId("form").addEventListener("input", () => {
  say(byId("text-note"), "");
  clearTimeout(pause);
  pause = setTimeout(() => {
    if (asking || byId("problem").hasChildNodes() || !same(objective(), shown)) judge(false);
  }, PAUSE_MS);
});
byId("example").addEventListener("click", () => replaceWords(EXAMPLE, "An example from the training session."));
byId("back").addEventListener("click", () => replaceWords(earlier, "Your earlier words are back."));
byId("judge").disabled = false;
