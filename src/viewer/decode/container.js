// SPDX-License-Identifier: MIT
/**
 * container.js - what one read of the device returned.
 *
 *   u32 type; 0x20: u32 count, then count x ([i32 token,] u32 length, octets)
 *
 * A message of a second modem has a token, not above 0, before its length;
 * a length of the modem itself always is.  docs/wire.md says it all.
 */

import {CONTAINER_TYPES} from './names.js';
import {LANE} from './row.js';
import {i32, u32} from './octets.js';
import {frames, message} from './message.js';

/** Looks at the container at..s.length. */
export function container(w, at) {
  const {s} = w;
  if (s.length < at + 4) {
    return w.complain(null, 'short', 'Container without a type');
  }
  const type = u32(s, at);
  const name = CONTAINER_TYPES.get(type) ?? `type 0x${type.toString(16)}`;
  const tree = w.add(w.top, 'container', at, s.length - at);
  if (tree) tree.label += `: ${name}`;
  w.add(tree, 'container.type', at, 4);
  if (type === 0x20) return messages(w, tree, at + 4);
  w.say(`Notice · ${name}`, LANE.Notice, '', s.length - at);
  if (type === 0x1000) return hdlcSupport(w, tree, at + 4);
  if (at + 4 < s.length) {
    w.add(tree, 'container.body', at + 4, s.length - at - 4);
  }
}

function hdlcSupport(w, tree, at) {
  if (at >= w.s.length) {
    return w.complain(tree, 'short', 'HDLC notice without its octet');
  }
  w.add(tree, 'container.hdlc_disabled', at, 1);
}

function messages(w, tree, at) {
  const {s} = w;
  if (s.length < at + 4) {
    return w.complain(tree, 'short', 'Container without a count');
  }
  const count = u32(s, at);
  w.add(tree, 'container.count', at, 4);
  at += 4;
  let done = 0;
  while (done < count && at + 4 <= s.length) {
    let lengthAt = at;
    let token = null;
    if (i32(s, at) <= 0) {
      if (at + 8 > s.length) break;
      token = i32(s, at);
      lengthAt = at + 4;
    }
    const length = u32(s, lengthAt);
    done++;
    message(w, tree, at, lengthAt, length, token);
    at = Math.min(s.length, lengthAt + 4 + length);
  }
  if (count === 0) {
    w.say('Container', LANE.Notice, 'without messages', s.length);
  }
  checkEnd(w, tree, at, count, done);
}

function checkEnd(w, tree, at, count, done) {
  if (done < count && !w.isCut) {
    w.complain(tree, 'short', `${count} messages announced, ${done} present`);
  } else if (at < w.s.length) {
    w.complain(tree, 'excess',
      `${w.s.length - at} octets behind the last message`);
  }
}

/**
 * A request as it was written to the device: the type word, perhaps a token,
 * and one frame; neither count nor length.
 */
export function request(w, at) {
  const {s, top} = w;
  w.isRequest = true;
  if (s.length < at + 4) {
    return w.complain(null, 'short', 'Request without a type');
  }
  w.add(top, 'container.type', at, 4);
  at += 4;
  if (s.length >= at + 4 && i32(s, at) < 0 && i32(s, at) >= -16) {
    w.add(top, 'message.token', at, 4);
    at += 4;
  }
  frames(w, top, at, s.length);
  if (w.frames === 0) {
    w.complain(null, 'short', 'Request without a whole frame');
  }
}
