// SPDX-License-Identifier: MIT
/**
 * fse.js - the tables of zstd's finite state entropy (RFC 8878, 4.1).
 *
 * huffman.js and sequences.js use it.  A table has for each state its symbol, and
 * the next state: next[state] + read(bits[state]).
 */

import {ForwardBits, highestBit, must} from './bits.js';

/** How often each symbol comes, -1 is less than once; {counts, log, next}. */
export function readCounts(s, begin, end, {logMost, symbolsMost}) {
  const bits = new ForwardBits(s, begin, end);
  const log = bits.read(4) + 5;
  must(log <= logMost);
  const counts = [];
  let left = 1 << log;
  while (left > 0) {
    must(counts.length < symbolsMost);
    const count = readCount(bits, left);
    left -= Math.abs(count);
    counts.push(count);
    if (count === 0) skipZeros(bits, counts);
  }
  must(left === 0 && counts.length <= symbolsMost);
  return {counts, log, next: bits.next};
}

/** Small values have one bit less. */
function readCount(bits, left) {
  const size = highestBit(left + 1) + 1;
  const value = bits.read(size);
  const low = value & (1 << size - 1) - 1;
  const spare = (1 << size) - 1 - (left + 1);
  if (low < spare) {
    bits.unread(1);
    return low - 1;
  }
  return (value > low ? value - spare : value) - 1;
}

function skipZeros(bits, counts) {
  let more;
  do {
    more = bits.read(2);
    for (let i = 0; i < more; i++) counts.push(0);
  } while (more === 3);
}

export class Table {
  constructor(log) {
    this.log = log;
    this.symbols = new Uint8Array(1 << log);
    this.bits = new Uint8Array(1 << log);
    this.next = new Uint16Array(1 << log);
  }

  /** One symbol alone, which takes no bits. */
  static of(symbol) {
    const table = new Table(0);
    table.symbols[0] = symbol;
    return table;
  }

  static from({counts, log}) {
    const table = new Table(log);
    table.spread(counts);
    const size = 1 << log;
    const seen = counts.map((count) => Math.abs(count));
    for (let state = 0; state < size; state++) {
      const n = seen[table.symbols[state]]++;
      table.bits[state] = log - highestBit(n);
      table.next[state] = (n << table.bits[state]) - size;
    }
    return table;
  }

  /** Rare symbols stand at the end, and the others far from each other. */
  spread(counts) {
    const size = this.symbols.length;
    let high = size;
    counts.forEach((count, symbol) => {
      if (count === -1) this.symbols[--high] = symbol;
    });
    const step = (size >> 1) + (size >> 3) + 3;
    let at = 0;
    counts.forEach((count, symbol) => {
      for (let i = 0; i < count; i++) {
        this.symbols[at] = symbol;
        do at = at + step & size - 1; while (at >= high);
      }
    });
    must(at === 0);
  }
}
