// SPDX-License-Identifier: MIT
/**
 * hdf_file.js - builds containers from HDF files of QXDM: logs as DIAG packets (0x10,
 * 0, u16 length, then as in DLF), with other bytes between them, which are passed
 * over.
 *
 * file.js uses it.  The file source of the daemon detects HDF in the same way
 * and builds the same containers: one packet in a frame, in a container.
 */

import {u16} from '../decode/bytes.js';
import {cutShort} from './damage.js';
import {containerOf, isNear, isPlausible} from './logs_file.js';
import {stampTime} from './record_time.js';

const FLAG = 0x7e;
const PACKET_HEADER = 4;
const HEADERS = PACKET_HEADER + 12;

const isPacket = (s, at) => s[at] === 0x10 && s[at + 1] === 0 &&
  u16(s, at + 2) === u16(s, at + 4) && isPlausible(s, at + PACKET_HEADER);

const sizeAt = (s, at) => PACKET_HEADER + u16(s, at + 2);

/** Where the headers of a log begin, from `at` on and before `stop`; or -1. */
function findPacket(s, at, stop) {
  for (;;) {
    at = s.indexOf(0x10, at);
    if (at < 0 || at >= stop || s.length - at < HEADERS) return -1;
    if (isPacket(s, at)) return at;
    at++;
  }
}

/** A log in an HDLC frame has a flag before it, or behind it and its check sequence. */
function isFramed(s, at, begin, stop) {
  const flag = at + sizeAt(s, at) + 2;
  return at === begin || s[at - 1] === FLAG || flag < stop && s[flag] === FLAG;
}

/** Whether so many logs, near each other in time and in no frames, are found in begin..stop. */
export function isHdf(s, begin, stop, proof) {
  let last = -1;
  let count = 0;
  let at = findPacket(s, begin, stop);
  while (at >= 0 && count < proof) {
    const size = sizeAt(s, at);
    if (size > stop - at || isFramed(s, at, begin, stop)) {
      at = findPacket(s, at + 1, stop);
      continue;
    }
    const log = at + PACKET_HEADER;
    count = last < 0 || isNear(s, log, last) ? count + 1 : 1;
    last = log;
    at = findPacket(s, at + size, stop);
  }
  return count >= proof;
}

/** Yields the same as framesOf of frames_file.js.  Damage is only a log that the end cuts. */
export function* hdfOf(s, at, damage) {
  for (at = findPacket(s, at, s.length); at >= 0; at = findPacket(s, at, s.length)) {
    const end = at + sizeAt(s, at);
    if (end <= s.length) {
      const packet = s.subarray(at, end);
      yield {container: containerOf(packet), time: stampTime(s, at + HEADERS - 8)};
      at = end;
      continue;
    }
    const next = findPacket(s, at + 1, s.length);
    const stop = next < 0 ? s.length : next;
    damage.add(at, stop - at, cutShort(s, at, 'log').why);
    at = stop;
  }
}
