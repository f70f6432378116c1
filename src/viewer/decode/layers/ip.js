// SPDX-License-Identifier: MIT
/**
 * ip.js - IP packets in logs (0x11eb), perhaps in segments.
 *
 *   u8 instance, u8 protocol (1: IP), u8 interface, u8 direction (bit 6: sent),
 *   u16 sequence number, u16 segment (bit 15: the last), octets
 */

import {LANE, RAT} from '../row.js';
import {u16} from '../octets.js';
import {ipLine, readIp, showIp} from './inet.js';
import {direct, has, pduEnd, segment, showPdu} from './pdu.js';

const ROWS = [['ip.instance', 0, 1], ['ip.protocol', 1, 1],
  ['ip.interface', 2, 1], ['ip.sequence', 4, 2], ['ip.segment', 6, 2],
  ['ip.last', 6, 2]];

export function ip(w, tree, at, stop) {
  const {s, row} = w;
  row.name = 'IP';
  row.rat = RAT.ip;
  row.lane = LANE.IP;
  if (!has(w, tree, at, stop, 8)) return;
  w.show(tree, ROWS, at);
  const isSent = (s[at + 3] & 0x40) !== 0;
  direct(w, tree, isSent);
  const isIp = s[at + 1] === 1;
  if (!isIp) row.what = `protocol ${s[at + 1]}`;
  const end = pduEnd(w, tree, at + 8, stop, stop - at - 8);
  const word = u16(s, at + 6);
  if (word === 0x8000) return look(w, tree, at + 8, end, isIp);
  if (at + 8 >= end) return;
  const key = `ip ${s[at]} ${s[at + 2]} ${isSent} ${u16(s, at + 4)}`;
  const whole = segment(w, key, at + 8, end, (word & 0x7fff) === 0,
    word >= 0x8000);
  if (!whole) row.what = 'segment';
  showPdu(w, tree, at + 8, end);
  if (!whole) return;
  w.note(tree, 'segment.begun_in', whole.number);
  w.within('Joined PDU', whole.octets, () =>
    look(w, tree, 0, whole.octets.length, isIp));
}

function look(w, tree, at, end, isIp) {
  const packet = isIp ? readIp(w.s, at, end) : null;
  if (packet) w.row.what = ipLine(packet);
  showPdu(w, tree, at, end);
  showIp(w, tree, packet);
}
