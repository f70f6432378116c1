// SPDX-License-Identifier: MIT
/**
 * damage.js - what a reader of a file skips, and how it goes on after it.
 *
 * The daemon's file source skips the same bytes (docs/wire.md, "Sources that
 * have no containers").
 */

/** The damage in a file. */
export class Damage {
  bytes = 0;
  places = 0;
  #first = null;

  /** @param why without an end, e.g. "no log" */
  add(at, size, why) {
    this.bytes += size;
    this.places++;
    this.#first ??= {at, why};
  }

  /** null, or a sentence. */
  get sentence() {
    if (this.places === 0) return null;
    const {at, why} = this.#first;
    if (this.places === 1) {
      return `The file is damaged: ${this.bytes} bytes at byte ${at} were ` +
        `skipped (${why}).`;
    }
    return `The file is damaged: ${this.bytes} bytes in ${this.places} ` +
      `places were skipped, the first at byte ${at} (${why}).`;
  }
}

/**
 * Yields what `split` finds from `at` on, and goes on after damage.
 * @param split (s, at): {end, ...} of something good, or {bytes, why} of damage
 * @param resync (s, at): where something good begins, or s.length
 */
export function* readOn(s, at, {split, resync}, damage) {
  while (at < s.length) {
    const found = split(s, at);
    if (found.end !== undefined) {
      yield found;
      at = found.end;
    } else {
      const end = resync(s, at + found.bytes);
      damage.add(at, end - at, found.why);
      at = end;
    }
  }
}

export const broken = (why, bytes = 1) => ({why, bytes});

/** The end of the file is inside something that begins at `at`. */
export const cutShort = (s, at, what) => broken(
  `cut short at byte ${s.length}, inside the ${what} that begins at ${at}`);
