// SPDX-License-Identifier: MIT
/**
 * logs/lte_rrc.js - LTE RRC OTA (0xb0c0): a header that changes with its
 * version, then a PDU of 3GPP TS 36.331.
 */

import {u16, u32} from '../bytes.js';
import {LTE_MESSAGES} from '../messages/lte.js';
import {lteRrcValues} from '../values/lte_rrc.js';
import {RRC} from '../data/layouts_generated.js';
import {direct, has} from './pdu.js';
import {carry, channelTable, rrcChannel} from './rrc.js';
import {channelOf, layoutOf} from './versions.js';

const {lteRrc: LAYOUTS, lteChannels: CHANNELS} = RRC;

const channelAt = channelTable(rrcChannel('LTE RRC', LTE_MESSAGES, lteRrcValues));

/**
 * The low four bits are the subframe, the ten above them the SFN.  What the
 * highest two mean is not known.  All are 0 where the modem has no frame: of
 * what it sends, and of system information that it had before.
 */
function readSfn(ctx, tree, at) {
  const value = u16(ctx.s, at);
  if (value === 0) return;
  ctx.row.sfn = value >> 4 & 1023;
  ctx.add(tree, 'sfn', at, 2, ctx.row.sfn);
  ctx.add(tree, 'subframe', at, 2, value & 15);
}

export function lteRrc(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'LTE RRC';
  if (!has(ctx, tree, at, stop, 1)) return;
  const version = s[at];
  const layout = layoutOf(LAYOUTS, version);
  if (!has(ctx, tree, at, stop, layout.payload)) return;
  const it = channelAt(channelOf(CHANNELS, version, s[at + layout.pdu]));
  row.pci = u16(s, at + layout.pci);
  row.arfcn = layout.earfcnSize === 4 ? u32(s, at + layout.earfcn)
    : u16(s, at + layout.earfcn);
  row.name = it.title;
  row.lane = it.lane;
  if (tree) ctx.show(tree, layout.rows, at);
  readSfn(ctx, tree, at + layout.sfnSubframe);
  ctx.note(tree, 'channel', it.channel);
  if (it.channel) direct(ctx, tree, it.isUp);
  carry(ctx, tree, at, stop, layout, it);
}
