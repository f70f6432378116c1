// SPDX-License-Identifier: MIT
/**
 * logs/rrc.js - what the RRC logs of LTE and NR share: titles and lanes of
 * channels, and PDUs, whole or in segments.
 */

import {LANE} from '../row.js';
import {u16} from '../bytes.js';
import {pduEnd, segment, showPdu} from './pdu.js';

const LANES_BY_PART = [['bcch', LANE.BCCH], ['pcch', LANE.PCCH],
  ['ccch', LANE.CCCH], ['dcch', LANE.DCCH], ['mcch', LANE.MCCH]];

export function laneOf(channel) {
  for (const [part, lane] of LANES_BY_PART) {
    if (channel.includes(part)) return lane;
  }
  return LANE.DCCH;
}

const titles = new Map();

/** "LTE RRC · DL-DCCH" of "dl_dcch": the same string for the same channel. */
export function channelTitle(rrc, channel) {
  if (!channel) return rrc;
  const key = rrc + channel;
  let title = titles.get(key);
  if (!title) {
    title = `${rrc} · ${channel.replace(/[_.]/g, '-').toUpperCase()}`;
    titles.set(key, title);
  }
  return title;
}

/**
 * The PDU of a layout, whole or a segment (0 whole, 1 to 6 parts, 7 the last).
 * @param nameOf says what a message is called, by its bytes
 * @param values (ctx, tree, channel, name, at, end): tells its values
 */
export function carry(ctx, tree, at, stop, layout, channel, nameOf, values) {
  const {s, row} = ctx;
  const read = (_, item, first, last) =>
    values(ctx, item, channel, row.what, first, last);
  const from = at + layout.payload;
  const end = pduEnd(ctx, tree, from, stop, u16(s, at + layout.pduLen));
  if (from >= end) return;
  const part = layout.segment ? s[at + layout.segment] : 0;
  if (!channel) {
    const number = s[at + layout.pdu];
    ctx.complain(tree, 'unknown', `PDU number ${number} is not known`);
    row.what = `PDU ${number}`;
    return showPdu(ctx, tree, from, end);
  }
  if (part === 0) {
    row.what = nameOf(s, from, end);
    return showPdu(ctx, tree, from, end, read);
  }
  const key = `${row.code} ${row.radio} ${channel}`;
  const whole = segment(ctx, key, from, end, part === 1, part === 7);
  row.what = whole ? nameOf(whole.bytes, 0, whole.bytes.length) : 'segment';
  showPdu(ctx, tree, from, end);
  if (!whole) return;
  ctx.note(tree, 'segment.begun_in', whole.number);
  ctx.within('Reassembled PDU', whole.bytes, () =>
    showPdu(ctx, tree, 0, whole.bytes.length, read));
}
