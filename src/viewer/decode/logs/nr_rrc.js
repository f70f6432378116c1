// SPDX-License-Identifier: MIT
/**
 * logs/nr_rrc.js - NR RRC OTA (0xb821): a header that changes with its version,
 * then a PDU of 3GPP TS 38.331.
 */

import {u16, u32} from '../bytes.js';
import {NR_MESSAGES} from '../messages/nr.js';
import {nrRrcValues} from '../values/nr_rrc.js';
import {RRC} from '../data/layouts_generated.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';
import {carry, channelTable, rrcChannel} from './rrc.js';
import {channelOf, layoutOf} from './versions.js';

const {nrRrc: LAYOUTS, nrChannels: CHANNELS} = RRC;

const UPLINK = new Set(['complete', 'ue_nr_cap', 'ue_mrdc_cap']);
const TITLES = {rrc_reconf_msg: 'RRC reconfiguration',
  complete: 'RRC reconfiguration', radiobearerconfig: 'radio bearers',
  ue_nr_cap: 'capability', ue_mrdc_cap: 'capability'};

const rrcChannelOf = rrcChannel('NR RRC', NR_MESSAGES, nrRrcValues);

const channelAt = channelTable((channel) => {
  const it = rrcChannelOf(channel);
  if (channel in TITLES) it.title = `NR · ${TITLES[channel]}`;
  if (UPLINK.has(channel)) it.isUp = true;
  return it;
});

/**
 * Where it is known which bits are the SFN; 0 is what the modem writes when it
 * has none.
 */
function readSfn(ctx, tree, at) {
  const value = u32(ctx.s, at);
  if (value === 0) return;
  ctx.row.sfn = value >>> 16 & 1023;
  ctx.add(tree, 'sfn', at, 4, ctx.row.sfn);
  ctx.add(tree, 'subframe', at, 4, value >> 3 & 15);
}

export function nrRrc(ctx, tree, at, stop) {
  const {s, row} = ctx;
  row.name = 'NR RRC';
  if (!has(ctx, tree, at, stop, 4)) return;
  const version = u32(s, at);
  const layout = layoutOf(LAYOUTS, version);
  if (!has(ctx, tree, at, stop, layout.payload)) return;
  const it = channelAt(channelOf(CHANNELS, version, s[at + layout.pdu]));
  row.pci = u16(s, at + layout.pci);
  row.arfcn = u32(s, at + layout.nrArfcn);
  row.name = it.title;
  row.lane = it.lane;
  if (tree) ctx.show(tree, layout.rows, at);
  if (layout.sfnSubframe) readSfn(ctx, tree, at + layout.sfnSubframe);
  ctx.note(tree, 'channel', it.channel);
  if (it.channel) direct(ctx, tree, it.isUp);
  if (it.channel === 'complete') return complete(ctx, tree, at, stop, layout);
  carry(ctx, tree, at, stop, layout, it);
}

/** A bare RRCReconfigurationComplete, which comes whole. */
function complete(ctx, tree, at, stop, layout) {
  const from = at + layout.payload;
  const end = pduEnd(ctx, tree, from, stop, u16(ctx.s, at + layout.pduLen));
  ctx.row.what = 'RRCReconfigurationComplete';
  showPdu(ctx, tree, from, end);
}
