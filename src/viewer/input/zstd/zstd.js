// SPDX-License-Identifier: MIT
/**
 * zstd.js - unpacks zstd (RFC 8878), which Chromium cannot: the archive writes it.
 *
 * unpack.js uses it.  It gives the bytes up to the first damage.  The check sum
 * behind a frame is not looked at: what reads the records looks at each of them.
 * Dictionaries are not known.
 */

import {u32} from '../../decode/bytes.js';
import {Damaged, must} from './bits.js';
import {readLiterals} from './literals.js';
import {readHead, readSequences} from './sequences.js';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5; // without its last four bits
const BLOCK_MOST = 1 << 17;
const [RAW, SAME, PACKED] = [0, 1, 2];

/** More would not fit into the memory of a page. */
export const MOST = 1 << 30;

/** Bytes that grow at their end, and copy from what they have. */
class Output {
  constructor() {
    this.bytes = new Uint8Array(1 << 16);
    this.length = this.frame = 0; // frame: where the frame began
  }

  room(size) {
    must(this.length + size <= MOST);
    if (this.length + size <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
    bytes.set(this.bytes);
    this.bytes = bytes;
  }

  add(piece) {
    this.room(piece.length);
    this.bytes.set(piece, this.length);
    this.length += piece.length;
  }

  /** The bytes may overlap: then what was just written is copied too. */
  copy(offset, length) {
    must(offset > 0 && offset <= this.length - this.frame);
    this.room(length);
    const {bytes, length: at} = this;
    if (offset >= length) bytes.copyWithin(at, at - offset, at - offset + length);
    else for (let i = 0; i < length; i++) bytes[at + i] = bytes[at + i - offset];
    this.length += length;
  }
}

/** Where the blocks of a frame begin, and whether a sum is behind them. */
function readFrameHead(s, begin) {
  must(begin + 5 <= s.length);
  const flags = s[begin + 4];
  const isWhole = (flags & 32) !== 0; // then there is no size of a window
  const dictionary = [0, 1, 2, 4][flags & 3];
  const size = [isWhole ? 1 : 0, 2, 4, 8][flags >> 6];
  const at = begin + 5 + (isWhole ? 0 : 1);
  must((flags & 8) === 0 && s.subarray(at, at + dictionary).every((byte) => byte === 0));
  return {next: at + dictionary + size, hasSum: (flags & 4) !== 0};
}

/** Adds a packed block to `out`; frame: what a block takes from the one before. */
function unpackBlock(s, begin, end, out, frame) {
  const most = out.length + BLOCK_MOST;
  const {literals, next, tree} = readLiterals(s, begin, end, BLOCK_MOST, frame.tree);
  const head = readHead(s, next, end, frame.tables);
  Object.assign(frame, {tree, tables: head.tables});
  let at = 0;
  readSequences(s, head, end, frame.last, (count, offset, length) => {
    must(at + count <= literals.length && out.length + count + length <= most);
    out.add(literals.subarray(at, at + count));
    out.copy(offset, length);
    at += count;
  });
  out.add(literals.subarray(at));
  must(out.length <= most);
}

/** A block that is damaged adds nothing. */
function readBlock(s, begin, out, frame) {
  must(begin + 3 <= s.length);
  const head = s[begin] | s[begin + 1] << 8 | s[begin + 2] << 16;
  const type = head >> 1 & 3;
  const size = head >> 3;
  const at = begin + 3;
  const end = at + (type === SAME ? 1 : size);
  must(type <= PACKED && size <= BLOCK_MOST && end <= s.length);
  if (type === RAW) out.add(s.subarray(at, end));
  else if (type === SAME) out.add(new Uint8Array(size).fill(s[at]));
  else unpackBlock(s, at, end, out, frame);
  return {isLast: (head & 1) !== 0, next: end};
}

/** Where the frame ends; calls done() after each block. */
function readFrame(s, begin, out, done) {
  const {next, hasSum} = readFrameHead(s, begin);
  const frame = {tree: null, tables: [], last: [1, 4, 8]};
  out.frame = out.length;
  let at = next;
  for (let isLast = false; !isLast;) {
    ({isLast, next: at} = readBlock(s, at, out, frame));
    done();
  }
  must(at + (hasSum ? 4 : 0) <= s.length);
  return at + (hasSum ? 4 : 0);
}

function skipFrame(s, begin) {
  must(begin + 8 <= s.length && begin + 8 + u32(s, begin + 4) <= s.length);
  return begin + 8 + u32(s, begin + 4);
}

/** {bytes, isWhole}: what was unpacked, and whether that is all.  Zeros behind the last frame are padding. */
export function unzstd(s) {
  const out = new Output();
  let whole = 0; // bytes of whole blocks
  try {
    for (let at = 0; at < s.length;) {
      const magic = at + 4 <= s.length ? u32(s, at) : 0;
      if (magic === MAGIC) at = readFrame(s, at, out, () => { whole = out.length; });
      else if (magic >>> 4 === SKIPPABLE) at = skipFrame(s, at);
      else return {bytes: out.bytes.subarray(0, whole), isWhole: at > 0 && s.subarray(at).every((byte) => byte === 0)};
    }
    return {bytes: out.bytes.subarray(0, whole), isWhole: true};
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return {bytes: out.bytes.subarray(0, whole), isWhole: false};
  }
}
