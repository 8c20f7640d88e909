// A participant's page: the steps that are open, one at a time, and answers that are never lost.

import { byId, el, say } from "../dom.js";
import { listen } from "./feed.js";
import { letters } from "./letters.js";
import { end, measure, welcome } from "./measure.js";
import { moving } from "./moving.js";
import { Outbox } from "./outbox.js";
import { plan } from "./plan.js";
import { statements } from "./statements.js";
import { ORDER, STEPS } from "./steps.js";
import { keep, mine, token } from "./token.js";

const VIEWS = {
  welcome,
  "measure-1": (room) => measure(room, "measure-1"),
  "exercise-1": letters,
  "exercise-2": statements,
  "exercise-3": plan,
  "exercise-4": moving,
  "measure-2": (room) => measure(room, "measure-2"),
  end,
};
const AWAY = "The connection is away. Go on; your answers wait here and are sent when it is back.";
const GONE = "This session is not there any more. Join again with the code.";
/** Before each try to get feedback: a whole room may ask at once. */
const PAUSES = [0, 1_000, 2_000, 4_000];
/** An answer that is still on its way after this is told of. */
const PATIENCE_MS = 3_000;
/** Of several answers to these the first stands, as on the service. */
const FIRST = /^(letters|decision-|moving-)/;

let shown = null;
let on = false;
let feed = null;

const outbox = new Outbox(mine, {
  kept(items) {
    for (const item of items) room.tell(item);
  },
  refused(item, why) {
    complain(why);
    room.tell(item);
  },
  waiting() {
    if (on) setTimeout(connection, PATIENCE_MS);
    else connection();
  },
  over(status) {
    leave(status === 410 ? "This session is over, and takes nothing more." : GONE);
  },
});

/** What the views share: the session's material, what was answered, and how to answer and to hear what is said of it. */
const room = {
  material: null,
  answers: {},
  listeners: new Map(),
  answer(item, said) {
    if (!(FIRST.test(item) && item in room.answers)) room.answers[item] = said;
    outbox.add(item, said);
  },
  waiting: (item) => outbox.has(item),
  /** Calls `then` once whenever an answer to the item has reached the service. */
  whenKept(item, then) {
    room.listeners.set(item, then);
    if (item in room.answers && !outbox.has(item)) then();
  },
  tell(item) {
    room.listeners.get(item)?.();
  },
  /** Returns what is said of an answer; null where the service is too busy for several seconds. */
  async feedback(item) {
    for (const wait of PAUSES) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const response = await fetch(`/v1/training/mine/feedback/${item}`, { headers: mine() }).catch(() => null);
      if (response?.ok) return response.json();
    }
    return null;
  },
  get led() {
    return room.material.state.step;
  },
  /** Says whether the session has come to a step. */
  isOpen: (step) => room.material.state.open.includes(step),
  go,
};

function complain(words) {
  byId("problem").replaceChildren(words ? el("p", { class: "problem" }, words) : "");
}

function connection() {
  const n = outbox.waiting.length;
  const waiting = n === 0 ? "" : ` ${n} ${n === 1 ? "answer waits" : "answers wait"} to be sent.`;
  if (!room.material) say(byId("connection"), on ? "Opening the room …" : AWAY);
  else say(byId("connection"), on ? `Session ${room.material.code}.${waiting}` : `${AWAY}${waiting}`);
}

function leave(words) {
  feed?.stop();
  keep(null);
  byId("step").replaceChildren(el("p", {}, words), el("p", {}, el("a", { href: "/training" }, "Join a session")));
  byId("steps").replaceChildren();
  say(byId("connection"), words);
}

function go(step, { focus = true } = {}) {
  shown = step;
  complain("");
  room.listeners.clear();
  byId("moved").replaceChildren();
  byId("step").replaceChildren(...[VIEWS[step](room)].flat());
  steps();
  if (focus) byId("step").querySelector("h2")?.focus();
}

function steps() {
  byId("steps").replaceChildren(
    ...ORDER.map((step) => {
      const led = step === room.led;
      const label = led ? [STEPS[step], el("span", { class: "unseen" }, " (the room is here)")] : STEPS[step];
      const current = step === shown ? "step" : null;
      const options = { type: "button", class: led ? "led" : null, "aria-current": current, disabled: !room.isOpen(step) };
      return el("li", {}, el("button", { ...options, onclick: () => go(step) }, label));
    }),
  );
}

/** Follows the facilitator; whoever is writing is asked, and not torn away. */
function follow(state) {
  const before = room.material.state.step;
  room.material.state = state;
  steps();
  if (state.step === before && shown !== null) return;
  if (due(state.step) === shown) return; // it is there already, perhaps half filled in
  const writing = document.activeElement?.matches("textarea, input:not([type]), input[type=text]") && document.activeElement.value;
  if (shown === null || !writing) return go(due(state.step), { focus: shown !== null });
  byId("moved").replaceChildren(
    `The room has moved on to ${STEPS[state.step]}.`,
    el("button", { type: "button", onclick: () => go(due(state.step)) }, `Go to ${STEPS[state.step]}`),
  );
}

/** Returns where somebody belongs: who comes late gives the first measure before anything else. */
function due(step) {
  const late = ORDER.indexOf(step) > ORDER.indexOf("measure-1") && step !== "end";
  return late && !("measure-1" in room.answers) ? "measure-1" : step;
}

async function open() {
  const response = await fetch("/v1/training/mine", { headers: mine() }).catch(() => null);
  if (response && [401, 404].includes(response.status)) return leave(GONE);
  const material = response?.ok ? await response.json().catch(() => null) : null;
  if (!material) {
    connection();
    setTimeout(open, 2_000);
    return;
  }
  on = true;
  room.material = material;
  room.answers = { ...material.answers };
  for (const { item, said } of outbox.waiting) if (!(FIRST.test(item) && item in room.answers)) room.answers[item] = said;
  byId("consent-box").hidden = false;
  byId("consent").checked = room.answers.consent?.given ?? false;
  byId("again").hidden = false;
  byId("link").textContent = `${location.origin}/training/room#${token()}`;
  connection();
  follow(material.state);
  outbox.send();
  feed = listen("/v1/training/mine/events", mine, heard, (state) => {
    if (state === "refused") return leave(GONE);
    on = state === "on";
    connection();
    if (on) outbox.send();
  });
}

function heard(name, data) {
  if (name === "gone") return leave(GONE);
  follow(data);
}

byId("consent").addEventListener("change", (event) => room.answer("consent", { given: event.target.checked }));

addEventListener("beforeunload", (event) => {
  if (outbox.waiting.length > 0) event.preventDefault();
});

if (location.hash.length > 20) {
  keep(location.hash.slice(1)); // from another device; the part behind the # is never sent
  history.replaceState(null, "", location.pathname);
}
if (token()) open();
else location.replace("/training");
