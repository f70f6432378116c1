// SPDX-License-Identifier: MIT
/**
 * row_cache.js - the rows that the worker has sent, by their places.
 *
 * list.js uses it, and asks the worker through it: `onView` gets the message
 * {type: 'view', ...} of worker.js.
 */

const KEPT = 1000; // rows held at most

export class RowCache {
  constructor(onView) {
    this.onView = onView;
    this.rows = new Map(); // place -> row
    this.isAsked = false;  // an answer is to come
  }

  get(place) {
    return this.rows.get(place) ?? null;
  }

  put(first, rows) {
    rows.forEach((row, i) => this.rows.set(first + i, row));
  }

  clear() {
    this.rows.clear();
    this.isAsked = false;
  }

  /** Forgets rows outside of from..to, once there are too many. */
  trim(from, to) {
    if (this.rows.size <= KEPT) return;
    for (const place of this.rows.keys())
      if (place < from || place > to) this.rows.delete(place);
  }

  /** One question at a time.  After the answer, the list asks for what is still missing. */
  ask(first, count) {
    if (this.isAsked) return;
    this.isAsked = true;
    this.onView({type: 'view', first, count});
  }

  /** Asks for the last rows, now and whenever the list grows. */
  follow(count) {
    this.onView({type: 'view', count, follow: true});
  }
}
