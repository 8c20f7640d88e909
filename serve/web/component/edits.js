// Keeping marks on their words while somebody types: those before the edit stay, those after it move, those in it go.

/** @typedef {{ start: number, end: number }} Stretch offsets count code points */

/**
 * Returns the stretches as they stand in the text after an edit, without those whose words were changed.
 * @template {Stretch} T
 * @param {T[]} stretches
 * @param {string} before
 * @param {string} after
 * @returns {T[]}
 */
export function moved(stretches, before, after) {
  const [old, now] = [Array.from(before), Array.from(after)];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const shift = now.length - old.length;
  return stretches.flatMap((stretch) => {
    if (stretch.end <= head) return [stretch];
    if (stretch.start >= old.length - tail) return [{ ...stretch, start: stretch.start + shift, end: stretch.end + shift }];
    return [];
  });
}
