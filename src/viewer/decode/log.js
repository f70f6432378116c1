// SPDX-License-Identifier: MIT
/**
 * log.js - a log packet: its header, and whoever knows its body.
 *
 *   u8 0x10, u8 more, u16 length, u16 length, u16 code, u64 time, body
 */

import {logName, ratName, ratOf} from './names.js';
import {LANE} from './row.js';
import {modemTime} from './modem_time.js';
import {u16} from './bytes.js';
import {name, rest} from './packet_common.js';
import {BODIES} from './logs/dispatch.js';
import {addBytes} from './logs/pdu.js';

const HEADER = 16;
const LOG_ROWS = [['log.more', 1, 1], ['log.outer_len', 2, 2],
  ['log.len', 4, 2], ['log.code', 6, 2]];

export function log(ctx, tree, at, stop, op) {
  const size = stop - at;
  if (size < HEADER) {
    name(ctx, tree, op);
    return ctx.complain(tree, 'short', `Log packet of ${size} bytes`);
  }
  const {s} = ctx;
  const code = u16(s, at + 6);
  identify(ctx, code);
  ctx.row.modem = modemTime(s, at + 8);
  if (tree) show(ctx, tree, at, code);
  if (u16(s, at + 4) !== size - 4) {
    ctx.complain(tree, 'length', `Log says ${u16(s, at + 4)} bytes, ` +
      `${size - 4} present`);
  }
  const body = BODIES.get(code);
  if (body) return body(ctx, tree, at + HEADER, stop, code);
  if (tree && at + HEADER < stop) {
    addBytes(ctx, tree, 'log.body', at + HEADER, size - HEADER);
  }
}

function identify(ctx, code) {
  const {row} = ctx;
  row.code = code;
  row.rat = ratOf(code);
  row.lane = LANE.Log;
  row.name = logName(code);
}

function show(ctx, tree, at, code) {
  tree.label += `: ${logName(code)}`;
  ctx.show(tree, LOG_ROWS, at);
  ctx.add(tree, 'time', at + 8, 8);
  ctx.note(tree, 'rat', ratName(code) || undefined);
}

/** Encrypted since Snapdragon 8 Gen 3, but for its header. */
export function encryptedLog(ctx, tree, at, stop, op) {
  name(ctx, tree, op);
  if (stop - at < 24) return rest(ctx, tree, at + 1, stop);
  const code = u16(ctx.s, at + 22);
  identify(ctx, code);
  ctx.row.what = 'encrypted';
  ctx.complain(tree, 'encrypted', `${logName(code)} is encrypted`);
  ctx.add(tree, 'log.sequence', at + 12, 4);
  ctx.add(tree, 'log.len', at + 20, 2);
  ctx.add(tree, 'log.code', at + 22, 2);
  if (stop - at > 24) ctx.add(tree, 'log.encrypted', at + 24, stop - at - 24);
}
