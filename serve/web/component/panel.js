// The bar and the card as one: what the verdicts are, and what a chip or the offer opens.

import { el } from "../dom.js";
import { Bar, OFFER } from "./bar.js";
import { Card } from "./card.js";
import { Unanswered } from "./outage.js";
import { asideOf, reasonsOf, titleOf } from "./reasons.js";
import { Refusal } from "./service.js";
import { suggestionsOf } from "./suggestions.js";

/** @import { Assessment, CriterionName, Finding, Suggestion } from "../words.js" */
/** @import { Asked, Rewritten } from "./service.js" */

/**
 * @typedef {object} Owner what the panel needs from the element that it belongs to
 * @property {(finding: Finding | null) => void} light lights the words behind a finding
 * @property {(finding: Finding, ignored: boolean) => Promise<void>} ignore
 * @property {(finding: Finding) => string | null} guide
 * @property {(signal: AbortSignal) => Promise<Rewritten>} rewrite
 * @property {(suggestion: Suggestion, sentence: string, bundle: string | null) => void} use
 * @property {() => { writable: boolean, room: number }} field
 */

const NOT_KEPT = "That could not be kept. Try again later.";

export class Panel {
  #owner;
  /** @type {Bar} */
  #bar = new Bar(
    (name, chip) => this.#toggle(name, chip),
    (button) => this.#toggle("rewrites", button),
  );
  /** @type {Card} */
  #card = new Card(this.#bar.node, () => this.#closed());
  nodes = [this.#bar.node, this.#card.node];
  /** @type {CriterionName | "rewrites" | null} */
  #open = null;
  /** @type {{ assessment: Assessment, asked: Asked } | null} */
  #shown = null;
  /** @type {AbortController | null} */
  #rewriting = null;

  /** @param {Owner} owner */
  constructor(owner) {
    this.#owner = owner;
  }

  /** @param {string} words what the field is called */
  set name(words) {
    this.#bar.name = words;
  }

  /**
   * @param {Assessment} assessment
   * @param {Asked} asked
   */
  show(assessment, asked) {
    this.#shown = { assessment, asked };
    this.#bar.verdicts(assessment);
    this.settle();
    if (this.#open === "rewrites") this.wordsChanged();
    else this.#fill();
  }

  /** Takes back a remark on words that are gone again. */
  settle() {
    if (this.#shown) this.#bar.stand(this.#shown.assessment);
  }

  /** Goes back to how it was before anything was judged. */
  clear() {
    this.#shown = null;
    this.#bar.verdicts(null);
    this.say("");
    this.announce("");
    this.close();
  }

  /** @param {string} words */
  say(words) {
    this.#bar.say(words);
  }

  /** @param {string} words for those who listen */
  announce(words) {
    this.#bar.announce(words);
  }

  close() {
    this.#card.close(false);
  }

  /** The rewrites on the card are for earlier words, and would lose the later ones. */
  wordsChanged() {
    if (this.#open !== "rewrites") return;
    this.#rewriting?.abort();
    this.#card.fill(OFFER, "", [el("p", {}, "Your words have changed since."), this.#retry("Look again")]);
  }

  /**
   * @param {CriterionName | "rewrites"} what
   * @param {HTMLElement} opener
   */
  #toggle(what, opener) {
    if (this.#open === what) {
      this.#card.close(true);
      return;
    }
    this.#rewriting?.abort();
    this.#open = what;
    this.#bar.opened(opener);
    if (what === "rewrites") this.#rewrite();
    else this.#fill();
    this.#card.open(opener);
  }

  #closed() {
    this.#open = null;
    this.#rewriting?.abort();
    this.#bar.opened(null);
    this.#owner.light(null);
  }

  /** Fills the card of a criterion; the words of an only reason are lit as long as it is open. */
  #fill() {
    const name = this.#open;
    if (!name || name === "rewrites") return;
    const judgement = this.#shown?.assessment.criteria[name];
    const reasons = judgement?.findings.filter((finding) => !finding.ignored) ?? [];
    const only = reasons.length === 1 ? reasons[0] : null;
    const content = reasonsOf(name, judgement, this.#shown?.asked ?? { text: "" }, {
      light: (finding) => this.#owner.light(finding ?? only),
      ignore: (finding, ignored) => this.#ignore(finding, ignored),
      guide: (finding) => this.#owner.guide(finding),
    });
    this.#card.fill(titleOf(name, judgement), asideOf(judgement), content);
    this.#owner.light(only);
  }

  /**
   * @param {Finding} finding
   * @param {boolean} ignored
   */
  async #ignore(finding, ignored) {
    try {
      await this.#owner.ignore(finding, ignored);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unanswered)) throw error;
      return this.#remark(NOT_KEPT);
    }
    this.#fill();
    this.announce(ignored ? "Not shown any more." : "Shown again.");
  }

  /** @param {string} words */
  #remark(words) {
    this.say(words);
    this.announce(words);
  }

  /** Fetches the rewrites, which nobody waits for who has not asked for them. */
  async #rewrite() {
    const stop = new AbortController();
    this.#rewriting?.abort();
    this.#rewriting = stop;
    this.#card.fill(OFFER, "", [el("p", { role: "status" }, "Looking for rewrites…")]);
    try {
      const { suggestions, bundle } = await this.#owner.rewrite(stop.signal);
      if (stop.signal.aborted) return;
      const use = (/** @type {Suggestion} */ suggestion, /** @type {string} */ sentence) =>
        this.#owner.use(suggestion, sentence, bundle);
      this.#card.fill(OFFER, "", suggestionsOf(suggestions, { ...this.#owner.field(), use }));
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Unanswered)) throw error;
      this.#card.fill(OFFER, "", [el("p", { role: "status" }, error.message), this.#retry("Try again")]);
    }
  }

  /** @param {string} said */
  #retry(said) {
    return el("button", { type: "button", part: "button", onclick: () => this.#rewrite() }, said);
  }
}
