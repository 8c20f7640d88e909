// Joining by the code; the token that comes back is kept for this tab, and the room is opened.

import { byId, el, say } from "../dom.js";
import { keep } from "./token.js";

/** Before each try, while the service is busy: a whole room joins in the same minute. */
const PAUSES = [0, 1_000, 2_000, 3_000];
const AWAY = "Aimwell is not answering. Check your connection, then try again.";

function complain(words) {
  byId("problem").replaceChildren(words ? el("p", { class: "problem" }, words) : "");
}

async function join(code, pseudonym) {
  const options = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code, pseudonym: pseudonym || null }),
  };
  let response = null;
  for (const pause of PAUSES) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    response = await fetch("/v1/training/join", options).catch(() => null);
    if (response?.status !== 503) break;
  }
  const reply = await response?.json().catch(() => null);
  if (!response?.ok || !reply) return complain(reply?.detail ?? AWAY);
  keep(reply.token);
  location.assign("/training/room");
}

byId("code").value = new URLSearchParams(location.search).get("code") ?? "";
byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = byId("code").value.trim();
  complain("");
  say(byId("code-problem"), code ? "" : "Enter the code first.");
  if (!code) return byId("code").focus();
  join(code, byId("pseudonym").value.trim());
});
(byId("code").value ? byId("pseudonym") : byId("code")).focus();
