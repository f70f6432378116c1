// SPDX-License-Identifier: MIT
/** foot.js - the numbers at the foot: rows, memory, losses, rate.  page.js uses it. */

import {el, setText} from './dom.js';
import {byteSize, count} from './format.js';
import {portFigure, portStyle} from './port.js';

/** id, title, style */
const FIGURES = [
  ['rows', 'Rows'],
  ['shown', 'Shown'],
  ['held', 'Held', 'wide'],
  ['dropped', 'Oldest dropped'],
  ['missed', 'Missed while paused'],
  ['lost', 'Lost'],
  ['marked', 'Marked'],
  ['rate', 'Rate'],
  ['archive', 'Archive', 'wide'],
  ['port', 'DIAG programs', 'wide'],
  ['streams', 'Streams', 'wide right'],
  ['device', 'Dropped by diagtapd', 'wide'],
];

/** State of an archive -> style of a state that needs attention. */
const STYLES = {paused: 'warn', failed: 'bad'};

const archiveText = ({state, file_bytes: size}) =>
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

  /** kind: "bad", "warn" or ''. */
  put(name, text, kind = '') {
    const {item, value} = this.items.get(name);
    item.hidden = text === '';
    setText(value, text);
    item.classList.toggle('bad', kind === 'bad');
    item.classList.toggle('warn', kind === 'warn');
  }

  /** tick: of worker.js; rate: {frames, bytes} of the last second. */
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

  /** status: /api/status, or null. */
  takeStatus(status, tapName) {
    const tap = status?.taps.find(({name}) => name === tapName);
    this.put('streams', status ? `${status.streams.open} of ${status.streams.most}` : '');
    this.put('port', portFigure(status?.port), portStyle(status?.port));
    this.put('archive', tap?.archive ? archiveText(tap.archive) : '', STYLES[tap?.archive?.state]);
    this.put('device', tap?.dropped?.containers
      ? `${count(tap.dropped.containers)} containers` : '', 'bad');
  }
}
