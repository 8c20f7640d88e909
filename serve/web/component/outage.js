// Waiting out a service that is away or busy: one field tries it now and then, and the others follow when it answers.

/** While the service is away it is tried after one second, then after twice as long each time, up to this. */
const LONGEST_WAIT_MS = 60_000;
/** Whoever tries it holds the others back for no longer than this. */
const TRIAL_MS = 60_000;
/** Coming back to the page tries the service at once, but no more often than this. */
const KNOCK_MS = 1_000;

/** @typedef {() => boolean} Wake asks again if there is still something to ask, and says whether it did */

/** Nobody answers, or not to us, or not now. */
export class Unanswered extends Error {
  /**
   * @param {string} message
   * @param {object} [how]
   * @param {number | null} [how.status] null when nothing came back
   * @param {number} [how.restMs] how long the service asked to be left alone
   * @param {boolean} [how.forGood] whether asking the same way again would get the same answer
   */
  constructor(message, { status = null, restMs = 0, forGood = false } = {}) {
    super(message);
    this.status = status;
    this.restMs = restMs;
    this.forGood = forGood;
  }
}

export class Outage {
  /** @type {{ error: Unanswered, tries: number, until: number } | null} */
  #now = null;
  /** @type {Set<Wake>} */
  #waiting = new Set();
  #timer = 0;
  #knocked = 0;

  /**
   * Lets a question through, and returns how to say what came of it; while the service is left alone it throws why.
   * @returns {(error?: Unanswered | "stale") => void} called without anything when there was an answer
   */
  enter() {
    const before = this.#now;
    if (before && Date.now() < before.until) throw before.error;
    if (before) before.until = Date.now() + TRIAL_MS;
    return (error) => {
      if (error === "stale") this.#giveWay();
      else if (!error) this.#end();
      else if (this.#now === before) this.#hold(error); // of many that fail at the same time, one counts
    };
  }

  /**
   * Calls `wake` once the service may be asked again.
   * @param {Wake} wake
   */
  await(wake) {
    this.#waiting.add(wake);
  }

  /**
   * Forgets somebody who was waiting.
   * @param {Wake} wake
   */
  forget(wake) {
    this.#waiting.delete(wake);
  }

  /** Tries at once whether a service that was away is back; one that asked for a rest gets it. */
  knock() {
    const now = Date.now();
    if (this.#now?.error.status !== null || this.#now.until <= now || now - this.#knocked < KNOCK_MS) return;
    this.#knocked = now;
    this.#now.until = now;
    this.#wakeOne();
  }

  /** It answers: whoever waited may ask. */
  #end() {
    clearTimeout(this.#timer);
    if (!this.#now) return;
    this.#now = null;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /**
   * It does not answer: it is left alone for a while.
   * @param {Unanswered} error
   */
  #hold(error) {
    const tries = this.#now ? this.#now.tries + 1 : 0;
    const wait = Math.max(Math.min(1_000 * 2 ** tries, LONGEST_WAIT_MS), error.forGood ? LONGEST_WAIT_MS : error.restMs);
    this.#now = { error, tries, until: Date.now() + wait };
    if (!error.forGood) this.#wakeAfter(wait);
  }

  /** Whoever was trying the service has no question any more: the next one may try. */
  #giveWay() {
    if (!this.#now) return;
    this.#now.until = Date.now();
    this.#wakeAfter(0);
  }

  /** @param {number} wait milliseconds */
  #wakeAfter(wait) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#wakeOne(), wait);
  }

  #wakeOne() {
    for (const wake of this.#waiting) {
      this.#waiting.delete(wake);
      if (wake()) return;
    }
  }
}
