// SPDX-License-Identifier: MIT
/**
 * display_filter.js - a display filter of Wireshark over the rows that are held,
 * and over those that come.
 *
 * page.js uses it.  Rows are judged in pieces, the newest first; each row is one
 * message.  Then new rows are judged as they come, with some before them, for
 * what one message tells about a later one.
 *
 *   new DisplayFilter(wireshark, ask, {
 *     onChecked(text, error)  error: null, or what is wrong
 *     onProgress(text)        a sentence while old rows are judged, then ''
 *   })
 *   ask(message) sends a message to the decode worker
 */

import {count} from '../ui/format.js';

const PIECE = 1000;   // rows that are judged at once
const CONTEXT = 50;   // rows before them
const PERIOD = 250;   // ms between looks at what is new
const BEHIND = 5000;  // rows: more than this is said

export class DisplayFilter {
  #wireshark;
  #ask;
  #listener;
  #run = 0;      // the filter that is in effect has the last number
  #wanted = null; // resolves when the decode worker has sent the records
  #rows = {first: 1, next: 1};

  constructor(wireshark, ask, listener) {
    this.#wireshark = wireshark;
    this.#ask = ask;
    this.#listener = listener;
  }

  /** tick.rows of the decode worker. */
  take(rows) {
    this.#rows = rows;
  }

  /** A message "records" of the decode worker. */
  came(message) {
    if (message.id === this.#run) this.#wanted?.(message);
  }

  stop() {
    this.#run++;
    this.#listener.onProgress('');
  }

  /** Checks a filter, and shows the rows that pass it. */
  async start(text) {
    const run = ++this.#run;
    try {
      if (!this.#wireshark.isLoaded) this.#listener.onProgress('Loading Wireshark …');
      const error = await this.#wireshark.check(text);
      if (run !== this.#run) return;
      this.#listener.onProgress('');
      this.#listener.onChecked(text, error);
      if (!error) await this.#judgeAll(text, run);
    } catch (error) {
      if (run !== this.#run) return;
      this.#listener.onProgress('');
      this.#listener.onChecked(text, error.message);
    }
  }

  async #judgeAll(text, run) {
    const {first, next} = this.#rows;
    let passing = [];
    this.#ask({type: 'pick', text, rows: []});
    for (let to = next; to > Math.max(first, this.#rows.first) && run === this.#run; to -= PIECE) {
      const found = await this.#judge(text, run, to - PIECE, to);
      if (run !== this.#run) return;
      passing = [...found, ...passing];
      if (found.length > 0) this.#ask({type: 'pick', text, rows: passing});
      this.#listener.onProgress(`Wireshark has judged ${count(Math.min(next - first, next - to + PIECE))} ` +
        `of ${count(next - first)} rows.`);
    }
    this.#listener.onProgress('');
    await this.#follow(text, run, next);
  }

  async #follow(text, run, next) {
    while (run === this.#run) {
      const to = Math.min(this.#rows.next, next + PIECE);
      if (to <= next) {
        await new Promise((done) => setTimeout(done, PERIOD));
        continue;
      }
      const rows = await this.#judge(text, run, next, to);
      if (run !== this.#run) return;
      if (rows.length > 0) this.#ask({type: 'pick', text, rows, more: true});
      next = to;
      const behind = this.#rows.next - next;
      this.#listener.onProgress(behind > BEHIND
        ? `Wireshark is ${count(behind)} rows behind.` : '');
    }
  }

  /** The numbers of the rows from..to that pass. */
  async #judge(text, run, from, to) {
    const {rows, first, pcap} = await new Promise((resolve) => {
      this.#wanted = resolve;
      this.#ask({type: 'records', id: run, from, to, context: CONTEXT});
    });
    if (run !== this.#run || rows.length === 0) return [];
    const places = await this.#wireshark.passing(text, pcap);
    return places.map((place) => rows[place - 1]).filter((n) => n >= first);
  }
}
