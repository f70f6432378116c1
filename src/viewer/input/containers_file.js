// SPDX-License-Identifier: MIT
/**
 * containers_file.js - reads containers from a saved container stream.
 *
 * file.js uses it.  A data container (type 0x20) has a count and lengths that
 * give its end.  A notice has no length: it ends where a data container with
 * plausible lengths begins.
 */

import {CONTAINER_TYPES} from '../decode/names.js';
import {i32, u32} from '../decode/bytes.js';
import {firstTime} from './record_time.js';

const DATA = 0x20;
const RAW = 0x80; // programs write this type to a device, and never read it
const SIZES = new Map([[0x10, 4], [0x1000, 5]]);
const CONTAINER_MAX = 4 << 20;

/** Limits of a plausible data container after a notice. */
const PLAUSIBLE_COUNT = 4096;
const PLAUSIBLE_MESSAGE = 131072;
const PLAUSIBLE_TOKEN = -64;

const isType = (type) => CONTAINER_TYPES.has(type) && type !== RAW;

/** Yields {at, end, token} for each whole message of the data container at `at`. */
function* messagesOf(s, at) {
  let left = u32(s, at + 4);
  at += 8;
  for (; left > 0 && at + 4 <= s.length; left--) {
    let token = 0;
    let head = 4;
    if (i32(s, at) <= 0) {
      if (at + 8 > s.length) return;
      token = i32(s, at);
      head = 8;
    }
    const size = i32(s, at + head - 4);
    if (size < 0 || size > s.length - at - head) return;
    yield {at: at + head, end: at + head + size, token};
    at += head + size;
  }
}

/** The end of the data container at `at`, or -1 if it is not whole. */
function dataEnd(s, at) {
  if (at + 8 > s.length) return -1;
  let left = u32(s, at + 4);
  let end = at + 8;
  for (const message of messagesOf(s, at)) {
    left--;
    ({end} = message);
    if (end - at > CONTAINER_MAX) return -1;
  }
  return left === 0 ? end : -1;
}

/** Whether a plausible data container begins at `at`. */
function isData(s, at) {
  if (at + 8 > s.length || u32(s, at) !== DATA) return false;
  const count = u32(s, at + 4);
  if (count === 0 || count > PLAUSIBLE_COUNT) return false;
  let done = 0;
  let isFramed = false;
  let last = at + 8;
  for (const {at: from, end, token} of messagesOf(s, at)) {
    const size = end - from;
    if (token < PLAUSIBLE_TOKEN || size < 1 || size > PLAUSIBLE_MESSAGE) {
      return false;
    }
    if (done++ === 0) isFramed = s[end - 1] === 0x7e;
    last = end;
  }
  // Either the end of the file cuts it, or another container follows it.
  if (done < count) return isFramed && s.length - last < PLAUSIBLE_MESSAGE;
  return isFramed || last === s.length || isType(u32(s, last));
}

function noticeEnd(s, at) {
  const most = Math.min(s.length, at + CONTAINER_MAX);
  for (let end = s.indexOf(DATA, at + 4); end >= 0 && end < most;
    end = s.indexOf(DATA, end + 1)) {
    if (isData(s, end)) return end;
  }
  return most === s.length ? most : -1;
}

function endOf(s, at) {
  if (at + 4 > s.length) return -1;
  const type = u32(s, at);
  if (!isType(type)) return -1;
  if (type === DATA) return dataEnd(s, at);
  const size = SIZES.get(type);
  if (size === undefined) return noticeEnd(s, at);
  return at + size <= s.length ? at + size : -1;
}

/** Whether a file begins like a container stream. */
export const isContainers = (s) => s.length >= 8 && isType(u32(s, 0)) &&
  (u32(s, 0) !== DATA || u32(s, 4) === 0 || isData(s, 0));

function timeOf(s, at) {
  if (u32(s, at) !== DATA) return NaN;
  for (const message of messagesOf(s, at)) {
    const time = firstTime(s, message.at, message.end);
    if (!Number.isNaN(time)) return time;
  }
  return NaN;
}

/** Yields and returns the same as framesOf of frames_file.js. */
export function* containersOf(s) {
  let at = 0;
  while (at < s.length) {
    const end = endOf(s, at);
    if (end < 0) {
      return `The file is not a container stream from byte ${at} on, or it ` +
        'is cut short there.';
    }
    yield {container: s.subarray(at, end), time: timeOf(s, at)};
    at = end;
  }
  return null;
}
