// SPDX-License-Identifier: MIT
/**
 * list.js - the rows of the store that pass the filter.
 *
 * session.js uses it.  Places are counted from 0.  A row keeps its place until
 * the filter changes, even when older rows are dropped.  Without a filter row n
 * has place n - 1.
 */

export class List {
  #store;
  #test = null;
  #rows = [];  // numbers of rows that pass; the store holds those from #head on
  #head = 0;
  #before = 0; // the place of #rows[0]

  constructor(store) {
    this.#store = store;
  }

  clear() {
    this.#rows = [];
    this.#head = 0;
    this.#before = 0;
  }

  /** @param test row => bool, or null for all rows */
  use(test) {
    this.clear();
    this.#test = test;
    if (!test) return;
    for (let n = this.#store.first; n < this.#store.next; n++) {
      if (test(this.#store.at(n))) this.#rows.push(n);
    }
  }

  /** A row behind all others of the list, whatever the test says of it. */
  push(row) {
    this.#rows.push(row.n);
  }

  /** The store has added a row. */
  add(row) {
    if (this.#test?.(row)) this.#rows.push(row.n);
  }

  /** {first, next}: the places that are held. */
  range() {
    const {first, next} = this.#store;
    if (!this.#test) return {first: first - 1, next: next - 1};
    this.#trim();
    return {first: this.#before + this.#head,
      next: this.#before + this.#rows.length};
  }

  /** The row at a place of the range. */
  at(place) {
    return this.#store.at(this.#test ? this.#rows[place - this.#before]
      : place + 1);
  }

  /** The place of row n, or of the first row after it that passes; -1 if there is none. */
  placeOf(n) {
    const {first, next} = this.range();
    let [low, high] = [first, next];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle).n < n) low = middle + 1;
      else high = middle;
    }
    return low < next ? low : -1;
  }

  /** Forgets rows that the store has dropped. */
  #trim() {
    const {first} = this.#store;
    while (this.#rows[this.#head] < first) this.#head++;
    if (this.#head * 2 > this.#rows.length) {
      this.#rows = this.#rows.slice(this.#head);
      this.#before += this.#head;
      this.#head = 0;
    }
  }
}
