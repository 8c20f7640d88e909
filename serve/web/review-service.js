// Asking the service for the review page.

import { askForKey, keyHeaders } from "./key.js";

const PATIENCE_MS = 60_000;
const AWAY = "Aimwell is not answering. Check that it is running, then try again; your marks are still here.";

/** The service did not do what was asked. */
export class Unanswered extends Error {
  constructor(message, status = null) {
    super(message);
    this.status = status;
  }

  /** Asks for a key where one is missing, and does `again` once it was given; returns what to say then, else null. */
  retry(again) {
    return [401, 403].includes(this.status) ? (askForKey(this.status, again) ?? this.message) : null;
  }
}

/** Returns the service's answer; throws `Unanswered` where there is none. */
export async function ask(method, path, body) {
  const headers = { ...keyHeaders(), ...(body ? { "Content-Type": "application/json" } : {}) };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body), signal }).catch(() => null);
  const reply = await response?.json().catch(() => null);
  if (response?.ok && reply) return reply;
  const [first] = reply?.errors ?? [];
  const detail = first ? `${reply.detail} ${first.field}: ${first.detail}` : reply?.detail;
  throw new Unanswered(detail ?? AWAY, response?.status ?? null);
}
