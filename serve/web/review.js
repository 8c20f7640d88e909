// Reviewing: one objective at a time. The reviewer judges first, and nothing of what Aimwell says is fetched before the marks
// are kept; then they may see why, and say what becomes of a rewrite.

import { byId, say } from "./dom.js";
import { marks, onKey } from "./review-keys.js";
import { drawMarks, marked, setMarks, showAgreement, showContext, showProposals, showVerdicts } from "./review-parts.js";
import { bracketed } from "./bracketed.js";
import { Unanswered, ask } from "./review-service.js";
import { CRITERIA } from "./words.js";

const NAME = "aimwell-reviewer";
const AT_ONCE = 10;
const NOTHING = "Nothing waits for you. On the command line, `aimwell reviews queue PLAN` lets the objectives of a plan wait here.";
const WHY = {
  disputed: (criteria) => `Two reviewers differ on ${criteria.map((name) => CRITERIA[name]).join(", ")}: you are asked as the third.`,
  second: () => "Somebody has judged this one already: you are asked so that your office knows how far you agree.",
};

let reviewer = "";
let upcoming = []; // what the service gave, and has not been shown
let later = new Set(); // what the reviewer does not want to judge now
let current = null; // the objective on the page, as the queue gave it
let kept = null; // the review of it that was kept: { id, labels }
let last = null; // the one before: { item, id, labels }
let correcting = null; // the id of the review that is being corrected
let offered = null; // the suggestion on the page, with the verdicts of its objective
let sending = null; // the review on its way: sent again under the same id where no answer came
let reviewed = 0;

