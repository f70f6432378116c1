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
import {broken, cutShort, readOn} from './damage.js';
import {stampTime} from './record_time.js';

const LOG_HEADER = 12;
const PACKET_HEADER = 4; // u8 0x10, u8 0, u16 length

/** So many plausible logs in a row prove DLF: at the start, after damage. */
const PROOF = 8;
const RESYNC_PROOF = 3;
/** Places in a log at which others seem to begin: bounds the work on a body made for this. */
const LOOKS = 32;

const LEAST_CODE = 0x1000;
const PLAUSIBLE_US = 5e15; // the year 2128
const DAY_US = 864e8;

/** The whole log at `at` as a packet. */
function packetAt(s, at) {
  const length = u16(s, at);
  const packet = new Uint8Array(PACKET_HEADER + length);
  packet.set([0x10, 0, length & 0xff, length >> 8]);
  packet.set(s.subarray(at, at + length), PACKET_HEADER);
  return packet;
}

const timeAt = (s, at) => stampTime(s, at + 4);

/** Whether a log can have the header at `at`, of 12 bytes. */
export const isPlausible = (s, at) => u16(s, at) >= LOG_HEADER &&
  u16(s, at + 2) >= LEAST_CODE && timeAt(s, at) < PLAUSIBLE_US;

/** Bytes shifted by one are a plausible log too, but its time is another. */
export const isNear = (s, log, other) => Math.abs(timeAt(s, log) - timeAt(s, other)) < DAY_US;

/**
 * Whether so many logs follow each other at `at`, before `stop`.  At the end of
 * the file fewer are enough, and the last may be cut.
 */
function checkLogs(s, at, proof, stop = s.length, isEnd = true) {
  for (let found = 0; found < proof; found++) {
    const left = stop - at;
    if (left === 0 && isEnd && found > 0) return true;
    if (left >= LOG_HEADER && !isPlausible(s, at)) return false;
    if (left < LOG_HEADER || left < u16(s, at)) return isEnd && found > 0;
    at += u16(s, at);
  }
  return true;
}

export const isLogs = (s, at = 0) => checkLogs(s, at, PROOF);

/** Where whole logs begin, from `at` on and before `stop`; or -1. */
export function findWholeLogs(s, at, stop) {
  for (; at < stop; at++) {
    if (checkLogs(s, at, PROOF, s.length, false)) return at;
  }
  return -1;
}

/**
 * Whether many whole logs of about the same time follow each other, from `at` on and
 * over `stop`, or up to the very end.
 */
function goesOn(s, at, stop) {
  const first = at;
  for (let found = 0; found < PROOF || at <= stop; found++) {
    const left = s.length - at;
    if (left === 0 && at > stop) return true;
    if (left < LOG_HEADER || left < u16(s, at) || !isPlausible(s, at) || !isNear(s, first, at)) return false;
    at += u16(s, at);
  }
  return true;
}

/**
 * Where logs in a row begin inside the log at..stop, with a time far from its
 * own: then it is not a log.  -1: nowhere.  A body may look like some logs, but they
 * do not go on behind it.
 */
function findInside(s, at, stop) {
  let looks = 0;
  for (let begin = at + 1; begin < stop && looks < LOOKS; begin++) {
    if (!checkLogs(s, begin, RESYNC_PROOF, stop, false) || isNear(s, begin, at)) continue;
    looks++;
    if (goesOn(s, begin, stop)) return begin;
  }
  return -1;
}

/** The next logs from `at` on and before `stop`, or -1. */
function findLogs(s, at, stop) {
  while (at < stop) {
    if (!checkLogs(s, at, RESYNC_PROOF)) {
      at++;
      continue;
    }
    const inside = findInside(s, at, at + u16(s, at));
    if (inside < 0) return at;
    at = inside;
  }
  return -1;
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

/** A container with this packet in a frame. */
export function containerOf(packet) {
  const frame = frameOf(packet);
  const container = new Uint8Array(12 + frame.length);
  const view = new DataView(container.buffer);
  view.setUint32(0, 0x20, true);
  view.setUint32(4, 1, true);
  view.setUint32(8, frame.length, true);
  container.set(frame, 12);
  return container;
}

/** Whether a log, or the end, is at `at`. */
const isNext = (s, at) => s.length - at >= LOG_HEADER
  ? isPlausible(s, at) : at === s.length;

function split(s, at) {
  const left = s.length - at;
  if (left < LOG_HEADER) return cutShort(s, at, 'log');
  const length = u16(s, at);
  if (length < LOG_HEADER) return broken('no log');
  if (left < length) return cutShort(s, at, 'log');
  const end = at + length;
  const inside = findInside(s, at, end);
  if (inside >= 0) return broken('a log with a wrong length', inside - at);
  if (!isNext(s, end)) {
    if (!isPlausible(s, at)) return broken('no log');
    if (findLogs(s, at + 1, end) >= 0) {
      return broken('a log with a wrong length');
    }
  }
  return {end, container: containerOf(packetAt(s, at)), time: timeAt(s, at)};
}

function resync(s, at) {
  const found = findLogs(s, at, s.length);
  return found < 0 ? s.length : found;
}

/** Yields the same as framesOf of frames_file.js. */
export const logsOf = (s, at, damage) =>
  readOn(s, at, {split, resync}, damage);
