// SPDX-License-Identifier: MIT
/**
 * record_time.js - when a container of a file was recorded: files of HDLC
 * frames and of containers bear no other time than the modem's.
 */

import {crc16, flagIn, u16, u32, unescape} from '../decode/bytes.js';

const EPOCH_US = 315964800 * 1e6;

/** Where a packet has its time, by opcode. */
const BEARERS = new Map([[0x10, 8], [0x79, 4], [0x92, 4], [0x99, 4]]);

/** Microseconds since 1970 of a packet, NaN where it has none. */
export function packetTime(s, at, stop) {
  if (stop - at > 8 && s[at] === 0x98) at += 8;
  const place = at + (BEARERS.get(s[at]) ?? Infinity);
  if (!(place + 8 <= stop)) return NaN;
  return EPOCH_US + Math.floor(u16(s, place) * 1250 / 49152) +
    (u16(s, place + 2) + u32(s, place + 4) * 0x10000) * 1250;
}

/**
 * The frame at..stop of s, with flags before it and at its end:
 * {isRight: its check sequence is, time: as above}.
 */
export function lookAtFrame(s, at, stop) {
  while (at < stop && s[at] === 0x7e) at++;
  const frame = unescape(s, at, Math.max(at, stop - 1));
  const size = frame.length - 2;
  const isRight = size > 0 && crc16(frame, 0, size) === u16(frame, size);
  return {isRight, time: isRight ? packetTime(frame, 0, size) : NaN};
}

/** The first time that the frames in at..stop of s bear, or NaN. */
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
