// Answers on their way: kept in the tab until the service says that they are on its disk, and sent again until it does.

const NAME = "aimwell-training-outbox";
const AT_ONCE = 50;
const PATIENCE_MS = 15_000;
const LONGEST_WAIT_MS = 15_000;

/** Returns an id that nobody else makes; `crypto.randomUUID` is missing where a page came without TLS. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  #waiting;
  #busy = false;
  #timer = null;
  #wait = 1_000;

  /**
   * `headers()` say whose answers they are. `on.kept(items)` hears what is on the disk, `on.refused(item, why)` what never will be,
   * `on.waiting(n)` how many are on their way, and `on.over(status)` that nothing more is taken.
   */
  constructor(headers, on) {
    this.headers = headers;
    this.on = on;
    this.#waiting = stored();
    addEventListener("online", () => this.send());
  }

  /** The answers that are not known to be kept, in order. */
  get waiting() {
    return this.#waiting;
  }

  /** Says whether an answer to an item is still on its way. */
  has(item) {
    return this.#waiting.some((answer) => answer.item === item);
  }

  add(item, said) {
    this.#waiting.push({ id: newId(), item, said });
    this.#store();
    this.send();
  }

  async send() {
    if (this.#busy || this.#waiting.length === 0) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    const sent = this.#waiting.slice(0, AT_ONCE);
    const settled = await this.#post(sent);
    this.#busy = false;
    if (settled) {
      this.#wait = 1_000;
      this.#waiting = this.#waiting.filter((answer) => !sent.includes(answer));
      this.#store();
      const refused = new Map(settled.refused.map(({ id, why }) => [id, why]));
      this.on.kept(sent.filter(({ id }) => !refused.has(id)).map(({ item }) => item));
      for (const { id, item } of sent) if (refused.has(id)) this.on.refused(item, refused.get(id));
      this.send();
    } else if (this.#waiting.length > 0) {
      this.#timer = setTimeout(() => this.send(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    }
  }

  async #post(answers) {
    const limit = new AbortController();
    const patience = setTimeout(() => limit.abort(), PATIENCE_MS);
    try {
      const response = await fetch("/v1/training/mine/answers", {
        method: "POST",
        headers: { "Content-Type": "application/json", ...this.headers() },
        body: JSON.stringify({ answers }),
        signal: limit.signal,
      });
      if (response.ok) return await response.json();
      if ([401, 404, 410].includes(response.status)) {
        this.on.over(response.status);
        this.#waiting = [];
        this.#store();
      }
      return null;
    } catch {
      return null; // away: they stay where they are
    } finally {
      clearTimeout(patience);
    }
  }

  #store() {
    try {
      sessionStorage.setItem(NAME, JSON.stringify(this.#waiting));
    } catch {
      // storage is switched off or full: they wait in the page
    }
    this.on.waiting(this.#waiting.length);
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? [];
  } catch {
    return [];
  }
}
