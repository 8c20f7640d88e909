// Who this tab is in the room: a random token, kept until the tab is closed.

const NAME = "aimwell-training-token";
let held = null;

/** Returns the token of this tab, null without one. */
export function token() {
  try {
    return sessionStorage.getItem(NAME) ?? held;
  } catch {
    return held; // storage is switched off: it lasts as long as the page
  }
}

/** Keeps a token, or forgets it when it is null. */
export function keep(given) {
  held = given;
  try {
    if (given === null) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, given);
  } catch {
    // see `token`
  }
}

/** Returns the header that says who asks. */
export const mine = () => ({ "X-Participant": token() ?? "" });
