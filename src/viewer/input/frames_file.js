// SPDX-License-Identifier: MIT
/**
 * frames_file.js - containers out of a run of HDLC frames: QMDL and mi2log.
 *
 * The daemon's file source makes the same of them (docs/wire.md, "Sources that
 * have no containers"): each frame a message, with all flags before it; a
 * container ends after 64 frames, before it would exceed 16 KiB of them, and
 * before a frame whose time is more than 10 ms from that of its first.
 */

import {flagIn} from '../decode/bytes.js';
import {lookAtFrame} from './record_time.js';

const GROUP_FRAMES = 64;
const GROUP_BYTES = 16384;
const GROUP_US = 10000;
const FRAME_MAX = 1 << 20;

/** The end of the first frame at `at`, its flags before it included, or -1. */
function frameEnd(s, at) {
  let begin = at;
  while (begin < s.length && s[begin] === 0x7e) begin++;
  if (begin === s.length) return begin > at ? begin : -1;
  const flag = flagIn(s, begin, s.length);
  return flag < 0 ? -1 : flag + 1;
}

/** Whether this is HDLC: soon there is a frame with a right check sequence. */
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

/** A group in the making. */
class Group {
  constructor() {
    this.frames = []; // [at, end]
    this.size = 0;
    this.time = NaN;
  }

  /** Lets a frame in; false: the group ends before it. */
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
 * Yields {container, time}: time in microseconds since 1970 or NaN; returns
 * null or a sentence on why the rest is not good.
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
