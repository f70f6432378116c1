// SPDX-License-Identifier: MIT
/**
 * frames_file.js - builds containers from HDLC frames: QMDL and mi2log files.
 *
 * file.js uses it.  The file source of the daemon builds the same containers
 * (docs/wire.md, "Sources that have no containers"): each frame is a message,
 * with all flags before it.  A container has at most 64 frames and 16 KiB of
 * them.  It ends before a frame whose time is more than 10 ms from the time of
 * its first frame.
 */

import {flagIn} from '../decode/bytes.js';
import {broken, cutShort, readOn} from './damage.js';
import {lookAtFrame} from './record_time.js';

const GROUP_FRAMES = 64;
const GROUP_BYTES = 16384;
const GROUP_US = 10000;
export const FRAME_MAX = 1 << 20;
const FLAG = 0x7e;

/** The end of the first frame from `at` on, after any flags, or -1. */
function frameEnd(s, at) {
  let begin = at;
  while (begin < s.length && s[begin] === FLAG) begin++;
  if (begin === s.length) return begin > at ? begin : -1;
  const flag = flagIn(s, begin, s.length);
  return flag < 0 ? -1 : flag + 1;
}

/**
 * Where the first frame with a correct check sequence begins, within FRAME_MAX
 * bytes from `at` on; or -1.
 */
export function findFrame(s, at) {
  const stop = Math.min(s.length, at + FRAME_MAX);
  while (at < stop) {
    let begin = at;
    while (begin < stop && s[begin] === FLAG) begin++;
    const flag = begin < stop ? flagIn(s, begin, stop) : -1;
    if (flag < 0) return -1;
    if (lookAtFrame(s, at, flag + 1).isRight) return at;
    at = flag + 1;
  }
  return -1;
}

/** The frames of the next container. */
class Group {
  constructor() {
    this.frames = []; // [at, end]
    this.size = 0;
    this.time = NaN;
  }

  /** Adds a frame.  False: the group ends before this frame. */
  admit(s, at, end) {
    const size = end - at;
    if (this.frames.length > 0 && this.size + size > GROUP_BYTES ||
      this.frames.length === GROUP_FRAMES) {
      return false;
    }
    const {time} = lookAtFrame(s, at, end);
    if (Number.isNaN(this.time)) this.time = time;
    if (Math.abs(time - this.time) > GROUP_US) return false;
    this.frames.push([at, end]);
    this.size += size;
    return true;
  }

  /** The container: type, count, then a length before each frame. */
  wrapped(s) {
    const out = new Uint8Array(8 + 4 * this.frames.length + this.size);
    const view = new DataView(out.buffer);
    view.setUint32(0, 0x20, true);
    view.setUint32(4, this.frames.length, true);
    let place = 8;
    for (const [at, end] of this.frames) {
      view.setUint32(place, end - at, true);
      out.set(s.subarray(at, end), place + 4);
      place += 4 + end - at;
    }
    return out;
  }
}

function split(s, at) {
  const group = new Group();
  let end = at;
  let isEndless = false;
  for (let next; end < s.length; end = next) {
    next = frameEnd(s, end);
    isEndless = (next < 0 ? s.length : next) - end > FRAME_MAX;
    if (next < 0 || isEndless || !group.admit(s, end, next)) break;
  }
  if (group.frames.length > 0) {
    return {end, container: group.wrapped(s), time: group.time};
  }
  return isEndless
    ? broken(`a frame without end within ${FRAME_MAX} bytes`, FRAME_MAX)
    : {...cutShort(s, at, 'frame'), bytes: s.length - at};
}

/** After the next flag. */
function resync(s, at) {
  const flag = flagIn(s, at, s.length);
  return flag < 0 ? s.length : flag + 1;
}

/**
 * Yields {container, time} from `at` on: the time is in microseconds since 1970,
 * or NaN.  Damage is skipped and noted.
 */
export const framesOf = (s, at, damage) =>
  readOn(s, at, {split, resync}, damage);
