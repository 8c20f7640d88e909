// Building elements: text goes in as text and never as markup, because what people type is shown back to them.

/**
 * Returns an element; attributes that are false or null are left out, those that begin with "on" are listeners.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} children elements, words, null for nothing, or arrays of these
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null));
  return node;
}

/**
 * Returns the element of the page with this id.
 * @param {string} id
 */
export const byId = (id) => document.getElementById(id);

/**
 * Says something in a live region; saying the same again changes nothing, so that nobody hears it twice.
 * @param {HTMLElement} region
 * @param {string} words
 */
export function say(region, words) {
  if (region.textContent !== words) region.textContent = words;
}
