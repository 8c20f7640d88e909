// Hearing of a session by server-sent events. `EventSource` can send no headers, so they are read from a fetch.

/** After so long without a word, a heartbeat included, the connection counts as lost. */
const SILENCE_MS = 40_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Listens until `stop()` is called; comes back by itself, with the id of the last event.
 * `on(name, data)` hears events; `onState(state)` hears "on", "away", and for good "refused" with the status.
 */
export function listen(path, headers, on, onState) {
  let last = null;
  let wait = 1_000;
  let stopped = false;
  let wake = () => {};
  let drop = () => {};

  async function call() {
    const line = new AbortController();
    let silence = null;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => line.abort(), SILENCE_MS);
    };
    drop = () => line.abort();
    heard();
    try {
      const asked = last === null ? {} : { "Last-Event-ID": last };
      const response = await fetch(path, { headers: { ...headers(), ...asked }, signal: line.signal, cache: "no-store" });
      if (!response.ok) {
        if ([401, 403, 404].includes(response.status)) {
          stopped = true;
          onState("refused", response.status);
        }
        return;
      }
      onState("on");
      wait = 1_000;
      await read(response.body.getReader(), heard);
    } catch {
      // away; `run` calls again
    } finally {
      clearTimeout(silence);
    }
  }

  async function read(reader, heard) {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) tell(block);
    }
  }

  function tell(block) {
    const fields = {};
    for (const line of block.split("\n")) {
      const at = line.indexOf(": ");
      if (at > 0) fields[line.slice(0, at)] = line.slice(at + 2);
    }
    if (fields.id) last = fields.id;
    if (!fields.event) return;
    if (fields.event === "gone") stopped = true;
    on(fields.event, JSON.parse(fields.data));
  }

  async function run() {
    while (!stopped) {
      await call();
      if (stopped) return;
      onState("away");
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, wait);
      });
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  const online = () => wake();
  const offline = () => drop(); // a browser that knows it is offline need not wait for the silence
  addEventListener("online", online);
  addEventListener("offline", offline);
  run();
  return {
    stop() {
      stopped = true;
      removeEventListener("online", online);
      removeEventListener("offline", offline);
      drop();
      wake();
    },
  };
}
