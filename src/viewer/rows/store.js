// SPDX-License-Identifier: MIT
/**
 * store.js - the rows that the worker holds, and their records.
 *
 * session.js uses it.  There are two limits: rows, and bytes of records.  Above
 * them the oldest rows are dropped, or, while paused, new rows are not added.
 * A record is dropped with its last row.
 */

export const ROWS_MAX = 100000;
export const BYTES_MAX = 64 * 1024 * 1024;

export class Store {
  #rows;
  #limit;
  #bytesMax;

  constructor({rows = ROWS_MAX, bytes = BYTES_MAX} = {}) {
    this.#limit = rows;
    this.#bytesMax = bytes;
    this.clear();
  }

  clear() {
    this.#rows = new Array(this.#limit).fill(null);
    this.first = 1;
    this.next = 1;
    this.bytes = 0;
    this.dropped = 0;
    this.missed = 0;
    this.isPaused = false;
  }

  get size() {
    return this.next - this.first;
  }

  /** Adds a row and gives it its number.  False: it is not added. */
  add(row) {
    const {record} = row;
    const more = record.rows === 0 ? record.bytes.length : 0;
    if (this.isPaused && (this.size >= this.#limit ||
      this.bytes + more > this.#bytesMax)) {
      this.missed++;
      return false;
    }
    while (this.size > 0 && (this.size >= this.#limit ||
      this.bytes + more > this.#bytesMax)) {
      this.#drop();
    }
    row.n = this.next++;
    this.#rows[row.n % this.#limit] = row;
    record.rows++;
    this.bytes += more;
    return true;
  }

  /** Row number n, or null. */
  at(n) {
    return n >= this.first && n < this.next ? this.#rows[n % this.#limit]
      : null;
  }

  /** The record with a number, or null. */
  recordAt(number) {
    let [low, high] = [this.first, this.next];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle).record.number < number) low = middle + 1;
      else high = middle;
    }
    const record = this.at(low)?.record;
    return record?.number === number ? record : null;
  }

  #drop() {
    const place = this.first % this.#limit;
    const row = this.#rows[place];
    this.#rows[place] = null;
    this.first++;
    this.dropped++;
    if (--row.record.rows === 0) this.bytes -= row.record.bytes.length;
  }
}
