// Asking the service. All fields of a page share one client, so that one outage is one outage and is waited out once.

import { Outage, Unanswered } from "./outage.js";

/** @import { Assessment, Finding, Suggestion } from "../words.js" */

/** A request may take this long before the service counts as away; rewriting on a slow machine takes seconds. */
const PATIENCE_MS = 60_000;
/** A busy service may ask to be left alone, for up to this. */
const LONGEST_REST_MS = 600_000;
/** How many answers are remembered: going back to earlier words costs no request. */
const REMEMBERED = 100;
const REWRITES = 3;
const [SCORE, REWRITE] = ["/v1/score", "/v1/rewrite"];

const AWAY = "Aimwell is away; your text is safe.";
const TROUBLE = new Map([
  [401, "Aimwell asks for a valid key."],
  [403, "This key may not ask Aimwell."],
  [429, "Aimwell is busy; it goes on in a moment."],
  [503, "Aimwell is not ready; it tries again."],
]);
const FORBIDDEN = [401, 403];
const GATEWAYS = [404, 405, 502, 504]; // something else answers in its place

/**
 * @typedef {Record<string, string>} Asked an objective with its context, and the day to judge it from
 * @typedef {{ engine: string, bundle: string | null, assessment: Assessment }} Judged
 * @typedef {{ engine: string, bundle: string | null, suggestions: Suggestion[] }} Rewritten
 */

/** The service has read the question and will not answer it. */
export class Refusal extends Error {
  /**
   * @param {string} message
   * @param {{ name: string, detail: string }[]} [fields]
   */
  constructor(message, fields = []) {
    super(message);
    this.fields = fields;
  }
}

/** @type {Map<string, Service>} */
const known = new Map();

/**
 * Returns the client for an address and a key; the same for everybody on the page.
 * @param {string} address
 * @param {string} key
 */
export function serviceAt(address, key) {
  const name = `${address}\n${key}`;
  const found = known.get(name) ?? new Service(address, key);
  known.set(name, found);
  return found;
}

export class Service {
  outage = new Outage();
  #address;
  #key;
  /** @type {Map<string, object>} */
  #answers = new Map();

  /**
   * @param {string} address
   * @param {string} key
   */
  constructor(address, key) {
    this.#address = address;
    this.#key = key;
    addEventListener("online", () => this.outage.knock());
    addEventListener("focus", () => this.outage.knock());
  }

  /**
   * Returns the verdicts on one objective.
   * @param {Asked} asked
   * @param {AbortSignal} signal
   * @returns {Promise<Judged>}
   */
  async score({ as_of, ...objective }, signal) {
    const reply = await this.#once(SCORE, { objectives: [objective], ...(as_of ? { as_of } : {}) }, signal);
    return { engine: reply.engine, bundle: reply.bundle, assessment: reply.results[0] };
  }

  /**
   * Returns up to three rewrites of one objective.
   * @param {Asked} asked
   * @param {AbortSignal} signal
   * @returns {Promise<Rewritten>}
   */
  rewrite(asked, signal) {
    return this.#once(REWRITE, { ...asked, n: REWRITES }, signal);
  }

  /**
   * Lets nobody be told of a finding again, or everybody again.
   * @param {Finding} finding
   * @param {boolean} ignored
   */
  async ignore({ fingerprint, rule }, ignored) {
    if (ignored) await this.#send("POST", "/v1/ignored", { fingerprint, rule });
    else await this.#send("DELETE", `/v1/ignored/${fingerprint}`);
  }

  /**
   * Keeps what became of a suggestion, for the office's reviews.
   * @param {object} said
   */
  async review(said) {
    await this.#send("POST", "/v1/reviews", said);
  }

  /**
   * Returns where the service's guide explains a finding; null where the service has no guide.
   * @param {Finding} finding
   */
  guide({ url }) {
    return url?.startsWith("/") ? this.#address + url : null;
  }

  /**
   * Asks, unless the same was answered before or the service is left alone.
   * @param {string} path
   * @param {object} body
   * @param {AbortSignal} signal
   * @returns {Promise<any>}
   */
  async #once(path, body, signal) {
    const question = JSON.stringify([path, body, new Date().toDateString()]); // deadlines are judged from today
    const before = this.#answers.get(question);
    if (before instanceof Refusal) throw before;
    if (before) return before;
    const leave = this.outage.enter();
    try {
      const reply = await this.#send("POST", path, body, signal);
      if (!Array.isArray(reply[path === SCORE ? "results" : "suggestions"])) throw new Unanswered(AWAY);
      this.#remember(question, reply);
      leave();
      return reply;
    } catch (error) {
      if (signal.aborted) leave("stale");
      else if (error instanceof Unanswered) leave(error);
      else leave();
      if (error instanceof Refusal && error.fields.length > 0) this.#remember(question, error);
      throw error;
    }
  }

  /**
   * @param {string} question
   * @param {object} answer
   */
  #remember(question, answer) {
    this.#answers.set(question, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > REMEMBERED && oldest) this.#answers.delete(oldest);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  async #send(method, path, body, signal) {
    const limit = new AbortController();
    const stop = () => limit.abort();
    const patience = setTimeout(stop, PATIENCE_MS);
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const response = await fetch(this.#address + path, {
        method,
        headers: {
          ...(body ? { "Content-Type": "application/json" } : {}),
          ...(this.#key ? { Authorization: `Bearer ${this.#key}` } : {}),
        },
        body: body && JSON.stringify(body),
        referrerPolicy: "no-referrer",
        signal: limit.signal,
      });
      const reply = response.status === 204 ? {} : await response.json().catch(() => null);
      if (response.ok && reply !== null) return reply;
      throw unwilling(response, reply);
    } catch (error) {
      throw error instanceof Refusal || error instanceof Unanswered ? error : new Unanswered(AWAY);
    } finally {
      clearTimeout(patience);
      signal?.removeEventListener("abort", stop);
    }
  }
}

/**
 * @param {Response} response
 * @param {{ detail?: string, errors?: { field: string, detail: string }[] } | null} problem
 */
function unwilling({ status, ok, headers }, problem) {
  const said = TROUBLE.get(status);
  if (said) return new Unanswered(said, { status, restMs: rest(headers), forGood: FORBIDDEN.includes(status) });
  if (GATEWAYS.includes(status) || ok) return new Unanswered(AWAY);
  const fields = (problem?.errors ?? []).map((e) => ({ name: e.field.split(".").at(-1) ?? "", detail: e.detail }));
  return new Refusal(problem?.detail ?? `Aimwell answered with an error (${status}).`, fields);
}

/** @param {Headers} headers */
function rest(headers) {
  const asked = Number(headers.get("Retry-After") ?? 0) * 1_000;
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), LONGEST_REST_MS) : 0;
}
