// SPDX-License-Identifier: MIT
/** foot.js - the figures at the foot: what is held, what was lost, how fast. */

import {el, setText} from './dom.js';
import {byteSize, count} from './format.js';

const FIGURES = [
  ['rows', 'Rows'],
  ['shown', 'Shown'],
  ['held', 'Held', 'wide'],
  ['dropped', 'Oldest dropped'],
  ['missed', 'Missed in pause'],
  ['lost', 'Lost'],
  ['marked', 'Marked'],
  ['rate', 'Now'],
  ['archive', 'Archive', 'wide'],
  ['streams', 'Streams', 'wide right'],
  ['device', 'Dropped by diagtapd', 'wide'],
];

/** Of archives: the style of what needs a look. */
const STATES = {paused: 'warn', failed: 'bad'};

const recorded = ({state, file_bytes: size}) =>
  (state === 'recording' ? `recording, ${byteSize(size)}` : state);

export class Foot {
  constructor(root) {
    this.items = new Map(FIGURES.map(([name, title, style]) => {
      const value = el('b');
      const item = el('span', {class: style ?? null, id: `foot-${name}`, hidden: true}, `${title} `, value);
      root.append(item);
      return [name, {item, value}];
    }));
  }

  put(name, text, kind = '') {
    const {item, value} = this.items.get(name);
    item.hidden = text === '';
    setText(value, text);
    item.classList.toggle('bad', kind === 'bad');
    item.classList.toggle('warn', kind === 'warn');
  }

  /** A tick of the worker; rate is {frames, bytes} of the last second. */
  take({rows, list, held, dropped, missed, total}, filtered, rate) {
    const {lost} = total;
    this.put('rows', count(rows.next - rows.first));
    this.put('shown', filtered ? count(list.next - list.first) : '');
    this.put('held', byteSize(held.bytes));
    this.put('dropped', dropped ? count(dropped) : '');
    this.put('missed', missed ? count(missed) : '', 'warn');
    this.put('lost', lost.containers
      ? `${count(lost.containers)} containers, ${byteSize(lost.bytes)}` : '', 'bad');
    this.put('rate', `${count(rate.frames)} frames/s, ${byteSize(rate.bytes)}/s`);
  }

  /** /api/status, or null. */
  takeStatus(status, tapName) {
    const tap = status?.taps.find(({name}) => name === tapName);
    this.put('streams', status ? `${status.streams.open} of ${status.streams.most}` : '');
    this.put('archive', tap?.archive ? recorded(tap.archive) : '', STATES[tap?.archive?.state]);
    this.put('device', tap?.dropped?.containers
      ? `${count(tap.dropped.containers)} containers` : '', 'bad');
  }
}
