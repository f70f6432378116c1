// SPDX-License-Identifier: MIT
/**
 * config.js - what modems are asked to log: masks of logs, messages, events.
 */

import {LOG_OPERATIONS, MESSAGE_OPERATIONS} from './names.js';
import {u16, u32} from './octets.js';
import {name, rest} from './packet.js';

/**
 * A bit mask, least significant bit first; `named` is called with the node,
 * the octet's offset and the number of each bit that is set.
 */
function mask(w, tree, at, count, stop, named) {
  let size = Math.floor((count + 7) / 8);
  if (at + size > stop) {
    w.complain(tree, 'short', `Mask of ${size} octets, ${stop - at} present`);
    size = stop - at;
  }
  if (!tree || size < 1) return;
  const item = w.add(tree, 'mask', at, size);
  let set = 0;
  for (let i = 0; i < Math.min(count, size * 8); i++) {
    const octet = at + (i >> 3);
    if (!(w.s[octet] >> (i & 7) & 1)) continue;
    set++;
    named?.(item, octet, i);
  }
  w.note(tree, 'mask.set', set);
}

/** Log masks name every code they enable, if those are few enough to read. */
const CODES_SHOWN = 0x1000;

function logMask(w, tree, at, stop) {
  if (!w.rowsTo(tree, [['log_config.equipment', 0, 4], ['mask.bits', 4, 4]],
    at, stop)) {
    return;
  }
  const equipment = u32(w.s, at);
  mask(w, tree, at + 8, u32(w.s, at + 4), stop, (item, octet, i) => {
    if (equipment < 16 && i < CODES_SHOWN) {
      w.add(item, 'log_config.code', octet, 1, equipment * 0x1000 + i);
    }
  });
}

function logRanges(w, tree, at, stop) {
  if (!tree) return;
  for (let id = 0; id < 16; id++) {
    const item = at + 4 * id;
    if (item + 4 > stop || u32(w.s, item) === 0) continue;
    w.add(tree, 'log_config.items', item, 4).label +=
      ` (0x${id.toString(16)})`;
  }
}

/** By operation: what follows it in a request, and what follows the status. */
const LOG_BODIES = {
  request: {3: logMask},
  reply: {1: logRanges, 2: logMask, 3: logMask, 4: logMask},
};

export function logConfig(w, tree, at, stop, op) {
  if (stop - at < 8) {
    name(w, tree, op);
    return w.complain(tree, 'short',
      `Log configuration of ${stop - at} octets`);
  }
  const operation = u32(w.s, at + 4);
  name(w, tree, op, LOG_OPERATIONS.get(operation));
  w.add(tree, 'log_config.operation', at + 4, 4);
  let bodies = LOG_BODIES.request;
  let next = at + 8;
  if (!w.isRequest) {
    if (!w.rowsTo(tree, [['status', 8, 4]], at, stop)) return;
    bodies = LOG_BODIES.reply;
    next = at + 12;
  }
  const body = bodies[operation];
  if (body && next < stop) return body(w, tree, next, stop);
  rest(w, tree, next, stop);
}

const SSIDS = [['msg_config.first', 2, 2], ['msg_config.last', 4, 2]];

function ssidMasks(w, tree, at, stop) {
  if (!w.rowsTo(tree, SSIDS, at, stop) || !tree) return;
  let next = at + 8;
  for (; next + 4 <= stop; next += 4) w.add(tree, 'msg_config.mask', next, 4);
  rest(w, tree, next, stop);
}

function ssidRanges(w, tree, at, stop) {
  if (stop - at < 4 ||
    !w.rowsTo(tree, [['msg_config.ranges', 4, 4]], at, stop) || !tree) {
    return;
  }
  for (let next = at + 8; next + 4 <= stop; next += 4) {
    w.add(tree, 'msg_config.first', next, 2);
    w.add(tree, 'msg_config.last', next + 2, 2);
  }
}

/** Replies have a status where requests end or have padding. */
const MESSAGE_BODIES = {
  1: (w, tree, at, stop) => {
    if (!w.isRequest && stop - at > 2) ssidRanges(w, tree, at, stop);
  },
  2: (w, tree, at, stop) => {
    if (stop - at > 2) ssidMasks(w, tree, at, stop);
  },
  4: ssidMasks,
  5: (w, tree, at, stop) => {
    w.rowsTo(tree, [['msg_config.mask', 4, 4]], at, stop);
  },
};
MESSAGE_BODIES[3] = MESSAGE_BODIES[2];

export function messageConfig(w, tree, at, stop, op) {
  const operation = w.s[at + 1];
  name(w, tree, op,
    stop - at > 1 ? MESSAGE_OPERATIONS.get(operation) : undefined);
  if (stop - at < 2) return w.complain(tree, 'short', 'No operation');
  w.add(tree, 'msg_config.operation', at + 1, 1);
  const body = MESSAGE_BODIES[operation];
  if (body) return body(w, tree, at, stop);
  rest(w, tree, at + 2, stop);
}

export function eventMask(w, tree, at, stop, op) {
  name(w, tree, op);
  if (stop - at < 6) return rest(w, tree, at + 1, stop);
  if (!w.isRequest) w.add(tree, 'status', at + 1, 1);
  w.add(tree, 'mask.bits', at + 4, 2);
  if (stop - at > 6) mask(w, tree, at + 6, u16(w.s, at + 4), stop);
}
