// SPDX-License-Identifier: MIT
/**
 * marks.js - the time, lane and RAT of each row: the data of lanes.js.
 *
 * It holds the newest rows, 131,072 at most, in arrays of fixed size.
 */

const ROOM = 1 << 17;

export class Marks {
  constructor() {
    this.hosts = new Float64Array(ROOM);
    this.lanes = new Uint8Array(ROOM);
    this.rats = new Uint8Array(ROOM);
    this.clear();
  }

  clear() {
    this.first = this.next = 1; // row numbers
  }

  /** Takes tick.marks of worker.js. */
  add({first, hosts, lanes, rats}) {
    if (hosts.length === 0) return;
    if (first !== this.next) this.first = first;
    for (let i = 0; i < hosts.length; i++) {
      const at = (first + i) % ROOM;
      this.hosts[at] = hosts[i];
      this.lanes[at] = lanes[i];
      this.rats[at] = rats[i];
    }
    this.next = first + hosts.length;
    this.first = Math.max(this.first, this.next - ROOM);
  }

  /** Forgets the rows before row `first`. */
  drop(first) {
    this.first = Math.max(this.first, Math.min(first, this.next));
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

  /** The first row at a time or after it.  Rows are in order of time. */
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

  get newest() {
    return this.next > this.first ? this.host(this.next - 1) : null;
  }

  get oldest() {
    return this.next > this.first ? this.host(this.first) : null;
  }
}
