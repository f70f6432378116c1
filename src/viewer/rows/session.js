// SPDX-License-Identifier: MIT
/**
 * session.js - handles the messages of the page; worker.js explains them.
 *
 * worker.js uses it.
 */

import {Decoder} from '../decode/decoder.js';
import {PcapStream} from '../input/pcap.js';
import {openFile} from '../input/file.js';
import {Counts} from './counts.js';
import {List} from './list.js';
import {Store} from './store.js';
import {savedPcap} from './save.js';
import {compile} from '../filter/filter.js';
import {completions} from '../filter/complete.js';

const TICK_MS = 50;

export class Session {
  #post;
  #later;
  #store;
  #list;
  #counts;
  #decoder;
  #stream;
  #isDue = false; // a tick is scheduled
  #follow = 0;    // rows to send with each tick
  #taken = 0;     // bytes of the live stream that are decoded

  /**
   * @param post(message, transfer) sends a message to the page
   * @param later the same as setTimeout
   * @param bounds limits of the store, for tests
   */
  constructor({post, later, bounds = {}}) {
    this.#post = post;
    this.#later = later;
    this.#store = new Store(bounds);
    this.#list = new List(this.#store);
    this.#clear();
    this.#begin();
  }

  take(message) {
    const act = this.#acts[message.type];
    if (!act) throw new Error(`no such message: ${message.type}`);
    return act(message);
  }

  #acts = {
    begin: () => this.#begin(),
    bytes: ({buffer}) => {
      this.#stream.push(new Uint8Array(buffer));
      this.#taken += buffer.byteLength;
      this.#due();
    },
    open: (message) => this.#open(message),
    clear: () => {
      this.#clear();
      this.#due();
    },
    pause: ({on}) => {
      this.#store.isPaused = on;
      this.#due();
    },
    filter: ({text}) => this.#filter(text),
    complete: ({text, caret}) => this.#post(
      {type: 'completions', text, caret, ...completions(text, caret)}),
    view: (message) => this.#view(message),
    locate: ({row}) => this.#post(
      {type: 'located', row, place: this.#list.placeOf(row)}),
    detail: ({row}) => this.#detail(row),
    save: ({rows, form}) => this.#save(rows, form),
  };

  // Records arrive ----------------------------------------------------------

  #begin() {
    this.#taken = 0;
    this.#decoder.forget();
    this.#stream = new PcapStream({
      record: (record) => this.#record(record),
      trouble: (text) => this.#post({type: 'trouble', text}),
    });
  }

  #record(record) {
    this.#counts.record(record);
    this.#decoder.take(record);
  }

  #row(row) {
    this.#counts.row(row);
    if (!this.#store.add(row)) return;
    this.#counts.kept(row);
    this.#list.add(row);
  }

  #clear() {
    this.#store.clear();
    this.#list.clear();
    this.#counts = new Counts();
    this.#decoder = new Decoder((row) => this.#row(row));
  }

  /** Unpacking takes time.  If the page clears meanwhile, it no longer wants the file. */
  async #open({name, buffer}) {
    this.#clear();
    this.#begin();
    const decoder = this.#decoder;
    const isWanted = () => decoder === this.#decoder;
    const {kind, error} = await openFile(new Uint8Array(buffer), (record) => {
      if (isWanted()) this.#record(record);
    });
    if (!isWanted()) return;
    this.tick(); // first, so that the page has the counts when the file is open
    this.#post({type: 'opened', name, kind, rows: this.#store.size, error});
  }

  // Requests of the page -----------------------------------------------------------

  #due() {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#later(() => this.tick(), TICK_MS);
  }

  /** Sends the page what has changed. */
  tick() {
    this.#isDue = false;
    const store = this.#store;
    const {marks, rates, cells, total} = this.#counts.changes();
    this.#post({
      type: 'tick',
      rows: {first: store.first, next: store.next},
      list: this.#list.range(),
      dropped: store.dropped,
      missed: store.missed,
      held: {rows: store.size, bytes: store.bytes},
      total,
      paused: store.isPaused,
      taken: this.#taken,
      rates,
      marks,
      cells,
    }, [marks.hosts.buffer, marks.lanes.buffer, marks.rats.buffer]);
    if (this.#follow > 0) this.#sendLast();
  }

  #filter(text) {
    const {test, error} = compile(text);
    if (!error) this.#list.use(test);
    this.#post({type: 'filter', text, error});
    if (!error) this.#due();
  }

  #view({first, count, follow}) {
    this.#follow = follow ? count : 0;
    if (follow) return this.#sendLast();
    this.#sendRows(first, count, false);
  }

  #sendLast() {
    const {next} = this.#list.range();
    this.#sendRows(next - this.#follow, this.#follow, true);
  }

  #sendRows(first, count, follow) {
    const range = this.#list.range();
    const from = Math.max(first, range.first);
    const to = Math.min(from + count, range.next);
    const rows = [];
    for (let place = from; place < to; place++) {
      rows.push(this.#list.at(place).summary());
    }
    this.#post({type: 'rows', first: from, rows, follow, oldest: range.first});
  }

  #detail(n) {
    const row = this.#store.at(n);
    if (!row) return this.#post({type: 'detail', row: n, views: [],
      tree: null});
    const {tree, views} = this.#decoder.look(row.record, row.frame);
    this.#post({type: 'detail', row: n, views: views.map((view) =>
      ({name: view.name, bytes: view.bytes.slice()})), tree});
  }

  #save(which, form = 'message') {
    const {buffer, records, rows} = savedPcap(this.#chosen(which),
      (number) => this.#store.recordAt(number),
      form === 'message' && ((record) => this.#decoder.frames(record)));
    this.#post({type: 'saved', buffer, records, rows}, [buffer]);
  }

  #chosen(which) {
    const {first, next} = this.#list.range();
    const numbers = {
      all: () => range(this.#store.first, this.#store.next),
      filtered: () => range(first, next).map((place) =>
        this.#list.at(place).n),
    }[which]?.() ?? [...which].sort((a, b) => a - b);
    return numbers.map((n) => this.#store.at(n)).filter((row) => row);
  }
}

const range = (first, next) =>
  Array.from({length: next - first}, (_, i) => first + i);
