// SPDX-License-Identifier: MIT
/**
 * logs/gsm.js - GSM RR signalling (0x512f), GPRS MAC (0x5226), SM/GMM (0x5230).
 *
 *   0x512f, 0x5226  u8 channel (bit 7: downlink), u8 message type, u8 length,
 *                   PDU
 *   0x5230          u8 direction (0: from the modem), u8 message type,
 *                   u16 length, PDU
 */

import {LANE} from '../row.js';
import {NAMES} from '../names.js';
import {u16} from '../bytes.js';
import {gsmCcchName, gsmNasName, rlcMacName} from '../messages/gsm.js';
import {layer3Values} from '../values/nas.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';

const CHANNELS = NAMES.gsm_channels;
const LANES = [LANE.DCCH, LANE.BCCH, LANE.CCCH, LANE.CCCH, LANE.DCCH,
  LANE.DCCH, LANE.DCCH, LANE.DCCH];
const BCCH = 1;
const RACH = 2;
const CCCH = 3;

const TITLES = new Map([...CHANNELS].map(([channel, name]) =>
  [channel, `GSM RR · ${name}`]));

const ROWS = [['channel_id', 0, 1], ['message_type', 1, 1],
  ['pdu_len', 2, 1]];

export function gsmRr(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'GSM RR';
  if (!has(ctx, tree, at, stop, 3)) return;
  const channel = s[at] & 0x7f;
  ctx.show(tree, ROWS, at);
  ctx.note(tree, 'channel', CHANNELS.get(channel));
  direct(ctx, tree, s[at] < 0x80);
  row.name = TITLES.get(channel) ?? row.name;
  row.lane = LANES[channel] ?? LANE.DCCH;
  const end = pduEnd(ctx, tree, at + 3, stop, s[at + 2]);
  if (channel === BCCH || channel === CCCH) {
    row.what = gsmCcchName(s, at + 3, end);
  } else if (channel !== RACH) {
    row.what = gsmNasName(s, at + 3, end);
    return showPdu(ctx, tree, at + 3, end, layer3Values);
  } else {
    row.what = 'Channel request';
    ctx.complain(tree, 'unknown', 'A burst, not a message');
  }
  showPdu(ctx, tree, at + 3, end);
}

const MAC_CHANNELS = new Map([[0x03, 'UL PACCH'], [0x04, 'UL PACCH'],
  [0x83, 'DL PACCH']]);
const PACKET_CHANNEL_REQUEST = 0x20;

export function gprsMac(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'GPRS MAC';
  if (!has(ctx, tree, at, stop, 3)) return;
  const channel = MAC_CHANNELS.get(s[at]);
  ctx.show(tree, ROWS, at);
  if (channel) {
    row.name = `GPRS MAC · ${channel}`;
    row.lane = LANE.DCCH;
    direct(ctx, tree, s[at] < 0x80);
  }
  row.what = s[at + 1] === PACKET_CHANNEL_REQUEST ? 'Packet channel request'
    : channel ? rlcMacName(s[at] < 0x80, s[at + 1]) : '';
  showPdu(ctx, tree, at + 3, pduEnd(ctx, tree, at + 3, stop, s[at + 2]));
}

export function gprsGmm(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'GPRS SM/GMM';
  row.lane = LANE.NAS;
  if (!has(ctx, tree, at, stop, 4)) return;
  ctx.add(tree, 'message_type', at + 1, 1);
  ctx.add(tree, 'pdu_len', at + 2, 2);
  direct(ctx, tree, s[at] === 0);
  const end = pduEnd(ctx, tree, at + 4, stop, u16(s, at + 2));
  row.what = gsmNasName(s, at + 4, end);
  showPdu(ctx, tree, at + 4, end, layer3Values);
}
