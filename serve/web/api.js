// Talking to the service on this machine: two questions, and one kind of refusal.

import { keyHeaders } from "./key.js";

/** A request may take this long before the service counts as away; rewriting on a slow machine takes seconds. */
const PATIENCE_MS = 60_000;
export const REWRITES = 3;

const AWAY = "Aimwell is not answering. Check that it is running, then press “Judge it” again.";

/** Why nothing was judged: words for the author, what is wrong with each field by its name, and the status if one came. */
export class Refusal extends Error {
  constructor(message, fields = [], status = null) {
    super(message);
    this.fields = fields;
    this.status = status;
  }
}

/** Returns the service's verdicts on one objective. */
export async function score(objective, signal) {
  const reply = await post("/v1/score", { objectives: [objective] }, signal);
  return { engine: reply.engine, assessment: reply.results[0] };
}

/** Returns up to three rewrites of one objective. */
export async function rewrite(objective, signal) {
  return (await post("/v1/rewrite", { ...objective, n: REWRITES }, signal)).suggestions;
}

async function post(path, body, signal) {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const patience = setTimeout(stop, PATIENCE_MS);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...keyHeaders() },
      body: JSON.stringify(body),
      signal: limit.signal,
    });
    const reply = await response.json().catch(() => null);
    if (response.ok && reply !== null) return reply;
    throw refused(response, reply);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(AWAY);
  } finally {
    clearTimeout(patience);
    signal.removeEventListener("abort", stop);
  }
}

function refused(response, problem) {
  const fields = (problem?.errors ?? []).map((e) => ({ name: e.field.split(".").at(-1), detail: e.detail }));
  const detail = problem?.detail ?? `Aimwell answered with an error (${response.status}). Try again in a moment.`;
  return new Refusal(detail, fields, response.status);
}
