// SPDX-License-Identifier: MIT
/**
 * levels.js - how strong each cell was, over time.
 *
 * radio.js uses it.  It holds the newest measurements, as arrays of numbers: a
 * modem measures many cells many times a second.
 */

import {RATS} from '../decode/names.js';
import {cellKey, isLevel} from './cells.js';

const ROOM = 60000; // measurements held

export class Levels {
  #room;
  #next = 0;
  #points;
  #cells = new Map(); // key -> {key, rat, arfcn, pci}

  constructor(room = ROOM) {
    this.#room = room;
    this.#points = {rows: new Uint32Array(room), hosts: new Float64Array(room),
      keys: new Float64Array(room), levels: new Float32Array(room),
      qualities: new Float32Array(room), snrs: new Float32Array(room)};
  }

  take(row, cells) {
    for (const cell of cells) {
      if (cell.arfcn !== undefined && isLevel(cell.level)) this.#add(row, cell);
    }
  }

  #add(row, {rat, arfcn, pci, level, quality = NaN, snr = NaN}) {
    const key = cellKey(rat, arfcn, pci);
    if (!this.#cells.has(key)) {
      this.#cells.set(key, {key, rat: RATS[rat], arfcn, pci: pci < 0 ? null : pci});
    }
    const {rows, hosts, keys, levels, qualities, snrs} = this.#points;
    const at = this.#next++ % this.#room;
    rows[at] = row.n;
    hosts[at] = row.host;
    keys[at] = key;
    levels[at] = level;
    qualities[at] = quality;
    snrs[at] = snr;
  }

  /**
   * The measurements of a time, at most one for each cell and column of the
   * picture: the last one there.  {cells: [{key, rat, arfcn, pci, count}], points:
   * [{row, host, key, level, quality, snr}]}, the points in their order.
   */
  between(from, to, columns) {
    const {hosts, keys} = this.#points;
    const width = (to - from) / columns;
    const chosen = new Map(); // column of a cell -> place
    const counts = new Map();
    for (let n = Math.max(0, this.#next - this.#room); n < this.#next; n++) {
      const at = n % this.#room;
      if (hosts[at] < from || hosts[at] > to) continue;
      chosen.set(`${keys[at]} ${Math.floor((hosts[at] - from) / width)}`, at);
      counts.set(keys[at], (counts.get(keys[at]) ?? 0) + 1);
    }
    return {cells: [...counts].map(([key, count]) => ({...this.#cells.get(key), count})),
      points: [...chosen.values()].map((at) => this.#point(at))};
  }

  #point(at) {
    const {rows, hosts, keys, levels, qualities, snrs} = this.#points;
    return {row: rows[at], host: hosts[at], key: keys[at], level: levels[at],
      quality: Number.isNaN(qualities[at]) ? null : qualities[at],
      snr: Number.isNaN(snrs[at]) ? null : snrs[at]};
  }
}
