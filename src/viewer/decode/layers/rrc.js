// SPDX-License-Identifier: MIT
/**
 * rrc.js - what the RRC logs of LTE and NR share: layouts by version, channels
 * by number, and PDUs in segments.
 */

import {LANE} from '../row.js';
import {u16} from '../octets.js';
import {pduEnd, segment, showPdu} from './pdu.js';

/** The last layout whose `from` the version has reached. */
export function layoutOf(layouts, version) {
  let found = layouts[0];
  for (const layout of layouts) {
    if (version >= layout.from) found = layout;
  }
  return found;
}

/** The channel of a PDU number, or undefined. */
export const channelOf = (channels, version, pdu) =>
  channels.families[channels.versions.get(version) ?? channels.others].get(pdu);

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
 * The low four bits are the subframe, the rest the SFN.  Some versions put
 * other things there: those stay as they are.
 */
export function showSfn(w, tree, at, value) {
  const sfn = value >> 4;
  if (sfn > 1023) return w.add(tree, 'sfn', at, 2);
  w.add(tree, 'sfn', at, 2, sfn);
  w.add(tree, 'subframe', at, 2, value & 15);
}

/**
 * The PDU of a layout, whole or a segment (0 whole, 1 to 6 parts, 7 the last).
 * @param nameOf says what a message is called, by its octets
 */
export function carry(w, tree, at, stop, layout, channel, nameOf) {
  const {s, row} = w;
  const from = at + layout.payload;
  const end = pduEnd(w, tree, from, stop, u16(s, at + layout.pduLen));
  if (from >= end) return;
  const part = layout.segment ? s[at + layout.segment] : 0;
  if (!channel) w.complain(tree, 'unknown', 'No one names this PDU number');
  if (part === 0) {
    row.what = nameOf(s, from, end);
    return showPdu(w, tree, from, end);
  }
  const key = `${row.code} ${row.radio} ${channel}`;
  const whole = segment(w, key, from, end, part === 1, part === 7);
  row.what = whole ? nameOf(whole.octets, 0, whole.octets.length) : 'segment';
  showPdu(w, tree, from, end);
  if (!whole) return;
  w.note(tree, 'segment.begun_in', whole.number);
  w.within('Joined PDU', whole.octets, () =>
    showPdu(w, tree, 0, whole.octets.length));
}
