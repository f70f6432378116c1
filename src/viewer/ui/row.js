// SPDX-License-Identifier: MIT
/**
 * row.js - the element of one row.
 *
 * row_pool.js and grid.js use it.  An element shows one row after the other, so
 * it writes only what has changed.
 */

import {el, setText} from './dom.js';
import {datedClock, fullTime, hex, isSameDay, ratName} from './format.js';

const ARROWS = {up: '↑', down: '↓', '': ''};
const DIRECTIONS = {up: 'uplink', down: 'downlink'};

/** The text of each standard column. */
const TEXTS = {
  n: (row) => String(row.n),
  host: (row) => datedClock(row.host),
  modem: (row) => datedClock(row.modem),
  dir: (row) => ARROWS[row.dir],
  rat: (row) => ratName(row.rat),
  name: (row) => row.name,
  code,
  length: (row) => String(row.length),
  info: (row) => row.info,
};

const textOf = (row, {name, field}) => (field ? row.extra?.[field] ?? '' : TEXTS[name](row));

const TITLES = {host: (row) => fullTime(row.host), modem: (row) => fullTime(row.modem)};

function code({code, op}) {
  if (code !== null) return `0x${hex(code, 4)}`;
  return op === null ? '' : `op ${hex(op, 2)}`;
}

function classes(row, marked, bookmark) {
  const words = ['row'];
  if (marked) words.push('marked');
  if (bookmark) words.push('booked');
  if (row.loss) words.push('lost');
  else if (row.crc === 'bad' || row.truncated) words.push('bad');
  return words.join(' ');
}

/** Whether one of its times is not of today, and so has a date. */
export const isDated = ({host, modem}) => [host, modem].some((time) =>
  time !== null && !isSameDay(time, Date.now()));

export class RowElement {
  constructor(id, columns) {
    this.columns = columns; // as in columns.js
    this.cells = columns.map(({name, field}) =>
      el('span', {class: field ? 'extra' : name, role: 'gridcell', text: ''}));
    this.element = el('div', {id, class: 'row', role: 'row'}, ...this.cells);
    this.element.hidden = true;
    this.place = -1;
    this.row = null;
  }

  /** row: as in worker.js, or null if it has not arrived. */
  show(place, row, {top, index, selected, marked, bookmark}) {
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
    const name = row ? classes(row, marked, bookmark) : 'row';
    if (element.className !== name) element.className = name;
    const note = bookmark ? `Bookmark: ${bookmark.note || row.name}` : '';
    if (element.title !== note) element.title = note;
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
    this.cells.forEach((cell, i) => {
      const column = this.columns[i];
      setText(cell, row ? textOf(row, column) : '');
      const title = row && TITLES[column.name]?.(row);
      if (title) cell.title = title;
      if (column.name === 'dir') cell.setAttribute('aria-label', DIRECTIONS[row?.dir] ?? '');
    });
    this.element.dataset.rat = row?.rat ?? '';
    if (row?.colour) this.element.dataset.colour = row.colour;
    else delete this.element.dataset.colour;
  }
}
