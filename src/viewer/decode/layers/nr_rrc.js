// SPDX-License-Identifier: MIT
/**
 * nr_rrc.js - NR RRC OTA (0xb821): a header that changes with its version,
 * then a PDU of 3GPP TS 38.331.
 */

import {LANE} from '../row.js';
import {u16, u32} from '../octets.js';
import {messageName} from './choice.js';
import {NR_MESSAGES} from './nr_messages.js';
import {RRC} from '../data/layouts_generated.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';
import {carry, channelOf, channelTitle, laneOf, layoutOf} from './rrc.js';

const {nrRrc: LAYOUTS, nrChannels: CHANNELS} = RRC;

const UPLINK = new Set(['complete', 'ue_nr_cap', 'ue_mrdc_cap']);
const TITLES = {rrc_reconf_msg: 'RRC reconfiguration',
  complete: 'RRC reconfiguration', radiobearerconfig: 'radio bearers',
  ue_nr_cap: 'capability', ue_mrdc_cap: 'capability'};

export function nrRrc(w, tree, at, stop) {
  const {s, row} = w;
  row.name = 'NR RRC';
  if (!has(w, tree, at, stop, 4)) return;
  const version = u32(s, at);
  const layout = layoutOf(LAYOUTS, version);
  if (!has(w, tree, at, stop, layout.payload)) return;
  const channel = channelOf(CHANNELS, version, s[at + layout.pdu]);
  row.pci = u16(s, at + layout.pci);
  row.arfcn = u32(s, at + layout.nrArfcn);
  row.name = channel in TITLES ? `NR · ${TITLES[channel]}`
    : channelTitle('NR RRC', channel);
  row.lane = channel ? laneOf(channel) : LANE.Log;
  if (tree) {
    w.show(tree, layout.rows, at);
    w.note(tree, 'channel', channel);
  }
  if (channel) {
    direct(w, tree, UPLINK.has(channel) || channel.startsWith('ul'));
  }
  if (channel === 'complete') return complete(w, tree, at, stop, layout);
  carry(w, tree, at, stop, layout, channel, (octets, from, end) =>
    messageName(NR_MESSAGES.get(channel), octets, from, end));
}

/** A bare RRCReconfigurationComplete, which comes whole. */
function complete(w, tree, at, stop, layout) {
  const from = at + layout.payload;
  const end = pduEnd(w, tree, from, stop, u16(w.s, at + layout.pduLen));
  w.row.what = 'RRCReconfigurationComplete';
  showPdu(w, tree, from, end);
}
