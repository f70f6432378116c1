// SPDX-License-Identifier: MIT
/**
 * cells.js - the table of cells: each that a row names or that was measured.
 *
 * radio.js uses it.  A cell is a radio, a frequency and an identity on it (PCI,
 * or the primary scrambling code of UMTS; none in GSM).
 */

import {RATS} from '../decode/names.js';
import {RAT} from '../decode/row.js';

const ROOM = 1000; // cells held

/** Frequencies have 22 bits, identities 10. */
export const cellKey = (rat, arfcn, pci) => (rat * 2 ** 22 + arfcn) * 2 ** 11 + pci + 1;

const FACTS = ['plmn', 'tac', 'cellId', 'band'];

/** A measured level of 0 or above, or below any that can be received, is none. */
export const isLevel = (level) => level < 0 && level > -160;

const orNull = (value) => value ?? null;

export class CellTable {
  #cells = new Map(); // by key, in the order of their first rows
  #last = null;       // the cell of the last row, which is mostly that of the next

  /** @param values of the message that the row is @param measured cells of it */
  take(row, values, measured) {
    for (const it of measured) this.#measured(row, it);
    const pci = Math.max(row.pci, row.psc);
    // A modem writes 0 and 0 where it has no cell.
    if (row.arfcn < 0 || pci < 0 && row.rat !== RAT.gsm || row.arfcn + pci === 0) return;
    const cell = this.#at(row, row.rat, row.arfcn, pci);
    const {plmn, tac, cellId} = values;
    if (plmn !== undefined) cell.plmn = plmn;
    if (tac !== undefined) cell.tac = tac;
    if (cellId !== undefined) cell.cellId = cellId;
  }

  #measured(row, it) {
    if (it.arfcn === undefined) return;
    const cell = this.#at(row, it.rat, it.arfcn, it.pci);
    for (const fact of FACTS) {
      if (it[fact] !== undefined) cell[fact] = it[fact];
    }
    if (!isLevel(it.level)) return;
    cell.measured++;
    if (cell.best && cell.best.level >= it.level) return;
    cell.best = {n: row.n, level: it.level};
  }

  /** The cell, which a row names now. */
  #at(row, rat, arfcn, pci) {
    const key = cellKey(rat, arfcn, pci);
    const cell = this.#last?.key === key ? this.#last
      : this.#cells.get(key) ?? this.#add(row, key, {rat, arfcn, pci});
    cell.last.n = row.n;
    cell.last.host = row.host;
    this.#last = cell;
    return cell;
  }

  #add(row, key, cell) {
    if (this.#cells.size >= ROOM) this.#forgetOldest();
    Object.assign(cell, {key, first: {n: row.n, host: row.host},
      last: {n: row.n, host: row.host}, best: null, measured: 0});
    this.#cells.set(key, cell);
    return cell;
  }

  #forgetOldest() {
    let oldest = null;
    for (const cell of this.#cells.values()) {
      if (!oldest || cell.last.n < oldest.last.n) oldest = cell;
    }
    this.#cells.delete(oldest.key);
  }

  /** For the page: worker.js, 'radio'. */
  all() {
    return [...this.#cells.values()].map(({key, rat, arfcn, pci, ...cell}) => ({
      key, rat: RATS[rat], arfcn, pci: pci < 0 ? null : pci,
      plmn: orNull(cell.plmn), tac: orNull(cell.tac), cellId: orNull(cell.cellId),
      band: orNull(cell.band), first: cell.first, last: {...cell.last},
      best: cell.best, measured: cell.measured}));
  }
}
