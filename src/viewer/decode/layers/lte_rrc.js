// SPDX-License-Identifier: MIT
/**
 * lte_rrc.js - LTE RRC OTA (0xb0c0): a header that changes with its version,
 * then a PDU of 3GPP TS 36.331.
 */

import {LANE} from '../row.js';
import {u16, u32} from '../octets.js';
import {messageName} from './choice.js';
import {LTE_MESSAGES} from './lte_messages.js';
import {RRC} from '../data/layouts_generated.js';
import {direct, has} from './pdu.js';
import {carry, channelOf, channelTitle, laneOf, layoutOf, showSfn} from './rrc.js';

const {lteRrc: LAYOUTS, lteChannels: CHANNELS} = RRC;

export function lteRrc(w, tree, at, stop) {
  const {s, row} = w;
  row.name = 'LTE RRC';
  if (!has(w, tree, at, stop, 1)) return;
  const version = s[at];
  const layout = layoutOf(LAYOUTS, version);
  if (!has(w, tree, at, stop, layout.payload)) return;
  const channel = channelOf(CHANNELS, version, s[at + layout.pdu]);
  row.pci = u16(s, at + layout.pci);
  row.arfcn = layout.earfcnSize === 4 ? u32(s, at + layout.earfcn)
    : u16(s, at + layout.earfcn);
  const sfn = u16(s, at + layout.sfnSubframe);
  if (sfn < 0x4000) row.sfn = sfn >> 4;
  row.name = channelTitle('LTE RRC', channel);
  row.lane = channel ? laneOf(channel) : LANE.Log;
  if (tree) {
    w.show(tree, layout.rows, at);
    showSfn(w, tree, at + layout.sfnSubframe, sfn);
    w.note(tree, 'channel', channel);
  }
  if (channel) direct(w, tree, channel.startsWith('ul'));
  carry(w, tree, at, stop, layout, channel, (octets, from, end) =>
    messageName(LTE_MESSAGES.get(channel), octets, from, end));
}
