// SPDX-License-Identifier: MIT
/**
 * observations.js - what the rules have seen.
 *
 * radio.js uses it; rules.js has the rules.  Messages that one event is made of
 * (the same request in RRC and in NAS) are one observation with several rows.
 */

import {RATS} from '../decode/names.js';
import {LANE} from '../decode/row.js';
import {RULES} from './rules.js';

const ROOM = 500;       // observations held
const ROWS = 20;        // of one
const TOGETHER = 2000;  // ms: rows of one event

export class Observations {
  #list = [];
  #counts = new Map(RULES.map(({id}) => [id, 0]));
  #states = new Map(); // by radio: what each rule remembers
  #radio = NaN;        // of the last row, which is mostly that of the next
  #last = null;        // and its states
  #looked = 0;

  take(row, values) {
    if (row.lane > LANE.NAS) return; // no message of RRC or NAS
    this.#looked++;
    const states = this.#statesOf(row.radio);
    for (let i = 0; i < RULES.length; i++) {
      const text = RULES[i].sees(row, values, states[i]);
      if (text) this.#add(RULES[i], row, text);
    }
  }

  #statesOf(radio) {
    if (radio === this.#radio) return this.#last;
    let states = this.#states.get(radio);
    if (!states) this.#states.set(radio, states = RULES.map(() => ({})));
    this.#radio = radio;
    return this.#last = states;
  }

  #add(rule, row, text) {
    const last = this.#list.findLast((it) => it.rule === rule.id && it.radio === row.radio);
    if (last && row.host - last.host < TOGETHER) {
      if (last.rows.length < ROWS) last.rows.push(row.n);
      // The layer that says more counts.
      if (text.length > last.text.length) last.text = text;
      return;
    }
    this.#counts.set(rule.id, this.#counts.get(rule.id) + 1);
    this.#list.push({rule: rule.id, radio: row.radio, rat: RATS[row.rat], host: row.host,
      rows: [row.n], text});
    if (this.#list.length > ROOM) this.#list.shift();
  }

  /** For the page: worker.js, 'radio'.  isBrief: the counts are enough. */
  all(isBrief = false) {
    return {looked: this.#looked, counts: Object.fromEntries(this.#counts),
      observations: isBrief ? null : this.#list.map((it) => ({...it, radio: it.radio < 0 ? null : it.radio}))};
  }
}
