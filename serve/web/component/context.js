// What stands around an objective: its need, its baseline and the plan's other columns, from attributes or other fields.

/** What may be given as an attribute, and as `for-…` with a selector of the field that holds it. */
const PARTS = ["need", "baseline", "who", "when", "measure", "domain", "as-of"];
export const ATTRIBUTES = PARTS.flatMap((part) => [part, `for-${part}`]);

/**
 * Returns what is given, by the service's names; what has no words is left out. Another field's words go before the
 * attribute's.
 * @param {HTMLElement} host
 * @returns {Record<string, string>}
 */
export function contextOf(host) {
  const given = PARTS.map((part) => [
    part.replace("-", "_"),
    wordsIn(other(host, part)) || (host.getAttribute(part) ?? "").trim(),
  ]);
  return Object.fromEntries(given.filter(([, words]) => words));
}

/**
 * Says whether what happened at `target` may have changed the context of `host`.
 * @param {HTMLElement} host
 * @param {EventTarget | null} target
 */
export function isContext(host, target) {
  return target instanceof Node && PARTS.some((part) => other(host, part)?.contains(target));
}

/**
 * @param {HTMLElement} host
 * @param {string} part
 * @returns {Element | null}
 */
function other(host, part) {
  const selector = host.getAttribute(`for-${part}`);
  if (!selector) return null;
  const root = /** @type {Document | ShadowRoot} */ (host.getRootNode());
  try {
    return root.querySelector(selector);
  } catch {
    console.error(`aimwell-objective: for-${part}="${selector}" is not a CSS selector`);
    return null;
  }
}

/** @param {Element | null} node */
function wordsIn(node) {
  const words = node && "value" in node ? String(node.value) : (node?.textContent ?? "");
  return words.trim();
}
