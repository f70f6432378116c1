// SPDX-License-Identifier: MIT
/**
 * texts.js - debug messages: a printf format with its arguments, or a hash
 * that stands for the format, which only the maker's database holds.
 */

import {LANE} from './row.js';
import {modemTime} from './modem_time.js';
import {text, u32} from './octets.js';
import {name, stringEnd} from './packet.js';
import {filled} from './printf.js';

const HEAD_ROWS = [['msg.time_type', 1, 1], ['msg.args', 2, 1],
  ['msg.drops', 3, 1], ['msg.line', 12, 2], ['msg.ssid', 14, 2],
  ['msg.mask', 16, 4]];

/** The head that messages with a format and those with a hash of it share. */
function head(w, tree, at, stop, op) {
  w.row.lane = LANE.Text;
  if (!w.rowsTo(tree, HEAD_ROWS, at, stop)) {
    name(w, tree, op);
    return false;
  }
  w.row.modem = modemTime(w.s, at + 4);
  w.add(tree, 'time', at + 4, 8);
  return true;
}

/** The arguments from `at` on: [numbers, the offset behind them]. */
function readArgs(w, tree, at, stop, count) {
  const args = [];
  for (let i = 0; i < count; i++) {
    if (at + 4 > stop) {
      w.complain(tree, 'short',
        `${count} arguments announced, ${i} present`);
      return [args, stop];
    }
    args.push(u32(w.s, at));
    w.add(tree, 'msg.arg', at, 4);
    at += 4;
  }
  return [args, at];
}

export function extendedText(w, tree, start, stop, op) {
  if (!head(w, tree, start, stop, op)) return;
  const [args, at] = readArgs(w, tree, start + 20, stop, w.s[start + 2]);
  if (at >= stop) {
    name(w, tree, op);
    return w.complain(tree, 'short', 'Message without a format');
  }
  const file = stringEnd(w.s, at, stop);
  const said = filled(text(w.s, at, file).trimEnd(), args);
  w.row.name = 'Text';
  w.row.what = said;
  if (!tree) return;
  tree.label += `: ${said}`;
  w.add(tree, 'msg.format', at, file - at);
  if (file < stop) w.add(tree, 'msg.file', file, stop - file);
  w.note(tree, 'msg.text', said);
}

export function terseText(w, tree, at, stop, op) {
  if (!head(w, tree, at, stop, op)) return;
  if (!w.rowsTo(tree, [['msg.hash', 20, 4]], at, stop)) {
    return name(w, tree, op);
  }
  terse(w, tree, op, u32(w.s, at + 20));
  readArgs(w, tree, at + 24, stop, w.s[at + 2]);
}

function terse(w, tree, op, hash) {
  w.row.name = 'Text, terse';
  w.row.what = `hash ${hash}`;
  if (tree) tree.label += `: hash ${hash}`;
}

const TERSE4_ROWS = [['msg.time_type', 1, 1], ['msg.drops', 3, 1],
  ['msg.hash', 12, 4]];

export function terse4Text(w, tree, at, stop, op) {
  w.row.lane = LANE.Text;
  if (stop - at < 18) {
    name(w, tree, op);
    return w.complain(tree, 'short', `Terse message of ${stop - at} octets`);
  }
  terse(w, tree, op, u32(w.s, at + 12));
  w.row.modem = modemTime(w.s, at + 4);
  if (!tree) return;
  w.show(tree, TERSE4_ROWS, at);
  const count = w.s[at + 2] & 15;
  const size = w.s[at + 2] >> 4;
  w.add(tree, 'msg.args', at + 2, 1, count);
  w.add(tree, 'msg.arg_size', at + 2, 1, size);
  w.add(tree, 'time', at + 4, 8);
  if (size === 4) {
    readArgs(w, tree, at + 18, stop, count);
  } else if (stop - at > 18) {
    w.add(tree, 'msg.raw_args', at + 18, stop - at - 18);
  }
}
