// SPDX-License-Identifier: MIT
/**
 * logs/umts.js - WCDMA RRC signalling (0x412f) and UMTS NAS (0x713a).
 *
 *   0x412f  u8 channel, u8 bearer, u16 length, [u16 UARFCN, u16 PSC,] PDU
 *   0x713a  u8 direction (1: from the modem), u32 length, PDU
 *
 * Channel types from 0x80 on have the cell in front of the PDU; types that end
 * in 9, and 0xf0 to 0xff, begin with the id of a SIB.  The length counts that
 * id, but not the cell.
 */

import {LANE} from '../row.js';
import {NAMES, umtsSib} from '../names.js';
import {u16, u32} from '../bytes.js';
import {umtsMessageName} from '../messages/choice.js';
import {gsmNasName} from '../messages/gsm.js';
import {layer3Values} from '../values/nas.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';
import {channelTable, channelTitle, laneOf} from './rrc.js';
import {UMTS_MESSAGES} from '../messages/umts.js';

const CHANNELS = NAMES.umts_channels;

const titleOf = channelTable((channel) => channelTitle('UMTS RRC', channel));

const SIB_TYPES = new Set([0x09, 0x89, 0xf0, 0xfe, 0xff]);
const hasCell = (kind) => kind >= 0x80 && kind <= 0x89 || kind === 0xf0;

const HEAD_ROWS = [['channel_id', 0, 1], ['bearer', 1, 1], ['pdu_len', 2, 2]];
const CELL_ROWS = [['uarfcn', 4, 2], ['psc', 6, 2]];

export function umtsRrc(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'UMTS RRC';
  if (!has(ctx, tree, at, stop, 4)) return;
  const kind = s[at];
  let payload = 4;
  ctx.show(tree, HEAD_ROWS, at);
  if (hasCell(kind)) {
    payload = 8;
    if (!has(ctx, tree, at, stop, payload)) return;
    ctx.show(tree, CELL_ROWS, at);
    row.arfcn = u16(s, at + 4);
    row.psc = u16(s, at + 6);
  }
  direct(ctx, tree, kind % 0x80 < 2);
  const size = u16(s, at + 2);
  if (SIB_TYPES.has(kind)) return sib(ctx, tree, at, stop, kind, payload, size);
  const channel = CHANNELS.get(kind % 0x80);
  ctx.note(tree, 'channel', channel);
  row.name = titleOf(channel);
  if (channel) row.lane = laneOf(channel);
  const end = pduEnd(ctx, tree, at + payload, stop, size);
  row.what = umtsMessageName(UMTS_MESSAGES.get(channel), s, at + payload, end);
  showPdu(ctx, tree, at + payload, end);
  if (!channel) unknown(ctx, tree, at + payload, end);
}

function sib(ctx, tree, start, stop, kind, payload, size) {
  const {s, row} = ctx;
  if (!has(ctx, tree, start, stop, payload + 1)) return;
  const at = start + payload;
  const name = umtsSib(s[at], kind === 0x89 || kind === 0xf0);
  ctx.add(tree, 'sib', at, 1);
  ctx.note(tree, 'channel', name);
  row.name = titleOf('bcch');
  row.lane = LANE.BCCH;
  row.what = name?.toUpperCase() ?? '';
  const end = pduEnd(ctx, tree, at + 1, stop, Math.max(size - 1, 0));
  showPdu(ctx, tree, at + 1, end);
  if (!name) unknown(ctx, tree, at + 1, end);
}

function unknown(ctx, tree, at, end) {
  if (at < end) ctx.complain(tree, 'unknown', 'Unknown channel');
}

export function umtsNas(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'UMTS NAS';
  row.lane = LANE.NAS;
  if (!has(ctx, tree, at, stop, 5)) return;
  ctx.add(tree, 'pdu_len', at + 1, 4);
  direct(ctx, tree, s[at] === 1);
  const end = pduEnd(ctx, tree, at + 5, stop, u32(s, at + 1));
  row.what = gsmNasName(s, at + 5, end);
  showPdu(ctx, tree, at + 5, end, layer3Values);
}