const newId = () => `page-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
const identity = ({ objective }) => JSON.stringify(objective);

/** Does something that asks the service; says why not where it does not answer, and keeps what was marked. */
async function trying(deed) {
  try {
    say(byId("said"), "");
    await deed();
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    say(byId("said"), error.retry(() => trying(deed)) ?? error.message);
  }
}

async function next() {
  if (upcoming.length === 0) {
    const query = new URLSearchParams({ reviewer, limit: String(AT_ONCE + later.size) });
    const queue = await ask("GET", `/v1/reviews/queue?${query}`);
    upcoming = queue.next.filter((item) => !later.has(identity(item)));
    reviewed = queue.judged;
    standing(queue.judged, queue.waiting);
  }
  open(upcoming.shift() ?? null);
}

/** Shows how far the reviewer is. */
function standing(judged, waiting) {
  byId("progress").max = Math.max(1, judged + waiting);
  byId("progress").value = judged;
  say(byId("standing"), `${judged} reviewed by you, ${waiting} ${waiting === 1 ? "waits" : "wait"}`);
}

/** Puts an objective on the page; null where nothing waits. */
function open(item, before = {}) {
  current = item;
  kept = null;
  sending = null;
  byId("objective").hidden = item === null;
  byId("judging").hidden = item === null;
  byId("after").hidden = true;
  byId("again").hidden = last === null || correcting !== null;
  if (item === null) {
    say(byId("said"), NOTHING);
    return;
  }
  byId("wording").textContent = item.objective.text;
  showContext(item.objective);
  const because = WHY[item.why]?.(item.criteria) ?? "";
  byId("asked-because").textContent = because;
  byId("asked-because").hidden = because === "";
  setMarks(before);
  byId("objective-heading").focus();
}

/** Returns a review of the objective on the page with these fields. */
function about(fields) {
  const { objective, source, subject, as_of } = current;
  const given = Object.entries({ ...objective, source, subject, as_of, reviewer, ...fields });
  return Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined && value !== ""));
}

async function keepMarks() {
  const labels = marked();
  if (Object.keys(labels).length === 0) {
    say(byId("said"), "Mark at least one criterion, or choose “Not now”.");
    return;
  }
  const said = { labels, corrects: correcting };
  if (JSON.stringify(sending?.said) !== JSON.stringify(said)) sending = { said, id: newId() };
  await ask("POST", "/v1/reviews", about({ ...said, id: sending.id }));
  kept = { id: sending.id, labels };
  if (correcting === null) {
    reviewed += 1;
    standing(reviewed, Math.max(0, byId("progress").max - reviewed));
  }
  last = { item: current, ...kept };
  correcting = null;
  byId("judging").hidden = true;
  byId("again").hidden = false;
  reveal();
}

/** Offers to show what Aimwell says, now that it can lead nobody. */
function reveal() {
  offered = null;
  byId("after").hidden = false;
  byId("verdicts").hidden = true;
  byId("rewrite").hidden = true;
  byId("show").hidden = false;
  byId("after-heading").focus();
}

async function showWhy() {
  if (kept === null || byId("show").hidden) return;
  say(byId("said"), "Asking Aimwell…");
  const item = current;
  const asked = Object.fromEntries(Object.entries(item.objective).filter(([, value]) => value !== null));
  const reply = await ask("POST", "/v1/rewrite", { ...asked, n: 1, as_of: item.as_of });
  if (item !== current) return;
  say(byId("said"), "");
  byId("show").hidden = true;
  showVerdicts(reply.assessment, kept.labels);
  offered = { suggestion: reply.suggestions[0] ?? null, reply };
  byId("words").value = shownWords();
  byId("why").value = "";
  byId("reject").hidden = offered.suggestion === null;
  byId("rewrite").hidden = false;
  nameAccept();
  showProposals(offered.suggestion ?? { text: "", spans: [] });
}

/** Returns what the box for a rewrite held at first: the suggestion, or the objective where there is none. */
const shownWords = () => offered.suggestion?.text ?? current.objective.text;

function nameAccept() {
  const same = byId("words").value.trim() === shownWords();
  byId("accept").textContent = same && offered.suggestion ? "Accept it" : "Keep it as I wrote it";
}

/** Keeps what became of the suggestion: taken as it is, taken with changes, or rejected. */
async function answer(taken) {
  const { suggestion, reply } = offered;
  const words = byId("words").value.trim();
  if (taken && (!words || (!suggestion && words === current.objective.text))) {
    say(byId("said"), "Write what it should say, or go on to the next.");
    return;
  }
  const outcome = !taken ? "rejected" : words === suggestion?.text ? "chosen" : "edited";
  const verdicts = Object.entries(reply.assessment.criteria).map(([name, { verdict }]) => [name, verdict]);
  const proposed = suggestion && bracketed(suggestion);
  const said = { outcome, suggestion: proposed, kept: taken ? words : null, why: byId("why").value.trim() };
  if (JSON.stringify(sending?.said) !== JSON.stringify(said)) sending = { said, id: newId() };
  await ask("POST", "/v1/reviews", about({ ...said, id: sending.id, bundle: reply.bundle, shown: Object.fromEntries(verdicts) }));
  byId("rewrite").hidden = true;
  say(byId("said"), { chosen: "Accepted.", edited: "Kept as you wrote it.", rejected: "Rejected." }[outcome]);
  byId("next").focus();
}

function correctLast() {
  if (last === null) return;
  if (current !== null && kept === null && current !== last.item) upcoming.unshift(current);
  correcting = last.id;
  open(last.item, last.labels);
  say(byId("said"), "Change your marks and save them: the earlier ones are then corrected.");
}

byId("start").addEventListener("submit", (event) => {
  event.preventDefault();
  reviewer = byId("reviewer").value.trim();
  if (!reviewer) return byId("reviewer").focus();
  sessionStorage.setItem(NAME, reviewer);
  begin();
});

function begin() {
  byId("start").hidden = true;
  byId("bar").hidden = false;
  byId("agreement").hidden = false;
  trying(next);
}

byId("judging").addEventListener("submit", (event) => {
  event.preventDefault();
  trying(keepMarks);
});
byId("rewrite").addEventListener("submit", (event) => {
  event.preventDefault();
  trying(() => answer(true));
});
byId("words").addEventListener("input", nameAccept);
byId("reject").addEventListener("click", () => trying(() => answer(false)));
byId("show").addEventListener("click", () => trying(showWhy));
byId("next").addEventListener("click", () => trying(next));
byId("again").addEventListener("click", correctLast);
byId("skip").addEventListener("click", () => {
  later.add(identity(current));
  trying(next);
});
byId("help-open").addEventListener("click", () => byId("help").showModal());
byId("agreement").addEventListener("toggle", () => {
  if (byId("agreement").open) trying(async () => showAgreement((await ask("GET", "/v1/reviews/agreement")).pairs));
});

onKey({
  "?": () => byId("help").showModal(),
  w: () => trying(showWhy),
  Enter: () => (byId("judging").hidden ? !byId("after").hidden && trying(next) : trying(keepMarks)),
  ...marks(() => !byId("judging").hidden),
});
drawMarks();
const known = sessionStorage.getItem(NAME);
if (known) {
  reviewer = known;
  byId("reviewer").value = known;
  begin();
} else {
  byId("reviewer").focus();
}
