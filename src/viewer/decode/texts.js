// SPDX-License-Identifier: MIT
/**
 * texts.js - debug messages: a printf format with its arguments, or a hash
 * that stands for the format, which only the maker's database holds.
 */

import {LANE} from './row.js';
import {modemTime} from './modem_time.js';
import {text, u32} from './bytes.js';
import {name, stringEnd} from './packet_common.js';
import {filled} from './printf.js';

const HEAD_ROWS = [['msg.time_type', 1, 1], ['msg.args', 2, 1],
  ['msg.drops', 3, 1], ['msg.line', 12, 2], ['msg.ssid', 14, 2],
  ['msg.mask', 16, 4]];

/** The head that messages with a format and those with a hash of it share. */
function head(ctx, tree, at, stop, op) {
  ctx.row.lane = LANE.Text;
  if (!ctx.rowsTo(tree, HEAD_ROWS, at, stop)) {
    name(ctx, tree, op);
    return false;
  }
  ctx.row.modem = modemTime(ctx.s, at + 4);
  ctx.add(tree, 'time', at + 4, 8);
  return true;
}

/** The arguments from `at` on: [numbers, the offset behind them]. */
function readArgs(ctx, tree, at, stop, count) {
  const args = [];
  for (let i = 0; i < count; i++) {
    if (at + 4 > stop) {
      ctx.complain(tree, 'short',
        `${count} arguments announced, ${i} present`);
      return [args, stop];
    }
    args.push(u32(ctx.s, at));
    ctx.add(tree, 'msg.arg', at, 4);
    at += 4;
  }
  return [args, at];
}

export function extendedText(ctx, tree, start, stop, op) {
  if (!head(ctx, tree, start, stop, op)) return;
  const [args, at] = readArgs(ctx, tree, start + 20, stop, ctx.s[start + 2]);
  if (at >= stop) {
    name(ctx, tree, op);
    return ctx.complain(tree, 'short', 'Message without a format');
  }
  const file = stringEnd(ctx.s, at, stop);
  const said = filled(text(ctx.s, at, file).trimEnd(), args);
  ctx.row.name = 'Text';
  ctx.row.what = said;
  if (!tree) return;
  tree.label += `: ${said}`;
  ctx.add(tree, 'msg.format', at, file - at);
  if (file < stop) ctx.add(tree, 'msg.file', file, stop - file);
  ctx.note(tree, 'msg.text', said);
}

export function terseText(ctx, tree, at, stop, op) {
  if (!head(ctx, tree, at, stop, op)) return;
  if (!ctx.rowsTo(tree, [['msg.hash', 20, 4]], at, stop)) {
    return name(ctx, tree, op);
  }
  terse(ctx, tree, op, u32(ctx.s, at + 20));
  readArgs(ctx, tree, at + 24, stop, ctx.s[at + 2]);
}

function terse(ctx, tree, op, hash) {
  ctx.row.name = 'Text, terse';
  ctx.row.what = `hash ${hash}`;
  if (tree) tree.label += `: hash ${hash}`;
}

const TERSE4_ROWS = [['msg.time_type', 1, 1], ['msg.drops', 3, 1],
  ['msg.hash', 12, 4]];

export function terse4Text(ctx, tree, at, stop, op) {
  ctx.row.lane = LANE.Text;
  if (stop - at < 18) {
    name(ctx, tree, op);
    return ctx.complain(tree, 'short', `Terse message of ${stop - at} bytes`);
  }
  terse(ctx, tree, op, u32(ctx.s, at + 12));
  ctx.row.modem = modemTime(ctx.s, at + 4);
  if (!tree) return;
  ctx.show(tree, TERSE4_ROWS, at);
  const count = ctx.s[at + 2] & 15;
  const size = ctx.s[at + 2] >> 4;
  ctx.add(tree, 'msg.args', at + 2, 1, count);
  ctx.add(tree, 'msg.arg_size', at + 2, 1, size);
  ctx.add(tree, 'time', at + 4, 8);
  if (size === 4) {
    readArgs(ctx, tree, at + 18, stop, count);
  } else if (stop - at > 18) {
    ctx.add(tree, 'msg.raw_args', at + 18, stop - at - 18);
  }
}
