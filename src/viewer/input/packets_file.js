// SPDX-License-Identifier: MIT
/**
 * packets_file.js - builds containers from DIAG packets without HDLC: 7E 01, u16
 * length, packet, 7E; and knows the head of QMDL2.
 *
 * file.js uses it.  The file source of the daemon detects them in the same way
 * and builds the same containers: one packet in a frame, in a container.
 */

import {u16, u32} from '../decode/bytes.js';
import {broken, cutShort, readOn} from './damage.js';
import {containerOf} from './logs_file.js';
import {packetTime} from './record_time.js';

const FLAG = 0x7e;
const HEAD = 4; // bytes before the packet
const QMDL2_HEAD = 10;
const GUID = 16;
const GUIDS_MOST = 4096;

/** Bytes of the packet at `at`, with all around it; 0: none; -1: it is cut. */
function sizeAt(s, at) {
  if (at >= s.length) return -1;
  if (s[at] !== FLAG || at + 1 < s.length && s[at + 1] !== 1) return 0;
  if (at + HEAD > s.length) return -1;
  const end = at + HEAD + u16(s, at + 2);
  if (end === at + HEAD) return 0;
  if (end >= s.length) return -1;
  return s[end] === FLAG ? end + 1 - at : 0;
}

/** Whether such packets begin at `at`: the next two, or the last. */
export function isPackets(s, at) {
  const size = sizeAt(s, at);
  return size > 0 && (at + size === s.length || sizeAt(s, at + size) > 0);
}

/** Bytes of the head of QMDL2 at the front; 0: there is none. */
export function qmdl2Head(s) {
  if (s.length < QMDL2_HEAD || s[4] !== 1 || s[5] > 1) return 0;
  const guids = u32(s, 6);
  const size = QMDL2_HEAD + GUID * guids;
  return guids <= GUIDS_MOST && u32(s, 0) === size && size <= s.length ? size : 0;
}

function split(s, at) {
  const size = sizeAt(s, at);
  if (size < 0) return cutShort(s, at, 'packet');
  if (size === 0) return broken('no packet');
  const packet = s.subarray(at + HEAD, at + size - 1);
  return {end: at + size, container: containerOf(packet), time: packetTime(packet, 0, packet.length)};
}

function resync(s, at) {
  while (at < s.length && !isPackets(s, at)) at++;
  return at;
}

/** Yields the same as framesOf of frames_file.js. */
export const packetsOf = (s, at, damage) => readOn(s, at, {split, resync}, damage);
