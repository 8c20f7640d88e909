// What happens around a field, put as the few things that matter: somebody types, writes, looks around, or turns away.

import { isContext } from "./context.js";

const WRITING = ["Enter", "Backspace", "Delete"];

/**
 * @typedef {object} Listener
 * @property {(target: EventTarget | null) => boolean} holds whether this is the field or a part of it
 * @property {() => void} typing somebody is about to write; an editor may write for them and say nothing of it
 * @property {() => void} edited the field or its context says something else
 * @property {(composing: boolean) => void} composing a character is being put together
 * @property {() => void} looking the field may have changed without a word
 * @property {() => void} turnedTo somebody turns to the field, or to what belongs to it
 * @property {() => void} turnedAway somebody turns to something else on the page
 */

/**
 * Listens until the signal is given.
 * @param {HTMLElement} host
 * @param {Listener} listener
 * @param {AbortSignal} signal
 */
export function listen(host, listener, signal) {
  const root = host.getRootNode();
  /** @type {(target: EventTarget, kinds: string[], hear: (event: any) => void, capture?: boolean) => void} */
  const on = (target, kinds, hear, capture = false) => {
    for (const kind of kinds) target.addEventListener(kind, hear, { signal, capture });
  };
  on(host, ["beforeinput", "paste", "drop", "cut"], () => listener.typing());
  on(host, ["keydown"], (event) => isWriting(event) && listener.holds(event.target) && listener.typing(), true);
  on(host, ["input"], () => listener.edited());
  on(host, ["compositionstart"], () => listener.composing(true));
  on(host, ["compositionend"], () => listener.composing(false));
  on(root, ["input", "change"], (event) => isContext(host, event.target) && listener.edited());
  on(root, ["reset", "submit"], () => setTimeout(() => listener.looking())); // a form may empty its fields without a word
  on(host, ["focusin", "focusout", "change"], () => listener.looking());
  on(host, ["focusin"], () => listener.turnedTo());
  on(host, ["focusout"], ({ relatedTarget: to }) => {
    if (to instanceof Node && !host.contains(to) && !host.shadowRoot?.contains(to)) listener.turnedAway();
  });
  on(document, ["pointerdown"], (event) => event.composedPath().includes(host) || listener.turnedAway(), true);
}

/** @param {KeyboardEvent} event */
const isWriting = ({ key }) => key.length === 1 || WRITING.includes(key);
