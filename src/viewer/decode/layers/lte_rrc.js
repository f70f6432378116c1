// SPDX-License-Identifier: MIT
/**
 * lte_rrc.js - LTE RRC OTA (0xb0c0): a header that changes with its version,
 * then a PDU of 3GPP TS 36.331.
 *
 * The layouts, and which number means which channel in which version, are the
 * dissector's; there is no public description.
 */

import {LANE} from '../row.js';
import {u16, u32} from '../octets.js';
import {messageName} from './choice.js';
import {LTE_MESSAGES} from './lte_messages.js';
import {direct, has} from './pdu.js';
import {carry, channelTitle, familyOf, laneOf, layoutOf, layoutRows,
  showSfn} from './rrc.js';

/** Offsets in the body; `from` is the first version a layout holds for. */
export const LTE_RRC_LAYOUTS = [
  {from: 0, release: 1, minor: 2, bearer: 3, pci: 4, earfcn: 6, freqSize: 2,
    sfn: 8, pdu: 10, length: 11, payload: 13},
  {from: 5, release: 1, minor: 2, bearer: 3, pci: 4, earfcn: 6, freqSize: 2,
    sfn: 8, pdu: 10, sibMask: 11, length: 15, payload: 17},
  {from: 8, release: 1, minor: 2, bearer: 3, pci: 4, earfcn: 6, freqSize: 4,
    sfn: 10, pdu: 12, sibMask: 13, length: 17, payload: 19},
  {from: 25, release: 1, minor: 2, nrRelease: 3, nrMinor: 4, bearer: 5, pci: 6,
    earfcn: 8, freqSize: 4, sfn: 12, pdu: 14, sibMask: 15, length: 19,
    payload: 21},
  {from: 30, release: 1, minor: 2, nrRelease: 3, nrMinor: 4, bearer: 5, pci: 6,
    earfcn: 8, freqSize: 4, sfn: 12, pdu: 14, sibMask: 15, length: 19,
    segment: 23, payload: 24},
].map(layoutRows);

const CHANNELS = ['bcch_bch', 'bcch_dl_sch', 'mcch', 'pcch', 'dl_ccch',
  'dl_dcch', 'ul_ccch', 'ul_dcch'];
const NB_CHANNELS = ['bcch_bch.nb', 'bcch_dl_sch.nb', 'pcch.nb', 'dl_ccch.nb',
  'dl_dcch.nb', 'ul_ccch.nb', 'ul_dcch.nb'];

const NB = familyOf(NB_CHANNELS, [45, 46, 47, 48, 49, 50, 52]);
const NB_9 = familyOf(NB_CHANNELS, [54, 55, 56, 57, 58, 59, 61]);
const A = familyOf(CHANNELS, [1, 2, 3, 4, 5, 6, 7, 8]);
const B = familyOf(CHANNELS, [8, 9, 10, 11, 12, 13, 14, 15]);
const C = familyOf(CHANNELS, [1, 2, 4, 5, 6, 7, 8, 9]);
const D = new Map([...C, ...NB_9]);
const E = new Map([...familyOf(CHANNELS, [1, 3, 6, 7, 8, 9, 10, 11]), ...NB]);

/** By version; versions no one has named take the family of a neighbour. */
const FAMILIES = [A, A, A, A, A, A, A, A, A, B, B, B, B, A, C, C, C, C, C, E,
  D, D, A, D, D, D, E];

export const lteChannel = (version, pdu) =>
  (FAMILIES[version] ?? E).get(pdu);

export function lteRrc(w, tree, at, stop) {
  const {s, row} = w;
  row.name = 'LTE RRC';
  if (!has(w, tree, at, stop, 1)) return;
  const version = s[at];
  const layout = layoutOf(LTE_RRC_LAYOUTS, version);
  if (!has(w, tree, at, stop, layout.payload)) return;
  const channel = lteChannel(version, s[at + layout.pdu]);
  row.pci = u16(s, at + layout.pci);
  row.arfcn = layout.freqSize === 4 ? u32(s, at + layout.earfcn)
    : u16(s, at + layout.earfcn);
  const sfn = u16(s, at + layout.sfn);
  if (sfn < 0x4000) row.sfn = sfn >> 4;
  row.name = channelTitle('LTE RRC', channel);
  row.lane = channel ? laneOf(channel) : LANE.Log;
  if (tree) {
    w.add(tree, 'version', at, 1);
    w.show(tree, layout.rows, at);
    showSfn(w, tree, at + layout.sfn, sfn);
    w.note(tree, 'channel', channel);
  }
  if (channel) direct(w, tree, channel.startsWith('ul'));
  carry(w, tree, at, stop, layout, channel, (octets, from, end) =>
    messageName(LTE_MESSAGES.get(channel), octets, from, end));
}
