// SPDX-License-Identifier: MIT
/**
 * umts.js - WCDMA RRC signalling (0x412f) and UMTS NAS (0x713a).
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
import {u16, u32} from '../octets.js';
import {umtsMessageName} from './choice.js';
import {gsmNasName} from './gsm_names.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';
import {channelTitle, laneOf} from './rrc.js';
import {UMTS_MESSAGES} from './umts_messages.js';

const CHANNELS = NAMES.umts_channels;

const SIB_TYPES = new Set([0x09, 0x89, 0xf0, 0xfe, 0xff]);
const hasCell = (kind) => kind >= 0x80 && kind <= 0x89 || kind === 0xf0;

const HEAD_ROWS = [['channel_id', 0, 1], ['bearer', 1, 1], ['pdu_len', 2, 2]];
const CELL_ROWS = [['uarfcn', 4, 2], ['psc', 6, 2]];

export function umtsRrc(w, tree, at, stop) {
  const {s, row} = w;
  row.name = 'UMTS RRC';
  if (!has(w, tree, at, stop, 4)) return;
  const kind = s[at];
  let payload = 4;
  w.show(tree, HEAD_ROWS, at);
  if (hasCell(kind)) {
    payload = 8;
    if (!has(w, tree, at, stop, payload)) return;
    w.show(tree, CELL_ROWS, at);
    row.arfcn = u16(s, at + 4);
    row.psc = u16(s, at + 6);
  }
  direct(w, tree, kind % 0x80 < 2);
  const size = u16(s, at + 2);
  if (SIB_TYPES.has(kind)) return sib(w, tree, at, stop, kind, payload, size);
  const channel = CHANNELS.get(kind % 0x80);
  w.note(tree, 'channel', channel);
  row.name = channelTitle('UMTS RRC', channel);
  if (channel) row.lane = laneOf(channel);
  const end = pduEnd(w, tree, at + payload, stop, size);
  row.what = umtsMessageName(UMTS_MESSAGES.get(channel), s, at + payload, end);
  showPdu(w, tree, at + payload, end);
  if (!channel) unknown(w, tree, at + payload, end);
}

function sib(w, tree, start, stop, kind, payload, size) {
  const {s, row} = w;
  if (!has(w, tree, start, stop, payload + 1)) return;
  const at = start + payload;
  const name = umtsSib(s[at], kind === 0x89 || kind === 0xf0);
  w.add(tree, 'sib', at, 1);
  w.note(tree, 'channel', name);
  row.name = channelTitle('UMTS RRC', 'bcch');
  row.lane = LANE.BCCH;
  row.what = name?.toUpperCase() ?? '';
  const end = pduEnd(w, tree, at + 1, stop, Math.max(size - 1, 0));
  showPdu(w, tree, at + 1, end);
  if (!name) unknown(w, tree, at + 1, end);
}

function unknown(w, tree, at, end) {
  if (at < end) w.complain(tree, 'unknown', 'No one names this channel');
}

export function umtsNas(w, tree, at, stop) {
  const {s, row} = w;
  row.name = 'UMTS NAS';
  row.lane = LANE.NAS;
  if (!has(w, tree, at, stop, 5)) return;
  w.add(tree, 'pdu_len', at + 1, 4);
  direct(w, tree, s[at] === 1);
  const end = pduEnd(w, tree, at + 5, stop, u32(s, at + 1));
  row.what = gsmNasName(s, at + 5, end);
  showPdu(w, tree, at + 5, end);
}

/** Logs of the second SIM have its number in front; `log` reads the rest. */
export const ofSecondSim = (log) => (w, tree, at, stop, code) => {
  if (!has(w, tree, at, stop, 1)) return;
  w.add(tree, 'sim', at, 1);
  log(w, tree, at + 1, stop, code);
};
