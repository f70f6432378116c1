// SPDX-License-Identifier: MIT
/**
 * session.js - handles the messages of the page; worker.js explains them.
 *
 * worker.js uses it.
 */

import {PcapStream} from '../input/pcap.js';
import {openFile} from '../input/file.js';
import {Held} from './held.js';
import {Looks} from './looks.js';
import {framesReader, messageRecord} from './message_record.js';
import {pcapOf, savedPcap} from './save.js';
import {csvOf, jsonOf} from './table.js';
import {compile} from '../filter/filter.js';
import {completions} from '../filter/complete.js';

const TICK_MS = 50;

/** Forms of what is saved that are no pcap. */
const TABLES = {csv: csvOf, json: jsonOf};

export class Session {
  #post;
  #later;
  #bounds;
  #held;
  #stream;        // null: a file is shown
  #opening = 0;   // files that were asked for, and clears: the last one counts
  #filterText = '';
  #looks = new Looks((row) => this.#held.treeOf(row));
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
    this.#bounds = bounds;
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
      this.#stream?.push(new Uint8Array(buffer));
      this.#taken += buffer.byteLength;
      this.#due();
    },
    open: (message) => this.#open(message),
    clear: () => {
      this.#clear();
      this.#due();
    },
    pause: ({on}) => {
      this.#held.store.isPaused = on;
      this.#due();
    },
    filter: ({text}) => this.#filter(text),
    complete: ({text, caret}) => this.#post(
      {type: 'completions', text, caret, ...completions(text, caret)}),
    view: (message) => this.#view(message),
    locate: ({row}) => this.#post(
      {type: 'located', row, place: this.#held.list.placeOf(row)}),
    detail: ({row}) => this.#detail(row),
    save: (message) => this.#save(message),
    record: ({row}) => this.#record(row),
    columns: ({fields}) => this.#looks.setFields(fields),
    colours: ({rules}) => this.#looks.setRules(rules),
    records: (message) => this.#records(message),
    pick: (message) => this.#pick(message),
    radio: (message) => this.#post({type: 'radio', what: message.what,
      ...this.#held.radio.answer(message)}),
  };

  // Records arrive ----------------------------------------------------------

  #begin() {
    this.#taken = 0;
    this.#held.decoder.forget();
    this.#stream = new PcapStream({
      record: (record) => this.#held.record(record),
      trouble: (text) => this.#post({type: 'trouble', text}),
    });
  }

  #clear() {
    this.#opening++;
    this.#held = this.#fresh();
  }

  #fresh() {
    const held = new Held(this.#bounds, null);
    held.filter(this.#compiled(this.#filterText, held).test);
    return held;
  }

  /**
   * What is shown stays until the file is decoded, and if nothing can be read
   * of it.  If the page clears meanwhile, it no longer wants the file.
   */
  async #open({name, buffer}) {
    const number = ++this.#opening;
    const held = this.#fresh();
    const {kind, error} = await openFile(new Uint8Array(buffer), (record) => {
      if (number === this.#opening) held.record(record);
    }, name);
    if (number !== this.#opening) return;
    const {size} = held.store;
    if (size > 0 || error === null) this.#replace(held);
    this.#post({type: 'opened', name, kind, rows: size, error});
  }

  #replace(held) {
    this.#held = held;
    this.#stream = null;
    this.#post({type: 'replaced'});
    this.tick(); // so that the page has the counts when the file is open
  }

  // Requests of the page -----------------------------------------------------------

  #due() {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#later(() => this.tick(), TICK_MS);
  }

  /** Sends the page what has changed: rows first, because a tick that names rows
      which the page does not have yet would be drawn as an empty list. */
  tick() {
    this.#isDue = false;
    if (this.#follow > 0) this.#sendLast();
    const {store, list, counts, shown} = this.#held;
    const {marks, rates, cells, total} = counts.changes();
    const filtered = shown?.changes() ?? null;
    this.#post({
      type: 'tick',
      rows: {first: store.first, next: store.next},
      list: list.range(),
      dropped: store.dropped,
      missed: store.missed,
      held: {rows: store.size, bytes: store.bytes},
      total,
      paused: store.isPaused,
      taken: this.#taken,
      rates,
      marks,
      cells,
      filtered: filtered && {rates: filtered.rates, marks: filtered.marks,
        cells: filtered.cells},
    }, [marks, filtered?.marks].filter((it) => it).flatMap((it) =>
      [it.rows.buffer, it.hosts.buffer, it.lanes.buffer, it.rats.buffer]));
  }

  #compiled(text, held) {
    return compile(text, (row) => held.treeOf(row));
  }

  #filter(text) {
    const {test, error} = this.#compiled(text, this.#held);
    if (!error) {
      this.#filterText = text;
      this.#held.filter(test);
    }
    this.#post({type: 'filter', text, error, kept: this.#filterText});
    if (!error) this.#due();
  }

  #view({first, count, follow}) {
    this.#follow = follow ? count : 0;
    if (follow) return this.#sendLast();
    this.#sendRows(first, count, false);
  }

  #sendLast() {
    const {next} = this.#held.list.range();
    this.#sendRows(next - this.#follow, this.#follow, true);
  }

  #sendRows(first, count, follow) {
    const range = this.#held.list.range();
    const from = Math.max(first, range.first);
    const to = Math.min(from + count, range.next);
    const rows = [];
    for (let place = from; place < to; place++) {
      rows.push(this.#looks.of(this.#held.list.at(place)));
    }
    this.#post({type: 'rows', first: from, rows, follow, oldest: range.first});
  }

  #detail(n) {
    const row = this.#held.store.at(n);
    if (!row) return this.#post({type: 'detail', row: n, views: [],
      tree: null});
    const {tree, views} = this.#held.decoder.look(row.record, row.frame);
    this.#post({type: 'detail', row: n, views: views.map((view) =>
      ({name: view.name, bytes: view.bytes.slice()})), tree});
  }

  // For Wireshark ------------------------------------------------------------

  #pcap(rows) {
    const framesOf = framesReader(this.#held.decoder);
    return pcapOf(rows.map((row) => {
      const bytes = messageRecord(row, framesOf);
      return {...row.record, bytes, length: bytes.length};
    }));
  }

  #record(n) {
    const row = this.#held.store.at(n);
    const pcap = row && this.#pcap([row]);
    this.#post({type: 'record', row: n, pcap}, pcap ? [pcap] : []);
  }

  /** Rows from..to, and `context` rows before them. */
  #records({id, from, to, context}) {
    const {store} = this.#held;
    const first = Math.max(from, store.first);
    const rows = range(Math.max(first - context, store.first), Math.min(to, store.next))
      .map((n) => store.at(n));
    const pcap = this.#pcap(rows);
    this.#post({type: 'records', id, rows: rows.map(({n}) => n), first, pcap}, [pcap]);
  }

  #pick({text, rows, more}) {
    if (more) {
      this.#held.pick(rows);
    } else {
      const picked = new Set(rows);
      this.#filterText = text;
      this.#held.filter((row) => picked.has(row.n));
      this.#post({type: 'filter', text, error: null, kept: text});
    }
    this.#due();
  }

  #save({rows: which, form = 'message', notes = {}}) {
    const rows = this.#chosen(which);
    const table = TABLES[form];
    const {buffer, records} = table ? this.#saveTable(rows, table, notes)
      : this.#savePcap(rows, form);
    this.#post({type: 'saved', buffer, records, rows: rows.length, form}, [buffer]);
  }

  #savePcap(rows, form) {
    const {decoder, store} = this.#held;
    return savedPcap(rows, (number) => store.recordAt(number),
      form === 'message' && framesReader(decoder));
  }

  #saveTable(rows, table, notes) {
    const text = table(rows.map((row) => this.#looks.of(row)), this.#looks.fields, notes);
    return {buffer: new TextEncoder().encode(text).buffer, records: rows.length};
  }

  #chosen(which) {
    const {first, next} = this.#held.list.range();
    const numbers = {
      all: () => range(this.#held.store.first, this.#held.store.next),
      filtered: () => range(first, next).map((place) =>
        this.#held.list.at(place).n),
    }[which]?.() ?? [...which].sort((a, b) => a - b);
    return numbers.map((n) => this.#held.store.at(n)).filter((row) => row);
  }
}

const range = (first, next) =>
  Array.from({length: next - first}, (_, i) => first + i);
