// SPDX-License-Identifier: MIT
/**
 * cell_table.js - the table of cells: who they are, since when they are seen, and
 * how strong they were at best.
 *
 * pictures.js uses it.  A cell's name filters the list; the times lead to rows.
 */

import {el, setText} from '../ui/dom.js';
import {datedClock} from '../ui/format.js';
import {cellFilter, cellName, decibels, isOf} from './cell_names.js';

const HEADS = ['Cell', 'Network', 'TAC', 'Cell identity', 'Band', 'First seen', 'Last seen', 'Best signal', 'Measured'];
const NUMBERS = new Set(['TAC', 'Cell identity', 'Band', 'Best signal', 'Measured']);

const shown = (value) => value === null ? '' : String(value);

/** LTE: the base station, and its cell. TS 36.331, CellIdentity. */
function identity({rat, cellId}) {
  if (cellId === null) return '';
  return rat === 'lte' ? `${cellId} (${cellId >> 8}-${cellId & 255})` : String(cellId);
}

export class CellTable {
  constructor(listener) {
    this.listener = listener;
    this.cells = [];
    this.selected = null;
    this.body = el('tbody');
    this.note = el('p', {class: 'note'});
    this.element = el('div', {class: 'picture cells-picture', tabindex: 0}, this.note,
      el('table', {}, el('thead', {}, el('tr', {}, ...HEADS.map((text) =>
        el('th', {text, scope: 'col', class: NUMBERS.has(text) ? 'number' : null})))), this.body));
    this.clear();
  }

  clear() {
    this.cells = [];
    this.selected = null;
    this.draw();
  }

  show({cells}) {
    const text = JSON.stringify(cells);
    if (text === this.text) return;
    this.text = text;
    this.cells = cells;
    this.draw();
  }

  select(row) {
    this.selected = row;
    this.mark();
  }

  draw() {
    if (this.element.contains(document.activeElement) && this.isUpdate()) return;
    setText(this.note, this.cells.length ? '' : 'No row has named a cell yet.');
    this.body.replaceChildren(...this.cells.map((cell) => this.row(cell)));
    this.mark();
  }

  /** Keys stay where they are while only numbers change. */
  isUpdate() {
    const rows = [...this.body.rows];
    if (rows.length !== this.cells.length) return false;
    rows.forEach((row, i) => [...row.cells].slice(1).forEach((cell, at) =>
      this.fill(cell, this.cells[i], at)));
    return true;
  }

  row(cell) {
    const name = el('button', {type: 'button', class: 'link', text: cellName(cell), 'data-rat': cell.rat,
      title: 'Show the rows of this cell alone', on: {click: () => this.listener.onFilter(cellFilter(cell))}});
    return el('tr', {'data-rat': cell.rat, 'data-key': cell.key}, el('th', {scope: 'row'}, name),
      ...HEADS.slice(1).map((head, at) => this.fill(el('td', {class: NUMBERS.has(head) ? 'number' : null}), cell, at)));
  }

  /** The text, or the button, of the column `at` behind the name. */
  fill(element, cell, at) {
    const seek = (text, n) => ({text, n});
    const content = [shown(cell.plmn), shown(cell.tac), identity(cell), shown(cell.band),
      seek(datedClock(cell.first.host), cell.first.n), seek(datedClock(cell.last.host), cell.last.n),
      cell.best ? seek(`${decibels(cell.best.level)} dBm`, cell.best.n) : '',
      cell.measured ? String(cell.measured) : ''][at];
    if (typeof content === 'string') {
      setText(element, content);
      return element;
    }
    let button = element.querySelector('button');
    if (!button) {
      button = el('button', {type: 'button', class: 'link', title: 'Show this row',
        on: {click: () => this.listener.onRow(Number(button.dataset.row))}});
      element.replaceChildren(button);
    }
    button.dataset.row = content.n;
    setText(button, content.text);
    return element;
  }

  mark() {
    [...this.body.rows].forEach((row, i) => {
      const isCurrent = isOf(this.cells[i], this.selected);
      row.toggleAttribute('aria-current', isCurrent);
      if (isCurrent) row.setAttribute('aria-current', 'true');
    });
  }
}
