// The API key, where the service asks for one: kept for this tab only, until it is closed.

import { byId } from "./dom.js";

const NAME = "aimwell-key";
const NEEDED = "This Aimwell asks for a key. Enter yours below.";
const INVALID = "That key is not valid here: it may be mistyped, expired or revoked. Enter another below.";

let held = stored();
let then = () => {};

function stored() {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null; // storage is switched off: the key lasts as long as the page
  }
}

/** Returns the headers that carry the key; none without one. */
export function keyHeaders() {
  return held ? { Authorization: `Bearer ${held}` } : {};
}

/** Shows where a key can be entered, and calls `next` once one was; returns what to say, if the service's words will not do. */
export function askForKey(status, next) {
  then = next;
  byId("key-form").hidden = false;
  if (status === 403) return null;
  return held ? INVALID : NEEDED;
}

byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = byId("key").value.trim();
  if (!/^[\x21-\x7e]+$/.test(given)) return byId("key").focus(); // a header can carry nothing else
  held = given;
  try {
    sessionStorage.setItem(NAME, given);
  } catch {
    // see `stored`
  }
  byId("key").value = "";
  byId("key-form").hidden = true;
  then();
});
