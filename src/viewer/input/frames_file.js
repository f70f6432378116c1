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
import {lookAtFrame} from './record_time.js';

const GROUP_FRAMES = 64;
const GROUP_BYTES = 16384;
const GROUP_US = 10000;
const FRAME_MAX = 1 << 20;

/** The end of the first frame from `at` on, after any flags, or -1. */
function frameEnd(s, at) {
  let begin = at;
  while (begin < s.length && s[begin] === 0x7e) begin++;
  if (begin === s.length) return begin > at ? begin : -1;
  const flag = flagIn(s, begin, s.length);
  return flag < 0 ? -1 : flag + 1;
}

/** Whether this is HDLC: the first bytes have a frame with a correct check sequence. */
export function isHdlc(s) {
  const stop = Math.min(s.length, FRAME_MAX);
  for (let at = 0; at < stop;) {
    const end = frameEnd(s, at);
    if (end < 0 || end > stop) return false;
    if (lookAtFrame(s, at, end).isRight) return true;
    at = end;
  }
  return false;
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

/**
 * Yields {container, time}: the time is in microseconds since 1970, or NaN.
 * Returns null, or a sentence for the reader if the rest is damaged.
 */
export function* framesOf(s) {
  let group = new Group();
  let at = 0;
  while (at < s.length) {
    const end = frameEnd(s, at);
    if (end < 0) break;
    if (!group.admit(s, at, end)) {
      yield {container: group.wrapped(s), time: group.time};
      group = new Group();
      continue;
    }
    at = end;
  }
  if (group.frames.length > 0) {
    yield {container: group.wrapped(s), time: group.time};
  }
  return at === s.length ? null : `The file is cut short at byte ` +
    `${s.length}, inside the frame that begins at ${at}.`;
}
