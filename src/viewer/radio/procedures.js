// SPDX-License-Identifier: MIT
/**
 * procedures.js - which messages belong together: an attach from the request to
 * its end, with all that is said meanwhile.
 *
 * radio.js uses it; procedure_table.js says what begins and ends a procedure.
 * Several may run at once, also of one radio: each gets the messages of its
 * radio.
 */

import {RATS} from '../decode/names.js';
import {LANE} from '../decode/row.js';
import {toldText} from '../decode/values/told.js';
import {PROCEDURES} from './procedure_table.js';

const ROOM = 300;  // procedures held
const STEPS = 200; // of one
const REST = 2000; // ms: what may follow a result belongs to it

/** What is said all the time, and is part of no procedure. */
const ASIDE = new Set(['measurementreport']);

const LANES = new Set([LANE.NAS, LANE.DCCH, LANE.CCCH]);

const BEGINNERS = new Map(PROCEDURES.flatMap((it) =>
  it.begins.map((message) => [message, it])));

const MESSAGES = new Map();

/** {name, isAside, table}: what a message is here, by its name; names are few. */
function messageOf(name) {
  let message = MESSAGES.get(name);
  if (!message) {
    const lower = name.toLowerCase();
    message = {name: lower, isAside: ASIDE.has(lower), table: BEGINNERS.get(lower)};
    MESSAGES.set(name, message);
  }
  return message;
}

function stepOf(row, values) {
  return {n: row.n, host: row.host, dir: row.dir, name: row.what,
    nas: values.nas ?? '', told: row.values, layer: row.lane === LANE.NAS ? 'nas' : 'rrc'};
}

export class Procedures {
  #list = [];
  #open = [];
  #ids = 0;

  take(row, values) {
    if (!LANES.has(row.lane) || row.what === '') return;
    if (this.#open.length > 0) this.#expire(row.host);
    // Its own, and that of NAS within it.
    const outer = messageOf(row.what);
    const inner = values.nas ? messageOf(values.nas) : null;
    if (outer.isAside || inner?.isAside) return;
    this.#begin(row, values, outer.table ?? inner?.table);
    if (this.#open.length > 0) this.#steps(row, values, outer, inner);
  }

  /** Whoever waits for longer than its timer waits no more; a result may have a rest. */
  #expire(host) {
    for (const it of this.#open) {
      if (host > (it.ended ?? it.first.host + it.table.wait * 1000)) it.isOpen = false;
    }
    this.#forgetClosed();
  }

  #forgetClosed() {
    if (this.#open.some(({isOpen}) => !isOpen)) {
      this.#open = this.#open.filter(({isOpen}) => isOpen);
    }
  }

  #begin(row, values, table) {
    if (!table || table.isHandover && values.isHandover === undefined) return;
    const same = this.#open.find((it) => it.table === table && it.radio === row.radio);
    // It is sent again, or is seen once more in another layer.
    if (same && !table.isHandover) return;
    for (const it of this.#open) {
      if (it.radio === row.radio && (it === same || table.isNew)) it.isOpen = false;
    }
    const it = {id: ++this.#ids, table, rat: row.rat, radio: row.radio,
      first: {n: row.n, host: row.host}, last: null, kind: 'none', result: '', cause: '',
      steps: [], more: 0, isOpen: true};
    this.#list.push(it);
    this.#open.push(it);
    if (this.#list.length > ROOM) this.#list.shift();
  }

  #steps(row, values, outer, inner) {
    for (const it of this.#open) {
      if (!it.isOpen || it.radio !== row.radio) continue;
      this.#step(it, row, values);
      this.#judge(it, row, outer.name);
      if (inner) this.#judge(it, row, inner.name);
    }
    this.#forgetClosed();
  }

  #step(it, row, values) {
    it.last = {n: row.n, host: row.host};
    if (it.steps.length < STEPS) it.steps.push(stepOf(row, values));
    else it.more++;
  }

  /** Whether a message ends the procedure, and how. */
  #judge(it, row, name) {
    const {good, bad, last} = it.table;
    if (bad[name]) Object.assign(it, {kind: 'bad', result: bad[name], cause: row.told});
    else if (good[name]) Object.assign(it, {kind: 'good', result: good[name], cause: ''});
    else return;
    it.isOpen = it.kind === 'good' && last !== undefined && name !== last;
    it.ended = row.host + REST;
  }

  /**
   * For the page: worker.js, 'radio'.  Of one procedure it has the steps: the one
   * that is chosen, unless others have the row that is selected; else the newest.
   */
  all(id, row) {
    const its = this.#list.filter(({steps}) => steps.some(({n}) => n === row));
    const wanted = its.find((it) => it.id === id) ?? its.at(-1) ??
      this.#list.find((it) => it.id === id) ?? this.#list.at(-1);
    return {procedures: this.#list.map(summary), chosen: wanted?.id ?? null,
      steps: wanted?.steps.map((step) => ({...step, told: toldText(step.told)})) ?? [],
      more: wanted?.more ?? 0};
  }
}

const summary = ({id, table, rat, radio, first, last, kind, result, cause, isOpen}) => ({
  id, title: table.title, rat: RATS[rat], radio: radio < 0 ? null : radio, first, last, kind,
  result: result || (isOpen ? 'no answer yet' : table.none ?? 'no end was seen'), cause});
