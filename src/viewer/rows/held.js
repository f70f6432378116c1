// SPDX-License-Identifier: MIT
/**
 * held.js - what the worker holds of a live stream or of a file: rows, the list,
 * counts, what is known of the radio, and the decoder that makes the rows.
 *
 * session.js uses it.  While a file is decoded there are two: the one that is
 * shown, and the file's, which takes its place if the file can be read.
 */

import {Decoder} from '../decode/decoder.js';
import {Counts} from './counts.js';
import {List} from './list.js';
import {Radio} from '../radio/radio.js';
import {Store} from './store.js';

export class Held {
  /** @param bounds limits of the store @param test of the filter, or null */
  constructor(bounds, test) {
    this.store = new Store(bounds);
    this.list = new List(this.store);
    this.list.use(test);
    this.counts = new Counts();
    this.shown = test ? new Counts() : null; // of the rows that pass the filter
    this.radio = new Radio();
    this.test = test;
    this.decoder = new Decoder((row, seen) => this.#row(row, seen));
  }

  record(record) {
    this.counts.record(record);
    this.decoder.take(record);
  }

  #row(row, seen) {
    this.counts.row(row);
    if (!this.store.add(row)) return;
    this.counts.kept(row);
    this.radio.take(row, seen);
    this.list.add(row);
    if (this.test?.(row)) this.#show(row);
  }

  #show(row) {
    this.shown.row(row);
    this.shown.kept(row);
  }

  /** test: row => bool, or null for all rows. */
  filter(test) {
    this.test = test;
    this.list.use(test);
    this.shown = test ? new Counts() : null;
    if (!test) return;
    const {first, next} = this.list.range();
    for (let place = first; place < next; place++) this.#show(this.list.at(place));
  }

  /** Adds rows to a list whose test was chosen by others; their numbers grow. */
  pick(numbers) {
    for (const n of numbers) {
      const row = this.store.at(n);
      if (!row) continue;
      this.list.push(row);
      this.#show(row);
    }
  }

  /** The nodes of the detail tree of a row. */
  treeOf(row) {
    return this.decoder.look(row.record, row.frame).tree;
  }
}
