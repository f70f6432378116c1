// SPDX-License-Identifier: MIT
/**
 * seen.js - what a row says of the radio, for pictures and observations.  It
 * comes with the row, and is not kept.
 *
 * values: those of a message, by the keys in values/fields.js; also plmn
 *   ("310-410"), nas (the name of a NAS message within one of RRC) and
 *   isImsiPaged.
 * cells: those that were measured, each {rat, arfcn, pci, rsrp, rsrq, snr,
 *   plmn, tac, cellId, band, isServing}; what is not known is undefined.  rat is
 *   an index into RATS, pci the scrambling code in UMTS, and levels are in dBm
 *   and dB.
 */

export class Seen {
  values = {};
  cells = [];
}
