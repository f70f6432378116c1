// SPDX-License-Identifier: MIT
/**
 * marks.js - the number, time, lane and RAT of rows: the data of lanes.js.
 *
 * It holds the newest rows, 131,072 at most, in arrays of fixed size.  They are
 * counted from 0, and each keeps its place.
 */

const ROOM = 1 << 17;

/** Until a network tells the time a modem counts from 1980-01-06, the first day of the time of GPS. */
const UNTOLD = Date.UTC(1981, 0, 1);

export class Marks {
  constructor() {
    this.numbers = new Uint32Array(ROOM);
    this.hosts = new Float64Array(ROOM);
    this.lanes = new Uint8Array(ROOM);
    this.rats = new Uint8Array(ROOM);
    this.clear();
  }

  clear() {
    this.first = this.next = 0; // places
  }

  /** Takes tick.marks of worker.js. */
  add({rows, hosts, lanes, rats}) {
    for (let i = 0; i < rows.length; i++) {
      const at = this.next++ % ROOM;
      this.numbers[at] = rows[i];
      this.hosts[at] = hosts[i];
      this.lanes[at] = lanes[i];
      this.rats[at] = rats[i];
    }
    this.first = Math.max(this.first, this.next - ROOM);
  }

  /** Forgets the rows before row `number`. */
  drop(number) {
    while (this.first < this.next && this.number(this.first) < number) this.first++;
  }

  /** The number of the row at a place. */
  number(n) {
    return this.numbers[n % ROOM];
  }

  host(n) {
    return this.hosts[n % ROOM];
  }

  lane(n) {
    return this.lanes[n % ROOM];
  }

  rat(n) {
    return this.rats[n % ROOM];
  }

  /** The place of the first row at a time or after it.  Rows are in order of time. */
  at(time) {
    let low = this.first;
    let high = this.next;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.host(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The numbers of the rows of a time, in their order. */
  between(from, to) {
    const [first, next] = [this.at(from), this.at(to)];
    return Array.from({length: Math.max(0, next - first)}, (_, i) => this.number(first + i));
  }

  /** The time of the first row that has the time of a network, or of the first row if none has it. */
  get begin() {
    const told = this.at(UNTOLD);
    return told < this.next ? this.host(told) : this.oldest;
  }

  get newest() {
    return this.next > this.first ? this.host(this.next - 1) : null;
  }

  get oldest() {
    return this.next > this.first ? this.host(this.first) : null;
  }
}
