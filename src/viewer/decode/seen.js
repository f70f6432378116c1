// SPDX-License-Identifier: MIT
/**
 * seen.js - what a row says of the radio, for pictures and observations.  It
 * comes with the row, and is not kept.
 *
 * values: those of a message: Values.
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

/** Of a message; undefined: it has none.  All have one shape, which is fast. */
export class Values {
  plmn = undefined; // "310-410"
  nas = undefined;  // the name of a NAS message within one of RRC
  isImsiPaged = undefined;
  // By the keys in values/fields.js:
  security = undefined;
  emmCause = undefined;
  mm5gCause = undefined;
  mmCause = undefined;
  gmmCause = undefined;
  askedIdentity = undefined;
  givenIdentity = undefined;
  ownIdentity = undefined;
  suciScheme = undefined;
  cipher = undefined;
  cipher5g = undefined;
  rrcCipher = undefined;
  rrcCipher5g = undefined;
  gprsCipher = undefined;
  gsmStart = undefined;
  integrity = undefined;
  integrity5g = undefined;
  rrcIntegrity = undefined;
  rrcIntegrity5g = undefined;
  redirection = undefined;
  redirectedTo = undefined;
  targetRat = undefined;
  isHandover = undefined;
  tac = undefined;
  cellId = undefined;
}

/** What is not known yet. */
const NO_CELLS = Object.freeze([]);
const NO_FREQUENCY = Object.freeze({});

const isSnr = (field) => field.startsWith('snr.');

/** Whether a field of a log says something of a cell. */
export const isHeard = (field) => FREQUENCIES.has(field) || KEYS.has(field) ||
  isSnr(field);

export class Seen {
  values = new Values();
  cells = NO_CELLS;
  #cell = null; // the one that fields belong to
  #frequency = NO_FREQUENCY;

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
    if (this.cells === NO_CELLS) this.cells = [];
    this.cells.push(this.#cell);
  }

  #network(cell) {
    const {mcc, mnc, digits = 2} = cell;
    cell.plmn = `${String(mcc).padStart(3, '0')}-${String(mnc).padStart(digits, '0')}`;
  }
}
