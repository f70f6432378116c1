// SPDX-License-Identifier: MIT
/**
 * config.js - what modems are asked to log: masks of logs, messages, events.
 */

import {LOG_OPERATIONS, MESSAGE_OPERATIONS} from './names.js';
import {u16, u32} from './bytes.js';
import {name, rest} from './packet_common.js';

/**
 * A bit mask, least significant bit first; `named` is called with the node,
 * the byte's offset and the number of each bit that is set.
 */
function mask(ctx, tree, at, count, stop, named) {
  let size = Math.floor((count + 7) / 8);
  if (at + size > stop) {
    ctx.complain(tree, 'short', `Mask of ${size} bytes, ${stop - at} present`);
    size = stop - at;
  }
  if (!tree || size < 1) return;
  const item = ctx.add(tree, 'mask', at, size);
  let set = 0;
  for (let i = 0; i < Math.min(count, size * 8); i++) {
    const byte = at + (i >> 3);
    if (!(ctx.s[byte] >> (i & 7) & 1)) continue;
    set++;
    named?.(item, byte, i);
  }
  ctx.note(tree, 'mask.set', set);
}

/** Log masks name every code they enable, if those are few enough to read. */
const CODES_SHOWN = 0x1000;

function logMask(ctx, tree, at, stop) {
  if (!ctx.rowsTo(tree, [['log_config.equipment', 0, 4], ['mask.bits', 4, 4]],
    at, stop)) {
    return;
  }
  const equipment = u32(ctx.s, at);
  mask(ctx, tree, at + 8, u32(ctx.s, at + 4), stop, (item, byte, i) => {
    if (equipment < 16 && i < CODES_SHOWN) {
      ctx.add(item, 'log_config.code', byte, 1, equipment * 0x1000 + i);
    }
  });
}

function logRanges(ctx, tree, at, stop) {
  if (!tree) return;
  for (let id = 0; id < 16; id++) {
    const item = at + 4 * id;
    if (item + 4 > stop || u32(ctx.s, item) === 0) continue;
    ctx.add(tree, 'log_config.items', item, 4).label +=
      ` (0x${id.toString(16)})`;
  }
}

/** By operation: what follows it in a request, and what follows the status. */
const LOG_BODIES = {
  request: {3: logMask},
  reply: {1: logRanges, 2: logMask, 3: logMask, 4: logMask},
};

export function logConfig(ctx, tree, at, stop, op) {
  if (stop - at < 8) {
    name(ctx, tree, op);
    return ctx.complain(tree, 'short',
      `Log configuration of ${stop - at} bytes`);
  }
  const operation = u32(ctx.s, at + 4);
  name(ctx, tree, op, LOG_OPERATIONS.get(operation));
  ctx.add(tree, 'log_config.operation', at + 4, 4);
  let bodies = LOG_BODIES.request;
  let next = at + 8;
  if (!ctx.isRequest) {
    if (!ctx.rowsTo(tree, [['status', 8, 4]], at, stop)) return;
    bodies = LOG_BODIES.reply;
    next = at + 12;
  }
  const body = bodies[operation];
  if (body && next < stop) return body(ctx, tree, next, stop);
  rest(ctx, tree, next, stop);
}

const SSIDS = [['msg_config.first', 2, 2], ['msg_config.last', 4, 2]];

function ssidMasks(ctx, tree, at, stop) {
  if (!ctx.rowsTo(tree, SSIDS, at, stop) || !tree) return;
  let next = at + 8;
  for (; next + 4 <= stop; next += 4) ctx.add(tree, 'msg_config.mask', next, 4);
  rest(ctx, tree, next, stop);
}

function ssidRanges(ctx, tree, at, stop) {
  if (stop - at < 4 ||
    !ctx.rowsTo(tree, [['msg_config.ranges', 4, 4]], at, stop) || !tree) {
    return;
  }
  for (let next = at + 8; next + 4 <= stop; next += 4) {
    ctx.add(tree, 'msg_config.first', next, 2);
    ctx.add(tree, 'msg_config.last', next + 2, 2);
  }
}

/** Replies have a status where requests end or have padding. */
const MESSAGE_BODIES = {
  1: (ctx, tree, at, stop) => {
    if (!ctx.isRequest && stop - at > 2) ssidRanges(ctx, tree, at, stop);
  },
  2: (ctx, tree, at, stop) => {
    if (stop - at > 2) ssidMasks(ctx, tree, at, stop);
  },
  4: ssidMasks,
  5: (ctx, tree, at, stop) => {
    ctx.rowsTo(tree, [['msg_config.mask', 4, 4]], at, stop);
  },
};
MESSAGE_BODIES[3] = MESSAGE_BODIES[2];

export function messageConfig(ctx, tree, at, stop, op) {
  const operation = ctx.s[at + 1];
  name(ctx, tree, op,
    stop - at > 1 ? MESSAGE_OPERATIONS.get(operation) : undefined);
  if (stop - at < 2) return ctx.complain(tree, 'short', 'No operation');
  ctx.add(tree, 'msg_config.operation', at + 1, 1);
  const body = MESSAGE_BODIES[operation];
  if (body) return body(ctx, tree, at, stop);
  rest(ctx, tree, at + 2, stop);
}

export function eventMask(ctx, tree, at, stop, op) {
  name(ctx, tree, op);
  if (stop - at < 6) return rest(ctx, tree, at + 1, stop);
  if (!ctx.isRequest) ctx.add(tree, 'status', at + 1, 1);
  ctx.add(tree, 'mask.bits', at + 4, 2);
  if (stop - at > 6) mask(ctx, tree, at + 6, u16(ctx.s, at + 4), stop);
}
