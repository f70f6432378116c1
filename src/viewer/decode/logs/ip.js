// SPDX-License-Identifier: MIT
/**
 * logs/ip.js - IP packets in logs (0x11eb), perhaps in segments.
 *
 *   u8 instance, u8 protocol (1: IP), u8 interface, u8 direction (bit 6: sent),
 *   u16 sequence number, u16 segment (bit 15: the last), bytes
 */

import {LANE, RAT} from '../row.js';
import {u16} from '../bytes.js';
import {ipLine, readIp, showIp} from '../inet.js';
import {direct, has, pduEnd, segment, showPdu} from './pdu.js';

const ROWS = [['ip.instance', 0, 1], ['ip.protocol', 1, 1],
  ['ip.interface', 2, 1], ['ip.sequence', 4, 2], ['ip.segment', 6, 2],
  ['ip.last', 6, 2]];

export function ip(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'IP';
  row.rat = RAT.ip;
  row.lane = LANE.IP;
  if (!has(ctx, tree, at, stop, 8)) return;
  ctx.show(tree, ROWS, at);
  const isSent = (s[at + 3] & 0x40) !== 0;
  direct(ctx, tree, isSent);
  const isIp = s[at + 1] === 1;
  if (!isIp) row.what = `protocol ${s[at + 1]}`;
  const end = pduEnd(ctx, tree, at + 8, stop, stop - at - 8);
  const word = u16(s, at + 6);
  if (word === 0x8000) return look(ctx, tree, at + 8, end, isIp);
  if (at + 8 >= end) return;
  const key = `ip ${s[at]} ${s[at + 2]} ${isSent} ${u16(s, at + 4)}`;
  const whole = segment(ctx, key, at + 8, end, (word & 0x7fff) === 0,
    word >= 0x8000);
  if (!whole) row.what = 'segment';
  showPdu(ctx, tree, at + 8, end);
  if (!whole) return;
  ctx.note(tree, 'segment.begun_in', whole.number);
  ctx.within('Reassembled PDU', whole.bytes, () =>
    look(ctx, tree, 0, whole.bytes.length, isIp));
}

function look(ctx, tree, at, end, isIp) {
  const packet = isIp ? readIp(ctx.s, at, end) : null;
  if (packet) ctx.row.what = ipLine(packet);
  showPdu(ctx, tree, at, end);
  showIp(ctx, tree, packet);
}
