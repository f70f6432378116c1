// SPDX-License-Identifier: MIT
/**
 * log.js - a log packet: its header, and whoever knows its body.
 *
 *   u8 0x10, u8 more, u16 length, u16 length, u16 code, u64 time, body
 */

import {RATS, logName, ratKey, ratName} from './names.js';
import {LANE} from './row.js';
import {modemTime} from './modem_time.js';
import {u16} from './octets.js';
import {name, rest} from './packet.js';
import {LAYERS} from './layers/layers.js';

const HEADER = 16;
const LOG_ROWS = [['log.more', 1, 1], ['log.outer_len', 2, 2],
  ['log.len', 4, 2], ['log.code', 6, 2]];

export function log(w, tree, at, stop, op) {
  const size = stop - at;
  if (size < HEADER) {
    name(w, tree, op);
    return w.complain(tree, 'short', `Log packet of ${size} octets`);
  }
  const {s} = w;
  const code = u16(s, at + 6);
  identify(w, code);
  w.row.modem = modemTime(s, at + 8);
  if (tree) show(w, tree, at, code);
  if (u16(s, at + 4) !== size - 4) {
    w.complain(tree, 'length', `Log says ${u16(s, at + 4)} octets, ` +
      `${size - 4} present`);
  }
  const layer = LAYERS.get(code);
  if (layer) return layer(w, tree, at + HEADER, stop, code);
  if (tree && at + HEADER < stop) {
    w.add(tree, 'log.body', at + HEADER, size - HEADER);
  }
}

function identify(w, code) {
  const {row} = w;
  row.code = code;
  row.rat = RATS.indexOf(ratKey(code));
  row.lane = LANE.Log;
  row.name = logName(code);
}

function show(w, tree, at, code) {
  tree.label += `: ${logName(code)}`;
  w.show(tree, LOG_ROWS, at);
  w.add(tree, 'time', at + 8, 8);
  w.note(tree, 'rat', ratName(code) || undefined);
}

/** Encrypted since Snapdragon 8 Gen 3, but for its header. */
export function encryptedLog(w, tree, at, stop, op) {
  name(w, tree, op);
  if (stop - at < 24) return rest(w, tree, at + 1, stop);
  const code = u16(w.s, at + 22);
  identify(w, code);
  w.row.what = 'encrypted';
  w.complain(tree, 'encrypted', `${logName(code)} is encrypted`);
  w.add(tree, 'log.sequence', at + 12, 4);
  w.add(tree, 'log.len', at + 20, 2);
  w.add(tree, 'log.code', at + 22, 2);
  if (stop - at > 24) w.add(tree, 'log.encrypted', at + 24, stop - at - 24);
}
