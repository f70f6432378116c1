// SPDX-License-Identifier: MIT
/**
 * nr_rrc.js - NR RRC OTA (0xb821): a header that changes with its version,
 * then a PDU of 3GPP TS 38.331.  Layouts and channels are the dissector's.
 */

import {LANE} from '../row.js';
import {u16, u32} from '../octets.js';
import {messageName} from './choice.js';
import {NR_MESSAGES} from './nr_messages.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';
import {carry, channelTitle, familyOf, laneOf, layoutOf,
  layoutRows} from './rrc.js';

const BASE = {nrRelease: 4, nrMinor: 5, bearer: 6, pci: 7};
const NCGI = {...BASE, ncgi: 9, nrArfcn: 17, sfn: 21, sfnSize: 3, pdu: 24,
  sibMask: 25, length: 29};

/** Offsets in the body; `from` is the first version a layout holds for. */
export const NR_RRC_LAYOUTS = [
  {...BASE, from: 0, nrArfcn: 9, sfn: 13, sfnSize: 4, pdu: 17, sibMask: 18,
    length: 22, payload: 24},
  {...BASE, from: 10, nrArfcn: 9, sfn: 13, sfnSize: 3, pdu: 16, sibMask: 17,
    length: 21, payload: 23},
  {...NCGI, from: 17, payload: 31},
  {...NCGI, from: 19, payload: 32},
  {...NCGI, from: 23, segment: 34, payload: 35},
  {...NCGI, from: 25, payload: 32},
  {...NCGI, from: 26, segment: 34, payload: 35},
].map(layoutRows);

const CHANNELS = ['bcch.bch', 'bcch.dl.sch', 'dl.ccch', 'dl.dcch', 'pcch',
  'ul.ccch', 'ul.ccch1', 'ul.dcch', 'rrc_reconf_msg', 'complete'];
const BEARER = 'radiobearerconfig';
const NR_CAP = 'ue_nr_cap';
const MRDC_CAP = 'ue_mrdc_cap';

const family = (numbers, more) =>
  new Map([...familyOf(CHANNELS, numbers), ...more]);
const OLD = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const NEW = [1, 2, 3, 4, 6, 7, 8, 9, 11, 12];

const V7 = family(OLD, [[24, BEARER]]);
const V8 = family(OLD, [[26, BEARER]]);
const V9 = family(OLD, [[25, BEARER], [28, MRDC_CAP], [29, NR_CAP]]);
const V14 = family(OLD, [[28, BEARER], [31, MRDC_CAP], [32, NR_CAP],
  [33, NR_CAP]]);
const V17 = family(OLD, [[29, BEARER]]);
const V20 = family([1, 2, 3, 4, 6, 7, 8, 9, 10, 11],
  [[5, 'mcch'], [36, BEARER]]);
const V26 = family(NEW, [[5, 'mcch'], [36, BEARER]]);
const V28 = family(NEW, [[5, 'mcch'], [10, 'ul.dcch'], [36, BEARER]]);

/** By version; versions no one has named take the family of a neighbour. */
const FAMILIES = [V7, V7, V7, V7, V7, V7, V7, V7, V8, V9, V9, V9, V9, V14, V14,
  V14, V17, V17, V17, V17, V20, V20, V20, V20, V20, V17, V26, V26];

export const nrChannel = (version, pdu) => (FAMILIES[version] ?? V28).get(pdu);

const UPLINK = new Set(['complete', NR_CAP, MRDC_CAP]);
const TITLES = {rrc_reconf_msg: 'RRC reconfiguration',
  complete: 'RRC reconfiguration', [BEARER]: 'radio bearers',
  [NR_CAP]: 'capability', [MRDC_CAP]: 'capability'};

export function nrRrc(w, tree, at, stop) {
  const {s, row} = w;
  row.name = 'NR RRC';
  if (!has(w, tree, at, stop, 4)) return;
  const version = u32(s, at);
  const layout = layoutOf(NR_RRC_LAYOUTS, version);
  if (!has(w, tree, at, stop, layout.payload)) return;
  const channel = nrChannel(version, s[at + layout.pdu]);
  row.pci = u16(s, at + layout.pci);
  row.arfcn = u32(s, at + layout.nrArfcn);
  row.name = channel in TITLES ? `NR · ${TITLES[channel]}`
    : channelTitle('NR RRC', channel);
  row.lane = channel ? laneOf(channel) : LANE.Log;
  if (tree) {
    w.add(tree, 'version', at, 4);
    w.show(tree, layout.rows, at);
    w.add(tree, 'sfn', at + layout.sfn, layout.sfnSize);
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
  const end = pduEnd(w, tree, from, stop, u16(w.s, at + layout.length));
  w.row.what = 'RRCReconfigurationComplete';
  showPdu(w, tree, from, end);
}
