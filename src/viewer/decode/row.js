// SPDX-License-Identifier: MIT
/**
 * row.js - one line of the list, as the worker keeps it.
 *
 * There are 100,000 of them, and 20,000 more each second when much comes: so
 * all have one shape, numbers are -1 where there is none, texts are those of
 * tables as far as can be, and the line to read is made when it is asked for.
 */

import {LANES, RATS, opcodeName} from './names.js';
import {Told, toldText} from './values/told.js';

export const LANE = Object.fromEntries(LANES.map((name, i) => [name, i]));
export const RAT = Object.fromEntries(RATS.map((name, i) => [name, i]));

/** What a radio calls its channel numbers. */
const ARFCNS = [];
ARFCNS[RAT.lte] = 'EARFCN';
ARFCNS[RAT.nr] = 'NR-ARFCN';
ARFCNS[RAT.umts] = 'UARFCN';

const orNull = (n) => n >= 0 ? n : null;

export class Row {
  constructor(record, frame, length) {
    this.n = 0;
    this.record = record;
    this.frame = frame;  // its place among the record's frames, from 1; or 0
    this.modem = NaN;    // milliseconds since 1970
    this.dir = '';
    this.rat = 0;        // index into RATS
    this.lane = LANE.Notice; // index into LANES
    this.name = '';
    this.op = -1;
    this.code = -1;
    this.length = length;
    this.what = '';      // a message's name or text
    this.values = null;  // those of a message that are worth a line: a Told
    this.pci = -1;
    this.psc = -1;       // UMTS has one instead
    this.arfcn = -1;
    this.sfn = -1;
    this.radio = -1;
    this.crc = '';
    this.truncated = false;
    this.loss = null;
    this.from = null;    // numbers of the records that its frame began in
  }

  /** Milliseconds since 1970, of the host. */
  get host() {
    return this.record.host;
  }

  /** Adds a value of its message. */
  tell(field, value) {
    this.values = new Told(field, value, this.values);
  }

  /** What its message says, in words. */
  get told() {
    return toldText(this.values);
  }

  /** What to read in one line. */
  get info() {
    const parts = [];
    if (this.what) parts.push(this.what);
    if (this.values) parts.push(this.told);
    if (this.pci >= 0) parts.push(`pci ${this.pci}`);
    if (this.psc >= 0) parts.push(`psc ${this.psc}`);
    if (this.arfcn >= 0) {
      parts.push(`${ARFCNS[this.rat] ?? 'ARFCN'} ${this.arfcn}`);
    }
    if (this.sfn >= 0) parts.push(`SFN ${this.sfn}`);
    if (this.crc === 'bad') parts.push('[bad FCS]');
    if (this.truncated) parts.push('[cut short]');
    return parts.join(' · ');
  }

  /** As the page gets it; see worker.js. */
  summary() {
    return {
      n: this.n, host: this.host,
      modem: Number.isNaN(this.modem) ? null : this.modem,
      dir: this.dir, rat: RATS[this.rat], name: this.name,
      lane: LANES[this.lane], op: orNull(this.op),
      opName: this.op < 0 ? '' : opcodeName(this.op),
      code: orNull(this.code), length: this.length, info: this.info,
      pci: orNull(this.pci), arfcn: orNull(this.arfcn),
      radio: orNull(this.radio), crc: this.crc, truncated: this.truncated,
      loss: this.loss,
    };
  }
}
