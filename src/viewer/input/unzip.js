// SPDX-License-Identifier: MIT
/**
 * unzip.js - the one file in a zip archive, as the gzip file that it would be.
 *
 * unpack.js uses it, and lets the browser unpack the gzip: it also checks size and
 * sum.  The daemon chooses the file in the same way (src/decompress/zip_directory.c).
 */

import {joined, u16, u32} from '../decode/bytes.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const COMMENT_MOST = 65535;

const STORED = 0;
const DEFLATED = 8;
const BLOCK_MOST = 65535; // bytes of a block of deflate that is not packed

const GZIP_HEAD = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** Where the record at the end begins, or -1. */
function findEnd(s) {
  const first = Math.max(0, s.length - END_SIZE - COMMENT_MOST);
  for (let at = s.length - END_SIZE; at >= first; at--) {
    if (u32(s, at) === END && u16(s, at + 20) === s.length - at - END_SIZE) return at;
  }
  return -1;
}

/** Where the entries of the directory begin, from `at` to `stop`; null: it is damaged. */
function entriesOf(s, at, stop) {
  const entries = [];
  while (at < stop) {
    if (at < 0 || stop - at < ENTRY_SIZE || u32(s, at) !== ENTRY) return null;
    entries.push(at);
    at += ENTRY_SIZE + u16(s, at + 28) + u16(s, at + 30) + u16(s, at + 32);
  }
  return at === stop ? entries : null;
}

const nameOf = (s, entry) => new TextDecoder().decode(
  s.subarray(entry + ENTRY_SIZE, entry + ENTRY_SIZE + u16(s, entry + 28)));

/** Folders, empty files and what macOS adds do not count. */
function counts(s, entry) {
  const name = nameOf(s, entry);
  return u32(s, entry + 24) > 0 && name !== '' && !name.endsWith('/') && !name.startsWith('__MACOSX/');
}

/** The same bytes as blocks of deflate. */
function deflated(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += BLOCK_MOST) {
    const block = bytes.subarray(at, at + BLOCK_MOST);
    const size = block.length;
    const isLast = at + size === bytes.length ? 1 : 0;
    pieces.push(Uint8Array.of(isLast, size & 255, size >> 8, ~size & 255, ~size >> 8 & 255), block);
  }
  return joined(pieces);
}

/** The data of an entry; null: they are not there. */
function dataOf(s, entry, shift) {
  const at = u32(s, entry + 42) + shift;
  if (at < 0 || at + LOCAL_SIZE > s.length || u32(s, at) !== LOCAL) return null;
  const begin = at + LOCAL_SIZE + u16(s, at + 26) + u16(s, at + 28);
  const end = begin + u32(s, entry + 20);
  return end <= s.length ? s.subarray(begin, end) : null;
}

/** {gzip}, or {error}: a sentence for the reader. */
export function gzipOfZip(s) {
  const end = findEnd(s);
  if (end < 0) return {error: 'The zip file is cut short: its directory, which is at its end, is not there.'};
  const begin = end - u32(s, end + 12);
  const entries = entriesOf(s, begin, end);
  if (entries === null) return {error: 'The directory of the zip file is damaged, or the file is too large.'};
  const [entry, ...others] = entries.filter((at) => counts(s, at));
  if (entry === undefined) return {error: 'There is no file in this zip.'};
  if (others.length > 0) {
    return {error: `This zip holds ${others.length + 1} files, such as ${nameOf(s, entry)}. ` +
      'Unpack it, and open one of them.'};
  }
  const method = u16(s, entry + 10);
  if ((u16(s, entry + 8) & 1) !== 0) return {error: 'The file in this zip is encrypted. Unpack it first.'};
  if (method !== STORED && method !== DEFLATED) {
    return {error: 'This zip is packed in an unusual way. Unpack it first.'};
  }
  const data = dataOf(s, entry, begin - u32(s, end + 16));
  if (data === null) return {error: 'The zip file is damaged: its file is not there.'};
  return {gzip: joined([GZIP_HEAD, method === STORED ? deflated(data) : data,
    s.subarray(entry + 16, entry + 20), s.subarray(entry + 24, entry + 28)])};
}
