// SPDX-License-Identifier: MIT
/**
 * packet.js - a packet: its opcode, and what that opcode's packets hold.
 *
 * Each body gets the packet's octets at..stop (the opcode is at `at`), the
 * node of its frame, and the opcode.
 */

import {OPCODES, SUBSYSTEMS, opcodeName} from './names.js';
import {modemTime} from './modem_time.js';
import {text, u16, u32} from './octets.js';
import {eventMask, logConfig, messageConfig} from './config.js';
import {encryptedLog, log} from './log.js';
import {events} from './events.js';
import {extendedText, terse4Text, terseText} from './texts.js';

/** Radios are told by packets within packets; nobody nests more of them. */
const DEPTH_MAX = 4;

export function packet(w, tree, at, stop) {
  const op = w.s[at];
  w.row.op = op;
  w.add(tree, 'opcode', at, 1);
  (BODIES[op] ?? opaque)(w, tree, at, stop, op);
}

/** Names the row and the node by the opcode, with more behind it. */
export function name(w, tree, op, more = '') {
  const opName = opcodeName(op);
  const side = w.isRequest ? 'Request' : 'Answer';
  w.row.name = op === 0x60 || OPCODES.get(op) === undefined ? opName
    : `${side} · ${opName}`;
  w.row.what = more;
  if (tree) tree.label += `: ${opName}${more && `: ${more}`}`;
}

function opaque(w, tree, at, stop, op) {
  name(w, tree, op);
  rest(w, tree, at + 1, stop);
}

export function rest(w, tree, at, stop) {
  if (tree && at < stop) w.add(tree, 'body', at, stop - at);
}

/** Multi-radio packet: another packet, of one of several radios. */
function multiRadio(w, tree, at, stop, op) {
  if (stop - at < 9) {
    name(w, tree, op);
    return w.complain(tree, 'short',
      `Multi-radio packet of ${stop - at} octets`);
  }
  if (++w.depth > DEPTH_MAX) {
    name(w, tree, op);
    return w.complain(tree, 'failed', 'Packets nested too deeply');
  }
  w.row.radio = u32(w.s, at + 4);
  w.add(tree, 'radio', at + 4, 4);
  packet(w, tree, at + 8, stop);
}

/** An error: the request that the modem did not like follows. */
function refused(w, tree, at, stop, op) {
  const request = stop - at > 1 ? opcodeName(w.s[at + 1]) : '';
  name(w, tree, op, request);
  w.complain(tree, 'refused', opcodeName(op) + (request && `: ${request}`));
  if (request) {
    w.add(tree, 'error.opcode', at + 1, 1);
    w.add(tree, 'error.request', at + 1, stop - at - 1);
  }
}

const trimmed = (s, at, size) => text(s, at, at + size).trimEnd();

function version(w, tree, at, stop, op) {
  if (stop - at < 47) return opaque(w, tree, at, stop, op);
  const {s} = w;
  const chipset = trimmed(s, at + 39, 8);
  name(w, tree, op, chipset);
  w.add(tree, 'version.compiled', at + 1, 19,
    `${trimmed(s, at + 1, 11)} ${trimmed(s, at + 12, 8)}`);
  w.add(tree, 'version.released', at + 20, 19,
    `${trimmed(s, at + 20, 11)} ${trimmed(s, at + 31, 8)}`);
  w.add(tree, 'version.chipset', at + 39, 8, chipset);
  rest(w, tree, at + 47, stop);
}

/** Offset behind the string that begins at `at`, its zero included if there. */
export function stringEnd(s, at, stop) {
  const found = s.indexOf(0, at);
  return found < 0 || found >= stop ? stop : found + 1;
}

const BUILD_ROWS = [['build.version', 1, 1], ['build.msm_revision', 4, 4],
  ['build.model', 8, 4]];

function build(w, tree, at, stop, op) {
  if (stop - at < 13) return opaque(w, tree, at, stop, op);
  const model = stringEnd(w.s, at + 12, stop);
  name(w, tree, op, trimmed(w.s, at + 12, model - at - 12));
  w.show(tree, BUILD_ROWS, at);
  w.add(tree, 'build.software', at + 12, model - at - 12);
  if (model < stop) w.add(tree, 'build.name', model, stop - model);
}

function diagVersion(w, tree, at, stop, op) {
  name(w, tree, op);
  if (stop - at > 1 && w.rowsTo(tree, [['version.diag', 1, 2]], at, stop)) {
    rest(w, tree, at + 3, stop);
  }
}

function timestamp(w, tree, at, stop, op) {
  name(w, tree, op);
  if (stop - at < 9) return rest(w, tree, at + 1, stop);
  w.row.modem = modemTime(w.s, at + 1);
  w.add(tree, 'time', at + 1, 8);
}

const SUBSYSTEM_ROWS = [['subsystem', 1, 1], ['subsystem.command', 2, 2]];
const SUBSYSTEM_REPLY_ROWS = [['status', 4, 4],
  ['subsystem.delayed_id', 8, 2], ['subsystem.responses', 10, 2]];

function subsystem(w, tree, at, stop, op) {
  if (stop - at < 4) {
    name(w, tree, op);
    return w.complain(tree, 'short',
      `Subsystem command of ${stop - at} octets`);
  }
  const id = w.s[at + 1];
  name(w, tree, op, `${SUBSYSTEMS.get(id) ?? `subsystem ${id}`}, command ` +
    u16(w.s, at + 2));
  w.show(tree, SUBSYSTEM_ROWS, at);
  if (op !== 0x80 || w.isRequest || stop - at < 12) {
    return rest(w, tree, at + 4, stop);
  }
  w.show(tree, SUBSYSTEM_REPLY_ROWS, at);
  rest(w, tree, at + 12, stop);
}

/** By opcode. */
const BODIES = [];
Object.assign(BODIES, {
  0x00: version,
  0x10: log,
  0x13: refused,
  0x14: refused,
  0x15: refused,
  0x18: refused,
  0x1c: diagVersion,
  0x1d: timestamp,
  0x42: refused,
  0x47: refused,
  0x4b: subsystem,
  0x60: events,
  0x73: logConfig,
  0x79: extendedText,
  0x7c: build,
  0x7d: messageConfig,
  0x80: subsystem,
  0x81: eventMask,
  0x82: eventMask,
  0x92: terseText,
  0x98: multiRadio,
  0x99: terse4Text,
  0x9e: encryptedLog,
});
