// SPDX-License-Identifier: MIT
/**
 * seen.js - what a row says of the radio, for pictures and observations.  It
 * comes with the row, and is not kept.
 *
 * values: those of a message, by the keys in values/fields.js; also plmn
 *   ("310-410"), nas (the name of a NAS message within one of RRC) and
 *   isImsiPaged.
 * cells: those that a log names, each {rat, arfcn, pci, level, quality, snr,
 *   plmn, tac, cellId, band}; what is not known is undefined.  rat is an index
 *   into RATS, pci the scrambling code in UMTS, and GSM has none.  level is RSRP,
 *   RSCP or what GSM receives, in dBm; quality RSRQ or Ec/Io, and snr that of
 *   the best antenna, in dB.
 */

import {RAT} from './row.js';

/** Fields that tell the frequency, and the radio with it. */
const FREQUENCIES = new Map([['earfcn', RAT.lte], ['nr_arfcn', RAT.nr],
  ['uarfcn', RAT.umts], ['dl_uarfcn', RAT.umts], ['arfcn', RAT.gsm]]);

/** Fields of a cell, by what they are here. */
const KEYS = new Map([['pci', 'pci'], ['psc', 'pci'],
  ['rsrp', 'level'], ['rscp', 'level'], ['rx_power', 'level'],
  ['rsrq', 'quality'], ['ec_io', 'quality'],
  ['tac', 'tac'], ['nr_tac', 'tac'], ['lac', 'tac'],
  ['cell_id', 'cellId'], ['gsm_cell_id', 'cellId'], ['band', 'band'],
  ['plmn', 'plmn'], ['mcc', 'mcc'], ['mnc_digits', 'digits'], ['mnc', 'mnc']]);

const isSnr = (field) => field.startsWith('snr.');

/** Whether a field of a log says something of a cell. */
export const isHeard = (field) => FREQUENCIES.has(field) || KEYS.has(field) ||
  isSnr(field);

export class Seen {
  values = {};
  cells = [];
  #cell = null; // the one that fields belong to
  #frequency = {};

  /**
   * A field of a log, in its order there.  A cell begins with its identity; its
   * frequency stands before it, behind it, or once before several.
   */
  hear(field, value) {
    if (FREQUENCIES.has(field)) return this.#tune(FREQUENCIES.get(field), value);
    const key = KEYS.get(field);
    if (key === 'pci') return this.#begin(value);
    if (!this.#cell) return;
    if (isSnr(field)) {
      this.#cell.snr = Math.max(this.#cell.snr ?? -Infinity, value);
    } else {
      this.#cell[key] = value;
    }
    if (key === 'mnc') this.#network(this.#cell);
  }

  #tune(rat, arfcn) {
    this.#frequency = {rat, arfcn};
    // GSM's cells have no identity here.
    if (rat === RAT.gsm) return this.#begin(-1);
    if (this.#cell && this.#cell.arfcn === undefined) {
      Object.assign(this.#cell, this.#frequency);
    } else {
      this.#cell = null;
    }
  }

  #begin(pci) {
    this.#cell = {...this.#frequency, pci};
    this.cells.push(this.#cell);
  }

  #network(cell) {
    const {mcc, mnc, digits = 2} = cell;
    cell.plmn = `${String(mcc).padStart(3, '0')}-${String(mnc).padStart(digits, '0')}`;
  }
}
