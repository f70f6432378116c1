// SPDX-License-Identifier: MIT
/**
 * literals.js - the bytes of a block that are no copy of others (RFC 8878, 3.1.1.3.1).
 *
 * zstd.js uses it.
 */

import {must} from './bits.js';
import {readTree} from './huffman.js';

const [RAW, SAME, CODED] = [0, 1, 2]; // 3: as 2, with the codes of the block before
const JUMPS = 6; // bytes: the sizes of three of four streams

/** {literals, next, tree}; tree: the codes of the block before, or null. */
export function readLiterals(s, begin, end, most, tree) {
  must(begin < end);
  const type = s[begin] & 3;
  if (type === RAW || type === SAME) return {...readPlain(s, begin, end, most, type), tree};
  const head = headOf(s, begin, end);
  must(head.size <= most && head.stop <= end);
  let at = head.begin;
  if (type === CODED) ({tree, next: at} = readTree(s, at, head.stop));
  must(tree !== null);
  return {literals: readCoded(s, at, head, tree), next: head.stop, tree};
}

function readPlain(s, begin, end, most, type) {
  const format = s[begin] >> 2 & 3;
  const bytes = format === 1 ? 2 : format === 3 ? 3 : 1;
  must(begin + bytes <= end);
  const size = bytes === 1 ? s[begin] >> 3
    : s[begin] >> 4 | s[begin + 1] << 4 | (bytes === 3 ? s[begin + 2] << 12 : 0);
  const at = begin + bytes;
  const next = at + (type === RAW ? size : 1);
  must(size <= most && next <= end);
  return {literals: type === RAW ? s.subarray(at, next) : new Uint8Array(size).fill(s[at]), next};
}

/** Two sizes of as many bits, behind four other bits. */
function headOf(s, begin, end) {
  const format = s[begin] >> 2 & 3;
  const bits = [10, 10, 14, 18][format];
  const bytes = [3, 3, 4, 5][format];
  must(begin + bytes <= end);
  let whole = 0;
  for (let i = bytes - 1; i >= 0; i--) whole = whole * 256 + s[begin + i];
  whole = Math.floor(whole / 16);
  const packed = Math.floor(whole / (1 << bits));
  return {isOne: format === 0, size: whole % (1 << bits), begin: begin + bytes, stop: begin + bytes + packed};
}

function readCoded(s, begin, {isOne, size, stop}, tree) {
  const literals = new Uint8Array(size);
  if (isOne) {
    tree.decode(s, begin, stop, literals);
    return literals;
  }
  const part = size + 3 >> 2;
  must(begin + JUMPS <= stop && part * 3 <= size);
  let at = begin + JUMPS;
  for (let i = 0; i < 4; i++) {
    const next = i === 3 ? stop : at + (s[begin + 2 * i] | s[begin + 2 * i + 1] << 8);
    must(next <= stop);
    tree.decode(s, at, next, literals.subarray(part * i, i === 3 ? size : part * (i + 1)));
    at = next;
  }
  return literals;
}
