// SPDX-License-Identifier: MIT
/**
 * counts.js - the data of the charts: the rate in each second and RAT, a mark
 * for each row, and changes of serving cells.  It also has the totals.
 *
 * session.js uses it.
 */

import {RATS} from '../decode/names.js';
import {LANE, RAT} from '../decode/row.js';

/** Logs that name cells beside the one that serves. */
const OF_NEIGHBOURS = new Set([0x4005, 0xb180, 0xb192, 0xb195, 0xb97f]);

/** Whether a row is traffic: a frame, or a packet, which has none. */
const isTraffic = (row) => row.frame > 0 || row.rat === RAT.ip || row.rat === RAT.ipa;

export class Counts {
  #total = {records: 0, frames: 0, bytes: 0, lost: {containers: 0, bytes: 0}};
  #seconds = new Map(); // second -> one {frames, bytes} for each of RATS
  #changed = new Set();
  #newest = -Infinity;
  #marked = [];         // rows since the last changes()
  #cells = [];
  #serving = new Map(); // radio and RAT -> [arfcn, pci]

  record(record) {
    this.#total.records++;
    this.#total.bytes += record.bytes.length;
  }

  row(row) {
    if (row.loss) {
      this.#total.lost.containers += row.loss.containers;
      this.#total.lost.bytes += row.loss.bytes;
    }
    if (!isTraffic(row)) return;
    this.#total.frames++;
    const second = Math.floor(row.host / 1000);
    const rat = this.#rates(second)[row.rat];
    rat.frames++;
    rat.bytes += row.length;
  }

  #rates(second) {
    if (second === this.#newest) return this.#current;
    let rats = this.#seconds.get(second);
    if (!rats) {
      rats = RATS.map(() => ({frames: 0, bytes: 0}));
      this.#seconds.set(second, rats);
    }
    this.#changed.add(second);
    this.#newest = second;
    this.#current = rats;
    return rats;
  }

  #current = null;

  /** The store has added a row. */
  kept(row) {
    this.#marked.push(row);
    if (row.arfcn >= 0 && !OF_NEIGHBOURS.has(row.code)) this.#cell(row, Math.max(row.pci, row.psc));
  }

  #cell(row, pci) {
    if (pci < 0) return;
    const key = row.rat * 16 + row.radio;
    const last = this.#serving.get(key);
    if (last && last[0] === row.arfcn && last[1] === pci) return;
    this.#serving.set(key, [row.arfcn, pci]);
    this.#cells.push({row: row.n, host: row.host, rat: RATS[row.rat],
      radio: row.radio < 0 ? null : row.radio, arfcn: row.arfcn,
      pci});
  }

  /** What has changed since the last call. */
  changes() {
    const rates = [...this.#changed].sort((a, b) => a - b).map((second) =>
      ({second, rats: this.#named(this.#seconds.get(second))}));
    // Only seconds that may still change are kept.
    for (const second of this.#changed) {
      if (second < this.#newest - KEPT_S) this.#seconds.delete(second);
    }
    this.#changed.clear();
    if (this.#current) this.#changed.add(this.#newest);
    const changes = {rates, marks: marksOf(this.#marked), cells: this.#cells,
      total: structuredClone(this.#total)};
    this.#marked = [];
    this.#cells = [];
    return changes;
  }

  #named(rats) {
    const named = {};
    rats.forEach((rat, i) => {
      if (rat.frames > 0) named[RATS[i]] = {...rat};
    });
    return named;
  }
}

/** Records may be out of order by this many seconds. */
const KEPT_S = 60;

function marksOf(rows) {
  const marks = {rows: new Uint32Array(rows.length),
    hosts: new Float64Array(rows.length), lanes: new Uint8Array(rows.length),
    rats: new Uint8Array(rows.length)};
  rows.forEach((row, i) => {
    marks.rows[i] = row.n;
    marks.hosts[i] = row.host;
    marks.lanes[i] = row.lane ?? LANE.Log;
    marks.rats[i] = row.rat;
  });
  return marks;
}
