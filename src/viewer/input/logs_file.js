// SPDX-License-Identifier: MIT
/**
 * logs_file.js - builds containers from DLF files: logs as the modem wrote them
 * (u16 length, u16 code, u64 time, body), one after the other.
 *
 * file.js uses it.  The file source of the daemon detects DLF in the same way
 * and builds the same containers: one log in a packet, in a frame, in a
 * container.
 */

import {crc16, u16} from '../decode/bytes.js';
import {packetTime} from './record_time.js';

const LOG_HEADER = 12;
const PACKET_HEADER = 4; // u8 0x10, u8 0, u16 length

/** A file is DLF if this many logs at its start are plausible. */
const SURE = 8;
const LEAST_CODE = 0x1000;
const PLAUSIBLE_US = 5e15; // the year 2128

/** The log at `at` as a packet.  The file has at least LOG_HEADER bytes there. */
function packetAt(s, at) {
  const length = Math.min(u16(s, at), s.length - at);
  const packet = new Uint8Array(PACKET_HEADER + length);
  packet.set([0x10, 0, length & 0xff, length >> 8]);
  packet.set(s.subarray(at, at + length), PACKET_HEADER);
  return packet;
}

const timeOf = (packet) => packetTime(packet, 0, packet.length);

const isPlausible = (s, at) => u16(s, at) >= LOG_HEADER &&
  u16(s, at + 2) >= LEAST_CODE && timeOf(packetAt(s, at)) < PLAUSIBLE_US;

export function isLogs(s) {
  let at = 0;
  for (let sure = 0; sure < SURE; sure++) {
    const left = s.length - at;
    if (left === 0) return sure > 0;
    if (left >= LOG_HEADER && !isPlausible(s, at)) return false;
    // The last log may be cut short.
    if (left < LOG_HEADER || left < u16(s, at)) return sure > 0;
    at += u16(s, at);
  }
  return true;
}

/** The packet as an HDLC frame: with its check sequence, escaped, with a flag (docs/wire.md). */
function frameOf(packet) {
  const crc = crc16(packet, 0, packet.length);
  const frame = [];
  for (const byte of [...packet, crc & 0xff, crc >> 8]) {
    if (byte === 0x7d || byte === 0x7e) frame.push(0x7d, byte ^ 0x20);
    else frame.push(byte);
  }
  frame.push(0x7e);
  return frame;
}

function containerOf(packet) {
  const frame = frameOf(packet);
  const container = new Uint8Array(12 + frame.length);
  const view = new DataView(container.buffer);
  view.setUint32(0, 0x20, true);
  view.setUint32(4, 1, true);
  view.setUint32(8, frame.length, true);
  container.set(frame, 12);
  return container;
}

/** Yields and returns the same as framesOf of frames_file.js. */
export function* logsOf(s) {
  let at = 0;
  while (at < s.length) {
    const left = s.length - at;
    if (left < LOG_HEADER || left < u16(s, at)) {
      return `The file is cut short at byte ${s.length}, inside the log that begins at ${at}.`;
    }
    if (u16(s, at) < LOG_HEADER) return `There is no valid log at byte ${at}.`;
    const packet = packetAt(s, at);
    yield {container: containerOf(packet), time: timeOf(packet)};
    at += u16(s, at);
  }
  return null;
}
