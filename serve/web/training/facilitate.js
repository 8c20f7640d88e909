// A facilitator's page: begin a session, show its code, lead it, and see what the room answers as it does.

import { byId, el, say } from "../dom.js";
import { askForKey, keyHeaders } from "../key.js";
import { listen } from "./feed.js";
import { download, showReport } from "./report.js";
import { ORDER, STEPS } from "./steps.js";
import { disagreed, now } from "./tallies.js";

const AWAY = "Aimwell is not answering. Check that it is running; this page tries again.";
const HINTS = {
  welcome: "Let everybody join first. Who comes late gives the first measure before anything else.",
  "measure-1": "Before a word about SMART: how sure do people feel?",
  "exercise-1": "In twos. LIAP’s words are shown to each when they have given theirs.",
  "exercise-2": "In twos. Feedback comes after each decision. Below stands what the room disagrees on: talk about these, then show the key.",
  "exercise-3": "In threes, each group on one device. Rows can be checked one by one.",
  "exercise-4": "In twos, talk first; then the three situations.",
  "measure-2": "The same three marks again, and any questions.",
  end: "The session has ended. For an hour, answers that were on their way still arrive.",
};
const PATH = "/v1/training/sessions";

let code = new URLSearchParams(location.search).get("code");
let feed = null;
let tally = null;
let scenarios = [];

const complain = (words) => byId("problem").replaceChildren(words ? el("p", { class: "problem" }, words) : "");

/** Asks the service; says why not and returns null where it refuses, after asking for a key where one is needed. */
async function ask(path, method, body, again) {
  const options = { method, headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...keyHeaders() } };
  const response = await fetch(path, { ...options, body: body ? JSON.stringify(body) : undefined }).catch(() => null);
  if (response?.ok) {
    complain("");
    return response;
  }
  const problem = await response?.json().catch(() => null);
  const asked = response && [401, 403].includes(response.status) ? askForKey(response.status, again) : null;
  complain(asked ?? problem?.detail ?? AWAY);
  return null;
}

async function home() {
  feed?.stop();
  code = null;
  history.replaceState(null, "", location.pathname);
  byId("session").hidden = true;
  const response = await ask(PATH, "GET", null, home);
  if (!response) return;
  const reply = await response.json();
  scenarios = reply.scenarios;
  byId("scenario").replaceChildren(...scenarios.map(({ id, title }) => el("option", { value: id }, title)));
  story();
  byId("sessions").replaceChildren(...reply.sessions.map(line));
  byId("kept").hidden = reply.sessions.length === 0;
  byId("start").hidden = false;
  say(byId("connection"), "For facilitators");
}

const story = () => say(byId("story"), scenarios.find(({ id }) => id === byId("scenario").value)?.story ?? "");

function line(session) {
  const words = `${day(session.day)}, ${session.ended ? "over" : STEPS[session.step]}; deleted on ${day(session.deleted)}`;
  return el("li", {}, el("button", { type: "button", onclick: () => open(session.code) }, `Open ${spaced(session.code)}`), words);
}

const day = (iso) => new Date(`${iso}T12:00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
const spaced = (words) => `${words.slice(0, 3)} ${words.slice(3)}`;

async function open(which) {
  code = which;
  const response = await ask(`${PATH}/${code}`, "GET", null, () => open(which));
  if (!response) return;
  history.replaceState(null, "", `?code=${code}`);
  byId("start").hidden = true;
  byId("session").hidden = false;
  byId("report").hidden = true;
  const alone = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  byId("alone").hidden = !alone;
  byId("address").textContent = `${location.host}/training`;
  show(await response.json());
  feed?.stop();
  feed = listen(`${PATH}/${code}/events`, keyHeaders, heard, (state, status) => {
    if (state === "refused") ask(`${PATH}/${code}`, "GET", null, () => open(which));
    else say(byId("connection"), state === "on" ? "Live" : AWAY);
  });
}

function heard(name, data) {
  if (name === "gone") home();
  else show(data);
}

function show(found) {
  const first = tally?.code !== found.code;
  const moved = first || tally.state.step !== found.state.step;
  tally = found;
  byId("code").replaceChildren(el("span", { class: "unseen" }, "Code "), spaced(found.code));
  say(byId("people"), `${found.people} joined, ${found.online} here now`);
  say(byId("deleted"), `Everything of this session is deleted on ${day(found.deleted)}; with “Delete”, now.`);
  steps();
  lead();
  now(byId("now"), found, ask, `${PATH}/${code}`, () => show(tally));
  disagreed(byId("disagreed"), found);
  byId("apart").hidden = byId("disagreed").children.length === 0;
  if (found.state.ended && (moved || byId("report").hidden)) report();
}

function steps() {
  const { step, open: opened, ended } = tally.state;
  byId("steps").replaceChildren(
    ...ORDER.filter((s) => s !== "end").map((s) => {
      const options = { type: "button", "aria-current": s === step ? "step" : null, disabled: ended || !opened.includes(s) };
      const label = tally.done[s] ? `${STEPS[s]} · ${tally.done[s]}` : STEPS[s];
      return el("li", {}, el("button", { ...options, onclick: () => go(s) }, label));
    }),
  );
}

function lead() {
  const { step, ended } = tally.state;
  const next = ended ? null : ORDER[ORDER.indexOf(step) + 1];
  byId("next").hidden = !next;
  byId("next").textContent = next === "end" ? "End the session" : `On to ${STEPS[next]}`;
  byId("next").onclick = () => go(next);
  say(byId("next-hint"), ended ? HINTS.end : HINTS[step]);
}

async function go(step) {
  if (step === "end" && !confirm("End the session? Nobody can join afterwards, and the report is shown.")) return;
  const response = await ask(`${PATH}/${code}/step`, "PUT", { step }, () => go(step));
  if (response) show(await response.json());
}

async function report() {
  byId("report").hidden = false;
  const response = await ask(`${PATH}/${code}/report.html`, "GET", null, report);
  if (response) showReport(byId("report-body"), await response.text());
}

async function save(ending) {
  const response = await ask(`${PATH}/${code}/report.${ending}`, "GET", null, () => save(ending));
  if (response) download(await response.blob(), `aimwell-session-${code}.${ending}`);
}

byId("scenario").addEventListener("change", story);
byId("begin").addEventListener("submit", async (event) => {
  event.preventDefault();
  const response = await ask(PATH, "POST", { scenario: byId("scenario").value }, home);
  if (response) open((await response.json()).code);
});
byId("as-html").addEventListener("click", () => save("html"));
byId("as-md").addEventListener("click", () => save("md"));
byId("renew").addEventListener("click", report);
byId("leave").addEventListener("click", home);
byId("delete").addEventListener("click", async () => {
  if (!confirm("Delete this session and every answer in it, for good?")) return;
  if (await ask(`${PATH}/${code}`, "DELETE", null, home)) home();
});

if (code) open(code);
else home();
