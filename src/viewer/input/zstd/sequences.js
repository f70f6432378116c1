// SPDX-License-Identifier: MIT
/**
 * sequences.js - which literals and which copies of earlier bytes a block is made of
 * (RFC 8878, 3.1.1.3.2).
 *
 * zstd.js uses it.
 */

import {BackwardBits, must} from './bits.js';
import {Table, readCounts} from './fse.js';

/** Codes with extra bits: the value of each, and its bits, from the first such code on. */
const LITERALS = withExtra(16, 0, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MATCHES = withExtra(32, 3, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

function withExtra(plain, least, extra) {
  const bits = [...new Array(plain).fill(0), ...extra];
  let value = least;
  const values = bits.map((n) => {
    const own = value;
    value += 2 ** n;
    return own;
  });
  return {values, bits};
}

const few = (n) => new Array(n).fill(-1);
const ones = (n) => new Array(n).fill(1);
const twos = (n) => new Array(n).fill(2);

/** The three kinds of codes, as their modes stand in a block; `known` is the table that needs no description. */
const KINDS = [
  {logMost: 9, symbolsMost: 36, known: {log: 6, counts: [4, 3, ...twos(11), ...ones(3), ...twos(9), 3, 2, ...ones(5), ...few(4)]}},
  {logMost: 8, symbolsMost: 32, known: {log: 5, counts: [...ones(6), ...twos(3), ...ones(15), ...few(5)]}},
  {logMost: 9, symbolsMost: 53, known: {log: 6, counts: [1, 4, 3, ...twos(6), ...ones(37), ...few(7)]}},
];

const [KNOWN, SAME, DESCRIBED] = [0, 1, 2]; // 3: the table of the block before

/** How many sequences: [count, next]. */
function readCount(s, begin, end) {
  must(begin < end);
  const first = s[begin];
  const bytes = first < 128 ? 1 : first < 255 ? 2 : 3;
  must(begin + bytes <= end);
  const count = [first, (first - 128 << 8) + s[begin + 1], s[begin + 1] + (s[begin + 2] << 8) + 0x7f00][bytes - 1];
  return [count, begin + bytes];
}

/** [table, next] */
function readTable(mode, s, at, end, kind, before) {
  if (mode === KNOWN) return [Table.from(kind.known), at];
  if (mode === SAME) {
    must(at < end && s[at] < kind.symbolsMost);
    return [Table.of(s[at]), at + 1];
  }
  if (mode === DESCRIBED) {
    const found = readCounts(s, at, end, kind);
    return [Table.from(found), found.next];
  }
  must(before !== undefined);
  return [before, at];
}

/** {count, tables, next}; tables are those of the block before, or []. */
export function readHead(s, begin, end, before) {
  let [count, at] = readCount(s, begin, end);
  if (count === 0) {
    must(at === end);
    return {count, tables: before, next: at};
  }
  must(at < end && (s[at] & 3) === 0);
  const modes = s[at++];
  const tables = KINDS.map((kind, i) => {
    let table;
    [table, at] = readTable(modes >> 6 - 2 * i & 3, s, at, end, kind, before[i]);
    return table;
  });
  return {count, tables, next: at};
}

/** A value up to 3 is one of the last three offsets, which change their order. */
function offsetOf(value, literals, last) {
  if (value > 3) {
    last.unshift(value - 3);
    last.pop();
    return last[0];
  }
  const at = value - (literals === 0 ? 0 : 1);
  if (at === 0) return last[0];
  const offset = at === 3 ? last[0] - 1 : last[at];
  last.splice(Math.min(at, 2), 1);
  last.unshift(offset);
  return offset;
}

/** Calls copy(literals, offset, length) for each sequence.  last: the last three offsets. */
export function readSequences(s, {count, tables, next}, end, last, copy) {
  if (count === 0) return;
  const bits = new BackwardBits(s, next, end);
  const states = tables.map(({log}) => bits.read(log));
  const [lit, off, match] = tables;
  const step = (i) => {
    const {next: base, bits: sizes} = tables[i];
    states[i] = base[states[i]] + bits.read(sizes[states[i]]);
  };
  for (let i = 0; i < count; i++) {
    const codes = [lit.symbols[states[0]], off.symbols[states[1]], match.symbols[states[2]]];
    const value = 2 ** codes[1] + bits.read(codes[1]);
    const length = MATCHES.values[codes[2]] + bits.read(MATCHES.bits[codes[2]]);
    const literals = LITERALS.values[codes[0]] + bits.read(LITERALS.bits[codes[0]]);
    if (i < count - 1) [0, 2, 1].forEach(step);
    must(bits.left >= 0);
    copy(literals, offsetOf(value, literals, last), length);
  }
  must(bits.left === 0);
}
