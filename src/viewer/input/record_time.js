// SPDX-License-Identifier: MIT
/**
 * record_time.js - the time of a container in a file.  Files of HDLC frames, of
 * logs and of containers have only the times that the modem wrote.
 */

import {crc16, flagIn, u16, u32, unescape} from '../decode/bytes.js';

const EPOCH_US = 315964800 * 1e6;

/** Opcode -> offset of the time in the packet. */
const TIME_OFFSETS = new Map([[0x10, 8], [0x79, 4], [0x92, 4], [0x99, 4]]);

/** A time of the modem (u64) in microseconds since 1970. */
export const stampTime = (s, at) =>
  EPOCH_US + Math.floor(u16(s, at) * 1250 / 49152) +
  (u16(s, at + 2) + u32(s, at + 4) * 0x10000) * 1250;

/** The time of a packet in microseconds since 1970, or NaN. */
export function packetTime(s, at, stop) {
  if (stop - at > 8 && s[at] === 0x98) at += 8;
  const place = at + (TIME_OFFSETS.get(s[at]) ?? Infinity);
  return place + 8 <= stop ? stampTime(s, place) : NaN;
}

/**
 * Reads the frame at..stop of s, with flags before it and at its end.
 * @returns {isRight, time}: whether the check sequence is correct, and the time
 *   of the packet as above
 */
export function lookAtFrame(s, at, stop) {
  while (at < stop && s[at] === 0x7e) at++;
  const frame = unescape(s, at, Math.max(at, stop - 1));
  const size = frame.length - 2;
  const isRight = size > 0 && crc16(frame, 0, size) === u16(frame, size);
  return {isRight, time: isRight ? packetTime(frame, 0, size) : NaN};
}

/** The first time in the frames at..stop of s, or NaN. */
export function firstTime(s, at, stop) {
  while (at < stop) {
    const flag = flagIn(s, at, stop);
    if (flag < 0) break;
    const {time} = lookAtFrame(s, at, flag + 1);
    if (!Number.isNaN(time)) return time;
    at = flag + 1;
  }
  return NaN;
}
