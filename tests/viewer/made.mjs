// SPDX-License-Identifier: MIT
// Messages of NAS and RRC that tests make themselves, in logs: for what no capture
// that we have has.

import {joined, u32} from './bits.mjs';

const u16 = (n) => Uint8Array.of(n & 255, n >> 8);

/** A log packet of a code, at a time in milliseconds since 1970. */
export function logPacket(code, body, ms = 1767323045000) {
  const size = 12 + body.length;
  // Ticks of 1.25 ms since 1980, the lower 16 bits 1/0x10000 of them.
  const ticks = BigInt(Math.round((ms - 315964800000) / 1.25));
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, ticks << 16n, true);
  return joined([Uint8Array.of(0x10, 0), u16(size), u16(size), u16(code), time, body]);
}

const LTE_CHANNELS = {bcch_dl_sch: 2, pcch: 5, dl_ccch: 6, dl_dcch: 7, ul_ccch: 8, ul_dcch: 9};
const NR_CHANNELS = {'bcch.dl.sch': 2, 'dl.ccch': 3, 'dl.dcch': 4, 'ul.ccch': 6, 'ul.dcch': 8};

/** LTE RRC, version 20 of its log. */
export const lteRrc = (channel, pdu, {pci = 7, earfcn = 1300, ms} = {}) =>
  logPacket(0xb0c0, joined([Uint8Array.of(20, 14, 0x30, 1), u16(pci), u32(earfcn),
    u16(0x1000), Uint8Array.of(LTE_CHANNELS[channel]), u32(0), u16(pdu.length), pdu]), ms);

/** NR RRC, version 10 of its log. */
export const nrRrc = (channel, pdu, {pci = 9, arfcn = 504990, ms} = {}) =>
  logPacket(0xb821, joined([u32(10), Uint8Array.of(15, 0x60, 1), u16(pci), u32(arfcn),
    Uint8Array.of(0, 0, 0), Uint8Array.of(NR_CHANNELS[channel]), u32(0), u16(pdu.length), pdu]), ms);

const nas = (down, up, header) => (dir, pdu, ms) =>
  logPacket(dir === 'down' ? down : up, joined([Uint8Array.from(header), Uint8Array.from(pdu)]), ms);

/** Plain NAS of EPS: EMM and ESM; of 5GS: 5GMM and 5GSM.  (dir, bytes, ms) */
export const emm = nas(0xb0ec, 0xb0ed, [1, 9, 5, 0]);
export const esm = nas(0xb0e2, 0xb0e3, [1, 9, 5, 0]);
export const mm5g = nas(0xb80a, 0xb80b, [1, 0, 0, 0, 15, 4, 0]);
export const sm5g = nas(0xb800, 0xb801, [1, 0, 0, 0, 15, 4, 0]);

/** Layer 3 of UMTS and GSM. */
export const umtsNas = (dir, pdu, ms) => logPacket(0x713a, joined([
  Uint8Array.of(dir === 'up' ? 1 : 0), u32(pdu.length), Uint8Array.from(pdu)]), ms);
export const gmm = (dir, pdu, ms) => logPacket(0x5230, joined([
  Uint8Array.of(dir === 'up' ? 0 : 1, pdu[1]), u16(pdu.length), Uint8Array.from(pdu)]), ms);
export const gsmDcch = (dir, pdu, ms) => logPacket(0x512f, joined([
  Uint8Array.of(dir === 'up' ? 0 : 0x80, pdu[1], pdu.length), Uint8Array.from(pdu)]), ms);
