// SPDX-License-Identifier: MIT
/**
 * container.js - what one read of the device returned.
 *
 *   u32 type; 0x20: u32 count, then count x ([i32 token,] u32 length, bytes)
 *
 * A message of a second modem has a token, not above 0, before its length;
 * a length of the modem itself always is.  See docs/wire.md.
 */

import {CONTAINER_TYPE, CONTAINER_TYPES} from './names.js';
import {LANE} from './row.js';
import {i32, u32} from './bytes.js';
import {frames, message} from './message.js';

/** Looks at the container at..s.length. */
export function container(ctx, at) {
  const {s} = ctx;
  if (s.length < at + 4) {
    return ctx.complain(null, 'short', 'Container without a type');
  }
  const type = u32(s, at);
  const name = CONTAINER_TYPES.get(type) ?? `type 0x${type.toString(16)}`;
  const tree = ctx.add(ctx.top, 'container', at, s.length - at);
  if (tree) tree.label += `: ${name}`;
  ctx.add(tree, 'container.type', at, 4);
  if (type === CONTAINER_TYPE.DATA) return messages(ctx, tree, at + 4);
  ctx.say(`Notice · ${name}`, LANE.Notice, '', s.length - at);
  if (type === CONTAINER_TYPE.HDLC_SUPPORT) {
    return hdlcSupport(ctx, tree, at + 4);
  }
  if (at + 4 < s.length) {
    ctx.add(tree, 'container.body', at + 4, s.length - at - 4);
  }
}

function hdlcSupport(ctx, tree, at) {
  if (at >= ctx.s.length) {
    return ctx.complain(tree, 'short', 'HDLC notice without its byte');
  }
  ctx.add(tree, 'container.hdlc_disabled', at, 1);
}

function messages(ctx, tree, at) {
  const {s} = ctx;
  if (s.length < at + 4) {
    return ctx.complain(tree, 'short', 'Container without a count');
  }
  const count = u32(s, at);
  ctx.add(tree, 'container.count', at, 4);
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
    message(ctx, tree, at, lengthAt, length, token);
    at = Math.min(s.length, lengthAt + 4 + length);
  }
  if (count === 0) {
    ctx.say('Container', LANE.Notice, 'without messages', s.length);
  }
  checkEnd(ctx, tree, at, count, done);
}

/** A container lacks messages if its record was cut: that is no fault. */
function checkEnd(ctx, tree, at, count, done) {
  if (done < count) {
    if (ctx.isCut) return;
    ctx.complain(tree, 'short', `${count} messages announced, ${done} present`);
  } else if (at < ctx.s.length) {
    ctx.complain(tree, 'excess',
      `${ctx.s.length - at} bytes behind the last message`);
  }
}

/**
 * A request as it was written to the device: the type word, perhaps a token,
 * and one frame; neither count nor length.
 */
export function request(ctx, at) {
  const {s, top} = ctx;
  ctx.isRequest = true;
  if (s.length < at + 4) {
    return ctx.complain(null, 'short', 'Request without a type');
  }
  ctx.add(top, 'container.type', at, 4);
  at += 4;
  if (s.length >= at + 4 && i32(s, at) < 0 && i32(s, at) >= -16) {
    ctx.add(top, 'message.token', at, 4);
    at += 4;
  }
  frames(ctx, top, at, s.length);
  if (ctx.frames === 0) {
    ctx.complain(null, 'short', 'Request without a whole frame');
  }
}
