// Turning off one match for good, for editors that cannot do it themselves: by the link at the match, or by the sentence.

import { byId, el, say } from "./dom.js";
import { askForKey, keyHeaders } from "./key.js";

const AWAY = "Aimwell is not answering. Check that it is running, then try again.";
const NOTHING = "Aimwell says nothing of these words. It may be turned off already, or the sentence may not be whole.";
const OFF = "Not shown again. An editor that is open may still show it until the sentence changes or it is started anew.";
const ON = "Shown again.";

const asked = new URLSearchParams(location.search);
const linked = { fingerprint: asked.get("fingerprint") ?? "", rule: asked.get("rule") ?? "" };

/** Asks the service; says why not and returns null where it refuses, after asking for a key where one is needed. */
async function ask(path, options, again) {
  const response = await fetch(path, { ...options, headers: { ...options.headers, ...keyHeaders() } }).catch(() => null);
  if (response?.ok) return response;
  const refused = response && [401, 403].includes(response.status) ? askForKey(response.status, again) : null;
  const problem = await response?.json().catch(() => null);
  say(byId("said"), refused ?? problem?.detail ?? AWAY);
  return null;
}

async function find(text) {
  const body = new URLSearchParams({ text, language: "en-GB", level: "picky" });
  const response = await ask("/v2/check", { method: "POST", body }, () => find(text));
  if (!response) return;
  const { matches } = await response.json();
  say(byId("said"), matches.length ? `${matches.length} found. Turn off what does not apply.` : NOTHING);
  byId("found").replaceChildren(...matches.map(({ rule, aimwell }) => item(rule.description, aimwell.question, aimwell)));
}

/** Returns a line with a match and the button that turns it off, and on again. */
function item(title, question, { fingerprint, rule }) {
  let off = false;
  const button = el("button", { type: "button", onclick: press }, "Do not show this again");
  async function press() {
    const options = off
      ? { method: "DELETE" }
      : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ fingerprint, rule }) };
    if (!(await ask(off ? `/v1/ignored/${fingerprint}` : "/v1/ignored", options, press))) return;
    off = !off;
    button.textContent = off ? "Show it again" : "Do not show this again";
    say(byId("said"), off ? OFF : ON);
  }
  const why = el("a", { href: `/guide/${rule}` }, "Why?", el("span", { class: "unseen" }, ` The guide on: ${title}`));
  return el("li", {}, el("p", {}, el("strong", {}, title), question ? ` ${question} ` : " ", why), button);
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("text").value.trim();
  if (text) find(text);
  else byId("text").focus();
});

if (/^[0-9a-f]{16}$/.test(linked.fingerprint) && /^[a-z-]{1,40}$/.test(linked.rule)) {
  byId("form").hidden = true;
  const title = linked.rule.charAt(0).toUpperCase() + linked.rule.slice(1).replaceAll("-", " ");
  byId("found").append(item(`${title}.`, "", linked));
}
