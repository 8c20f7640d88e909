// The bar under the field: five chips, one line of words, and the way to the rewrites. Its height is the same for all verdicts.

import { el, say } from "../dom.js";
import { CRITERIA, NAMES, VERDICTS, tally } from "../words.js";

/** @import { Assessment, CriterionName } from "../words.js" */

export const OFFER = "What could it say instead?";
const STEPS = new Map([
  ["ArrowRight", 1],
  ["ArrowDown", 1],
  ["ArrowLeft", -1],
  ["ArrowUp", -1],
]);

export class Bar {
  #chips;
  #toolbar;
  #summary = el("p", { class: "summary", part: "summary", "aria-hidden": "true" });
  #heard = el("p", { class: "unseen", role: "status" });
  #offer;

  /**
   * @param {(name: CriterionName, chip: HTMLElement) => void} onChip
   * @param {(button: HTMLElement) => void} onOffer
   */
  constructor(onChip, onOffer) {
    this.#chips = NAMES.map((name, i) => chip(name, i === 0, (button) => onChip(name, button)));
    this.#toolbar = el(
      "div",
      { class: "chips", part: "chips", role: "toolbar", "aria-label": "The five verdicts" },
      this.#chips,
    );
    this.#toolbar.addEventListener("keydown", (event) => this.#walk(event));
    this.#toolbar.addEventListener("focusin", (event) => this.#stopAt(event.target));
    this.#offer = el(
      "button",
      { type: "button", class: "offer", part: "button offer", "aria-haspopup": "dialog", onclick: () => onOffer(this.#offer) },
      OFFER,
    );
    this.node = el(
      "div",
      { class: "bar own", part: "bar", role: "group" },
      el("div", { class: "row" }, this.#toolbar, el("div", { class: "line" }, this.#summary, this.#offer)),
      this.#heard,
    );
    this.verdicts(null);
    this.say("");
  }

  /** @param {string} words what the field is called */
  set name(words) {
    this.node.setAttribute("aria-label", words ? `Is “${words}” SMART?` : "Is this objective SMART?");
  }

  /** @param {Assessment | null} assessment */
  verdicts(assessment) {
    this.#chips.forEach((button, i) => dress(button, NAMES[i], assessment));
  }

  /**
   * Says how it stands, and offers rewrites where there is something to better.
   * @param {Assessment} assessment
   */
  stand({ smart, criteria }) {
    const lead = el("span", { class: "lead" }, smart ? "SMART: " : "Not SMART yet: ");
    this.#summary.replaceChildren(lead, el("span", { class: "tally" }, tally(criteria)));
    this.#offer.hidden = smart;
  }

  /**
   * Says something else on the bar's one line.
   * @param {string} words
   */
  say(words) {
    this.#summary.textContent = words;
    this.#offer.hidden = true;
  }

  /**
   * Says it to those who listen, once they have a moment.
   * @param {string} words
   */
  announce(words) {
    say(this.#heard, words);
  }

  /** @param {HTMLElement | null} opener the button whose card is open */
  opened(opener) {
    for (const button of [...this.#chips, this.#offer]) button.setAttribute("aria-expanded", String(button === opener));
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const at = this.#chips.findIndex((button) => button === event.target);
    const edge = { Home: 0, End: NAMES.length - 1 }[event.key];
    const to = edge ?? at + (STEPS.get(event.key) ?? 0);
    if (at < 0 || to === at) return;
    event.preventDefault();
    this.#chips[(to + NAMES.length) % NAMES.length].focus();
  }

  /** One chip at a time is reached by Tab, so that twenty fields are not two hundred stops. @param {EventTarget | null} chip */
  #stopAt(chip) {
    for (const button of this.#chips) button.tabIndex = button === chip ? 0 : -1;
  }
}

/**
 * @param {CriterionName} name
 * @param {boolean} first
 * @param {(button: HTMLElement) => void} onClick
 */
function chip(name, first, onClick) {
  const button = el("button", { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" });
  button.dataset.criterion = name;
  button.tabIndex = first ? 0 : -1;
  button.addEventListener("click", () => onClick(button));
  return button;
}

/**
 * @param {HTMLButtonElement} button
 * @param {CriterionName} name
 * @param {Assessment | null} assessment
 */
function dress(button, name, assessment) {
  const verdict = assessment?.criteria[name].verdict;
  const { said, sign } = verdict ? VERDICTS[verdict] : { said: "not judged yet", sign: "" };
  const title = `${CRITERIA[name]}: ${said}`;
  if (button.title === title) return;
  button.title = title;
  button.className = verdict ? `chip ${verdict}` : "chip";
  button.setAttribute("part", verdict ? `chip chip-${verdict.replace("_", "-")}` : "chip");
  button.replaceChildren(
    el("span", { class: "letter", "aria-hidden": "true" }, CRITERIA[name][0]),
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    el("span", { class: "unseen" }, title),
  );
}
