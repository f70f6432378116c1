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
import {broken, cutShort, readOn} from './damage.js';
import {firstTime} from './record_time.js';

const DATA = 0x20;
const RAW = 0x80; // programs write this type to a device, and never read it
const SIZES = new Map([[0x10, 4], [0x1000, 5]]);
const CONTAINER_MAX = 4 << 20;
const FLAG = 0x7e;

/** The limits of a data container that is recognised by its look. */
const PLAUSIBLE_COUNT = 4096;
const PLAUSIBLE_MESSAGE = 131072;
const PLAUSIBLE_TOKEN = -64;
const CHECKED_MESSAGES = 8;

const isType = (type) => CONTAINER_TYPES.has(type) && type !== RAW;

/** Yields {at, end, token} for each whole message of the data container at `at`. */
function* messagesOf(s, at) {
  let left = u32(s, at + 4);
  at += 8;
  for (; left > 0 && at + 4 <= s.length; left--) {
    let token = 1;
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

const endsLikeHdlc = (s, {at, end}) => end > at && s[end - 1] === FLAG;

/** Whether the message at `at`, which is not whole, may be one. */
function mayGoOn(s, at) {
  const left = s.length - at;
  if (left < 4) return true;
  if (i32(s, at) > 0) return i32(s, at) <= PLAUSIBLE_MESSAGE + 4;
  if (i32(s, at) < PLAUSIBLE_TOKEN) return false;
  return left < 8 ||
    i32(s, at + 4) >= 0 && i32(s, at + 4) <= PLAUSIBLE_MESSAGE;
}

/** After a whole data container: the end, or a type. */
const isRest = (s, at) => at === s.length ||
  at + 4 <= s.length && isType(u32(s, at));

/** Whether a data container begins here, by its look. */
export function isData(s, at) {
  if (at + 8 > s.length || u32(s, at) !== DATA) return false;
  const count = u32(s, at + 4);
  if (count === 0 || count > PLAUSIBLE_COUNT) return false;
  let checked = 0;
  let isFramed = false;
  let last = at + 8;
  for (const message of messagesOf(s, at)) {
    const size = message.end - message.at;
    if (message.token < PLAUSIBLE_TOKEN || size < 1 ||
      size > PLAUSIBLE_MESSAGE) {
      return false;
    }
    if (checked++ === 0) isFramed = endsLikeHdlc(s, message);
    last = message.end;
    if (checked === CHECKED_MESSAGES) break;
  }
  if (checked < count && checked < CHECKED_MESSAGES && !mayGoOn(s, last)) {
    return false;
  }
  return isFramed || checked === count && isRest(s, last);
}

/** The next data container from `at` on and before `stop`, or -1. */
export function findData(s, at, stop) {
  for (at = s.indexOf(DATA, at); at >= 0 && at < stop;
    at = s.indexOf(DATA, at + 1)) {
    if (isData(s, at)) return at;
  }
  return -1;
}

const tooLarge = () => broken(
  `a container without end within ${CONTAINER_MAX} bytes`);

const whole = (s, at, end) => {
  const container = s.subarray(at, end);
  return {end, container, time: timeOf(s, at)};
};

function splitData(s, at) {
  if (at + 8 > s.length) return cutShort(s, at, 'container');
  let left = u32(s, at + 4);
  if (left > CONTAINER_MAX / 4) return tooLarge();
  let isFramed = true;
  let end = at + 8;
  for (const message of messagesOf(s, at)) {
    left--;
    ({end} = message);
    if (end - at > CONTAINER_MAX) return tooLarge();
    isFramed &&= endsLikeHdlc(s, message);
  }
  if (left > 0) return cutShort(s, at, 'container');
  if (!isFramed && !isRest(s, end) && findData(s, at + 1, end) >= 0) {
    return broken('a container with a wrong length');
  }
  return whole(s, at, end);
}

function splitNotice(s, at) {
  const end = findData(s, at + 4,
    Math.min(s.length, at + CONTAINER_MAX + 1));
  if (end >= 0) return whole(s, at, end);
  return s.length - at > CONTAINER_MAX ? tooLarge() : whole(s, at, s.length);
}

function split(s, at) {
  if (at + 4 > s.length) return cutShort(s, at, 'container');
  const type = u32(s, at);
  if (!isType(type)) return broken('no container');
  if (type === DATA) return splitData(s, at);
  const size = SIZES.get(type);
  if (size === undefined) return splitNotice(s, at);
  return at + size <= s.length ? whole(s, at, at + size)
    : cutShort(s, at, 'container');
}

function resync(s, at) {
  const found = findData(s, at, s.length);
  return found < 0 ? s.length : found;
}

/** Whether a container stream begins at `at`. */
export const isContainers = (s, at = 0) => s.length - at >= 4 &&
  isType(u32(s, at)) && (u32(s, at) !== DATA || isData(s, at) ||
    s.length - at >= 8 && u32(s, at + 4) === 0);

function timeOf(s, at) {
  if (u32(s, at) !== DATA) return NaN;
  for (const message of messagesOf(s, at)) {
    const time = firstTime(s, message.at, message.end);
    if (!Number.isNaN(time)) return time;
  }
  return NaN;
}

/** Yields the same as framesOf of frames_file.js. */
export const containersOf = (s, at, damage) =>
  readOn(s, at, {split, resync}, damage);
