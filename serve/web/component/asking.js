// When a question is asked: after a pause, once, never twice for the same words, and not before somebody has typed.

import { Unanswered } from "./outage.js";
import { Refusal } from "./service.js";

/** @import { Asked, Judged, Service } from "./service.js" */

const PAUSE_MS = 400;

/**
 * @typedef {object} Author who asks, and hears what comes of it
 * @property {() => Asked | null} question what the field asks now; null when there is nothing to ask
 * @property {() => Service} service
 * @property {() => void} nothing there is no question any more
 * @property {() => void} asking
 * @property {() => void} settled the words are those that were judged last
 * @property {(judged: Judged, asked: Asked) => void} judged
 * @property {(refusal: Refusal, asked: Asked) => void} refused
 * @property {(error: Unanswered, first: boolean) => void} unanswered `first` when it was not so before
 */

export class Asking {
  /** Nothing is sent before somebody has typed, unless the page asks for it. */
  allowed = false;
  /** Somebody is in the middle of composing a character. */
  composing = false;
  /** @type {Asked | null} */
  #answered = null;
  #author;
  #pause = 0;
  /** @type {{ asked: Asked, stop: AbortController } | null} */
  #current = null;
  #unanswered = false;
  /** @type {Service | null} */
  #waitsFor = null;
  #wake = () => this.check();

  /** @param {Author} author */
  constructor(author) {
    this.#author = author;
  }

  /**
   * Says whether the last answer is about these words.
   * @param {Asked | null} asked
   */
  isAnswered(asked) {
    return isEqual(asked, this.#answered);
  }

  /** Something has changed: a question that is under way is about other words now, and the next one waits for a pause. */
  changed() {
    clearTimeout(this.#pause);
    const asked = this.#author.question();
    if (!isEqual(asked, this.#current?.asked)) this.stop();
    if (!asked) this.#nothing();
    else if (this.allowed && !this.composing) this.#pause = window.setTimeout(this.#wake, PAUSE_MS);
  }

  /** Asks, unless the answer is there or on its way; says whether it asked. */
  check() {
    clearTimeout(this.#pause);
    const asked = this.#author.question();
    if (!asked || !this.allowed) return false;
    if (isEqual(asked, this.#current?.asked)) return true;
    this.stop();
    if (this.isAnswered(asked)) {
      this.#author.settled();
      return false;
    }
    this.#ask(asked);
    return true;
  }

  /** Drops the question that is under way, and the wait for a service that is away. */
  stop() {
    clearTimeout(this.#pause);
    this.#current?.stop.abort();
    this.#current = null;
    this.#waitsFor?.outage.forget(this.#wake);
    this.#waitsFor = null;
  }

  #nothing() {
    this.#answered = null;
    this.#unanswered = false;
    this.#author.nothing();
  }

  /** @param {Asked} asked */
  async #ask(asked) {
    const current = { asked, stop: new AbortController() };
    this.#current = current;
    const { signal } = current.stop;
    const service = this.#author.service();
    if (!this.#unanswered) this.#author.asking();
    try {
      const judged = await service.score(asked, signal);
      if (signal.aborted) return;
      this.#answered = asked;
      this.#unanswered = false;
      this.#author.judged(judged, asked);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Unanswered) this.#await(service, error);
      else if (error instanceof Refusal) this.#refused(error, asked);
      else throw error;
    } finally {
      if (this.#current === current) this.#current = null;
    }
  }

  /**
   * @param {Service} service
   * @param {Unanswered} error
   */
  #await(service, error) {
    service.outage.await(this.#wake);
    this.#waitsFor = service;
    const first = !this.#unanswered;
    this.#unanswered = true;
    this.#author.unanswered(error, first);
  }

  /**
   * @param {Refusal} refusal
   * @param {Asked} asked
   */
  #refused(refusal, asked) {
    this.#nothing();
    this.#author.refused(refusal, asked);
  }
}

/**
 * @param {object | null | undefined} a
 * @param {object | null | undefined} b
 */
const isEqual = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
