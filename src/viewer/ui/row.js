// SPDX-License-Identifier: MIT
/**
 * row.js - the element of one row, and the columns.
 *
 * row_pool.js and grid.js use it.  An element shows one row after the other, so
 * it writes only what has changed.
 */

import {el, setText} from './dom.js';
import {datedClock, fullTime, hex, isSameDay, ratName} from './format.js';

export const COLUMNS = [
  {name: 'n', title: 'No.'},
  {name: 'host', title: 'Time', note: 'Time when diagtapd read it'},
  {name: 'modem', title: 'Modem time', note: 'Time that the modem wrote'},
  {name: 'dir', title: '', note: 'Direction'},
  {name: 'rat', title: 'RAT', note: 'Radio access technology'},
  {name: 'name', title: 'Message'},
  {name: 'code', title: 'Code', note: 'Log code, or opcode'},
  {name: 'length', title: 'Len', note: 'Length of the packet in bytes'},
  {name: 'info', title: 'Info'},
];

const ARROWS = {up: '↑', down: '↓', '': ''};

/** The text of each column, in their order. */
function texts(row) {
  return [
    String(row.n),
    datedClock(row.host),
    datedClock(row.modem),
    ARROWS[row.dir],
    ratName(row.rat),
    row.name,
    code(row),
    String(row.length),
    row.info,
  ];
}

function code({code, op}) {
  if (code !== null) return `0x${hex(code, 4)}`;
  return op === null ? '' : `op ${hex(op, 2)}`;
}

function classes(row, marked) {
  const words = ['row'];
  if (marked) words.push('marked');
  if (row.loss) words.push('lost');
  else if (row.crc === 'bad' || row.truncated) words.push('bad');
  return words.join(' ');
}

/** Whether one of its times is not of today, and so has a date. */
export const isDated = ({host, modem}) => [host, modem].some((time) =>
  time !== null && !isSameDay(time, Date.now()));

export class RowElement {
  constructor(id) {
    this.cells = COLUMNS.map(({name}) =>
      el('span', {class: name, role: 'gridcell', text: ''}));
    this.element = el('div', {id, class: 'row', role: 'row'}, ...this.cells);
    this.element.hidden = true;
    this.place = -1;
    this.row = null;
  }

  /** row: as in worker.js, or null if it has not arrived. */
  show(place, row, {top, index, selected, marked}) {
    const {element} = this;
    if (this.place !== place || this.top !== top) {
      element.style.top = `${top}px`;
      element.setAttribute('aria-rowindex', index);
      this.place = place;
      this.top = top;
    }
    if (this.row !== row) {
      this.fill(row);
      this.row = row;
    }
    const name = row ? classes(row, marked) : 'row';
    if (element.className !== name) element.className = name;
    if (this.selected !== selected) {
      element.setAttribute('aria-selected', selected);
      this.selected = selected;
    }
    element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
  }

  fill(row) {
    const all = row ? texts(row) : [];
    this.cells.forEach((cell, i) => setText(cell, all[i] ?? ''));
    this.element.dataset.rat = row?.rat ?? '';
    this.cells[1].title = row ? fullTime(row.host) : '';
    this.cells[2].title = row ? fullTime(row.modem) : '';
    this.cells[3].setAttribute('aria-label',
      row?.dir === 'up' ? 'uplink' : row?.dir === 'down' ? 'downlink' : '');
  }
}
