// SPDX-License-Identifier: MIT
/**
 * packet.js - a packet: its opcode, and what that opcode's packets hold.
 */

import {OPCODE, SUBSYSTEMS, opcodeName} from './names.js';
import {modemTime} from './modem_time.js';
import {u16, u32} from './bytes.js';
import {name, opaque, rest, stringEnd, trimmed} from './packet_common.js';
import {eventMask, logConfig, messageConfig} from './config.js';
import {encryptedLog, log} from './log.js';
import {events} from './events.js';
import {extendedText, terse4Text, terseText} from './texts.js';

/** A multi-radio packet holds another packet; modems do not nest more. */
const DEPTH_MAX = 4;

export function packet(ctx, tree, at, stop) {
  const op = ctx.s[at];
  ctx.row.op = op;
  ctx.add(tree, 'opcode', at, 1);
  (BODIES[op] ?? opaque)(ctx, tree, at, stop, op);
}

/** Multi-radio packet: another packet, of one of several radios. */
function multiRadio(ctx, tree, at, stop, op) {
  if (stop - at < 9) {
    name(ctx, tree, op);
    return ctx.complain(tree, 'short',
      `Multi-radio packet of ${stop - at} bytes`);
  }
  if (++ctx.depth > DEPTH_MAX) {
    name(ctx, tree, op);
    return ctx.complain(tree, 'failed', 'Packets nested too deeply');
  }
  ctx.row.radio = u32(ctx.s, at + 4);
  ctx.add(tree, 'radio', at + 4, 4);
  packet(ctx, tree, at + 8, stop);
}

/** An error: the request that the modem did not like follows. */
function refused(ctx, tree, at, stop, op) {
  const request = stop - at > 1 ? opcodeName(ctx.s[at + 1]) : '';
  name(ctx, tree, op, request);
  ctx.complain(tree, 'refused', opcodeName(op) + (request && `: ${request}`));
  if (request) {
    ctx.add(tree, 'error.opcode', at + 1, 1);
    ctx.add(tree, 'error.request', at + 1, stop - at - 1);
  }
}

function version(ctx, tree, at, stop, op) {
  if (stop - at < 47) return opaque(ctx, tree, at, stop, op);
  const {s} = ctx;
  const chipset = trimmed(s, at + 39, 8);
  name(ctx, tree, op, chipset);
  ctx.add(tree, 'version.compiled', at + 1, 19,
    `${trimmed(s, at + 1, 11)} ${trimmed(s, at + 12, 8)}`);
  ctx.add(tree, 'version.released', at + 20, 19,
    `${trimmed(s, at + 20, 11)} ${trimmed(s, at + 31, 8)}`);
  ctx.add(tree, 'version.chipset', at + 39, 8, chipset);
  rest(ctx, tree, at + 47, stop);
}

const BUILD_ROWS = [['build.version', 1, 1], ['build.msm_revision', 4, 4],
  ['build.model', 8, 4]];

function build(ctx, tree, at, stop, op) {
  if (stop - at < 13) return opaque(ctx, tree, at, stop, op);
  const model = stringEnd(ctx.s, at + 12, stop);
  name(ctx, tree, op, trimmed(ctx.s, at + 12, model - at - 12));
  ctx.show(tree, BUILD_ROWS, at);
  ctx.add(tree, 'build.software', at + 12, model - at - 12);
  if (model < stop) ctx.add(tree, 'build.name', model, stop - model);
}

function diagVersion(ctx, tree, at, stop, op) {
  name(ctx, tree, op);
  if (stop - at > 1 && ctx.rowsTo(tree, [['version.diag', 1, 2]], at, stop)) {
    rest(ctx, tree, at + 3, stop);
  }
}

function timestamp(ctx, tree, at, stop, op) {
  name(ctx, tree, op);
  if (stop - at < 9) return rest(ctx, tree, at + 1, stop);
  ctx.row.modem = modemTime(ctx.s, at + 1);
  ctx.add(tree, 'time', at + 1, 8);
}

const SUBSYSTEM_ROWS = [['subsystem', 1, 1], ['subsystem.command', 2, 2]];
const SUBSYSTEM_REPLY_ROWS = [['status', 4, 4],
  ['subsystem.delayed_id', 8, 2], ['subsystem.responses', 10, 2]];

function subsystem(ctx, tree, at, stop, op) {
  if (stop - at < 4) {
    name(ctx, tree, op);
    return ctx.complain(tree, 'short',
      `Subsystem command of ${stop - at} bytes`);
  }
  const id = ctx.s[at + 1];
  name(ctx, tree, op, `${SUBSYSTEMS.get(id) ?? `subsystem ${id}`}, command ` +
    u16(ctx.s, at + 2));
  ctx.show(tree, SUBSYSTEM_ROWS, at);
  if (op !== OPCODE.SUBSYSTEM_2 || ctx.isRequest || stop - at < 12) {
    return rest(ctx, tree, at + 4, stop);
  }
  ctx.show(tree, SUBSYSTEM_REPLY_ROWS, at);
  rest(ctx, tree, at + 12, stop);
}

/** By opcode: who reads the packet. */
const BODIES = [];
Object.assign(BODIES, {
  [OPCODE.VERSION]: version,
  [OPCODE.LOG]: log,
  [OPCODE.BAD_COMMAND]: refused,
  [OPCODE.BAD_PARAMETERS]: refused,
  [OPCODE.BAD_LENGTH]: refused,
  [OPCODE.BAD_MODE]: refused,
  [OPCODE.DIAG_VERSION]: diagVersion,
  [OPCODE.TIMESTAMP]: timestamp,
  [OPCODE.SPC_NEEDED]: refused,
  [OPCODE.PASSWORD_NEEDED]: refused,
  [OPCODE.SUBSYSTEM]: subsystem,
  [OPCODE.EVENTS]: events,
  [OPCODE.LOG_CONFIG]: logConfig,
  [OPCODE.EXT_MESSAGE]: extendedText,
  [OPCODE.BUILD_ID]: build,
  [OPCODE.MESSAGE_CONFIG]: messageConfig,
  [OPCODE.SUBSYSTEM_2]: subsystem,
  [OPCODE.GET_EVENT_MASK]: eventMask,
  [OPCODE.SET_EVENT_MASK]: eventMask,
  [OPCODE.QSR_MESSAGE]: terseText,
  [OPCODE.MULTI_RADIO]: multiRadio,
  [OPCODE.QSR4_MESSAGE]: terse4Text,
  [OPCODE.ENCRYPTED_LOG]: encryptedLog,
});
