// SPDX-License-Identifier: MIT
/**
 * logs/rrc.js - what the RRC logs of LTE and NR share: titles and lanes of
 * channels, and PDUs, whole or in segments.
 */

import {LANE} from '../row.js';
import {u16} from '../bytes.js';
import {messageName} from '../messages/choice.js';
import {pduEnd, segment, showPdu} from './pdu.js';

const LANES_BY_PART = [['bcch', LANE.BCCH], ['pcch', LANE.PCCH],
  ['ccch', LANE.CCCH], ['dcch', LANE.DCCH], ['mcch', LANE.MCCH]];

export function laneOf(channel) {
  for (const [part, lane] of LANES_BY_PART) {
    if (channel.includes(part)) return lane;
  }
  return LANE.DCCH;
}

/** "LTE RRC · DL-DCCH" of "dl_dcch". */
export const channelTitle = (rrc, channel) => channel
  ? `${rrc} · ${channel.replace(/[_.]/g, '-').toUpperCase()}` : rrc;

/** Makes what belongs to a channel once: a function of channels, by `make`. */
export function channelTable(make) {
  const known = new Map();
  return (channel) => {
    let it = known.get(channel);
    if (!it) known.set(channel, it = make(channel));
    return it;
  };
}

/**
 * What a channel of LTE or NR is; of undefined, an unknown one: {channel, title,
 * lane, isUp, type, values}.
 * @param messages the types of messages by channel, for messageName()
 * @param valuesOf (ctx, tree, channel, name, at, end): tells the values of a message
 */
export const rrcChannel = (rrc, messages, valuesOf) => (channel) => ({channel,
  title: channelTitle(rrc, channel), lane: channel ? laneOf(channel) : LANE.Log,
  isUp: channel?.startsWith('ul') ?? false, type: messages.get(channel),
  values: (ctx, tree, at, end) => valuesOf(ctx, tree, channel, ctx.row.what, at, end)});

/**
 * The PDU of a layout, whole or a segment (0 whole, 1 to 6 parts, 7 the last).
 * @param it the channel, see rrcChannel()
 */
export function carry(ctx, tree, at, stop, layout, it) {
  const {s, row} = ctx;
  const {channel, type, values} = it;
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
    row.what = messageName(type, s, from, end);
    return showPdu(ctx, tree, from, end, values);
  }
  const key = `${row.code} ${row.radio} ${channel}`;
  const whole = segment(ctx, key, from, end, part === 1, part === 7);
  row.what = whole ? messageName(type, whole.bytes, 0, whole.bytes.length) : 'segment';
  showPdu(ctx, tree, from, end);
  if (!whole) return;
  ctx.note(tree, 'segment.begun_in', whole.number);
  ctx.within('Reassembled PDU', whole.bytes, () =>
    showPdu(ctx, tree, 0, whole.bytes.length, values));
}
