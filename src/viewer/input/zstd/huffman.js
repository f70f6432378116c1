// SPDX-License-Identifier: MIT
/**
 * huffman.js - zstd's Huffman codes of literals (RFC 8878, 4.2).
 *
 * literals.js uses it.
 */

import {BackwardBits, highestBit, must} from './bits.js';
import {Table, readCounts} from './fse.js';

const LONGEST = 11; // bits of a code
const WEIGHTS = {logMost: 6, symbolsMost: LONGEST + 2};
const DIRECT = 128; // from this first byte on weights stand as they are

/** {tree, next}: the codes that begin at `begin`, and where they end. */
export function readTree(s, begin, end) {
  must(begin < end);
  const first = s[begin];
  const size = first < DIRECT ? first : first - DIRECT + 2 >> 1;
  const next = begin + 1 + size;
  must(next <= end);
  return {tree: new Tree(first < DIRECT ? packedWeights(s, begin + 1, next)
    : Array.from({length: first - DIRECT + 1}, (_, i) => s[begin + 1 + (i >> 1)] >> (i & 1 ? 0 : 4) & 15)), next};
}

/** Two states take turns, until there are no more bits. */
function packedWeights(s, begin, end) {
  const found = readCounts(s, begin, end, WEIGHTS);
  const {symbols, bits, next} = Table.from(found);
  const source = new BackwardBits(s, found.next, end);
  const states = [source.read(found.log), source.read(found.log)];
  must(source.left >= 0);
  const weights = [];
  for (let turn = 0; ; turn ^= 1) {
    must(weights.length < 255);
    const state = states[turn];
    weights.push(symbols[state]);
    states[turn] = next[state] + source.read(bits[state]);
    if (source.left < 0) {
      weights.push(symbols[states[turn ^ 1]]);
      return weights;
    }
  }
}

class Tree {
  /** The weight of the last symbol is what is missing to a power of two. */
  constructor(weights) {
    must(weights.length > 0 && weights.length < 256 && weights.every((weight) => weight <= LONGEST));
    const sum = weights.reduce((total, weight) => total + (1 << weight >> 1), 0);
    must(sum > 0);
    this.log = highestBit(sum) + 1;
    const rest = (1 << this.log) - sum;
    must(this.log <= LONGEST && (rest & rest - 1) === 0);
    this.fill([...weights, highestBit(rest) + 1]);
  }

  /** A symbol has all entries that begin with its code. */
  fill(weights) {
    this.symbols = new Uint8Array(1 << this.log);
    this.bits = new Uint8Array(1 << this.log);
    let at = 0;
    for (let weight = 1; weight <= this.log; weight++) {
      weights.forEach((own, symbol) => {
        if (own !== weight) return;
        const end = at + (1 << weight - 1);
        this.symbols.fill(symbol, at, end);
        this.bits.fill(this.log + 1 - weight, at, end);
        at = end;
      });
    }
    must(at === 1 << this.log);
  }

  /** Decodes begin..end of s, and fills `out` with it. */
  decode(s, begin, end, out) {
    const {log, symbols, bits} = this;
    const source = new BackwardBits(s, begin, end);
    const mask = (1 << log) - 1;
    let state = source.read(log);
    for (let i = 0; i < out.length; i++) {
      out[i] = symbols[state];
      const used = bits[state];
      state = (state << used | source.read(used)) & mask;
    }
    // The bits of the next symbol, which is none, are before the begin.
    must(source.left === -log);
  }
}
