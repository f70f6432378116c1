// SPDX-License-Identifier: MIT
/**
 * grid.js - the area of the list that scrolls: the head, the space where the
 * rows stand, and the pixels of both.
 *
 * list.js uses it.  It counts rows by index: 0 is the first row of the list.
 *
 *   new Grid(root, columns, {scroll, click, dblclick, keydown})
 *   columns: a Columns; then its event listeners
 */

import {el, setText} from './dom.js';
import {ColumnHead} from './column_head.js';

export class Grid {
  constructor(root, columns, on) {
    this.total = 0;
    this.columns = columns;
    this.columnHead = new ColumnHead(columns);
    this.head = this.columnHead.element;
    this.space = el('div', {class: 'space', role: 'presentation'});
    this.empty = el('div', {class: 'empty'}, el('p'));
    this.element = el('div', {
      class: 'grid', role: 'grid', tabindex: 0, 'aria-label': 'Messages',
      'aria-rowcount': 1,
      'aria-multiselectable': false, on,
    }, this.head, this.space);
    root.append(this.element, this.empty);
    this.setColumns();
  }

  /** Where there is no row: a text, and a button: {text, act} or null. */
  setEmpty(text, button) {
    setText(this.empty.firstChild, text);
    if (this.emptyButton?.text === button?.text) return;
    this.emptyButton = button;
    this.empty.replaceChildren(this.empty.firstChild, ...button
      ? [el('button', {type: 'button', text: button.text, on: {click: button.act}})] : []);
  }

  /** The columns have changed. */
  setColumns() {
    this.columnHead.draw();
    this.element.setAttribute('aria-colcount', this.columns.shown.length);
    this.element.style.setProperty('--columns', this.columns.template);
  }

  /** On a phone another tab hides the list.  The browser then loses its scroll position. */
  get isHidden() {
    return this.element.clientHeight === 0;
  }

  /** Reads the height of a row and counts the rows that fit; not while hidden. */
  measure() {
    const height = parseFloat(getComputedStyle(this.element).getPropertyValue('--row'));
    if (height !== this.rowHeight) this.total = null; // setTotal() writes it again
    this.rowHeight = height;
    this.seen = Math.max(1, Math.ceil(this.room / height));
    this.height = this.element.clientHeight;
  }

  /** Its height has changed, which may have moved the rows; measure() follows. */
  get isResized() {
    return this.element.clientHeight !== this.height;
  }

  /** The height that is left for rows, in px. */
  get room() {
    return this.element.clientHeight - this.head.offsetHeight;
  }

  /** Rows above the visible area. */
  get rowsAbove() {
    return Math.floor(this.element.scrollTop / this.rowHeight);
  }

  /** Rows that the list has. */
  setTotal(total) {
    this.empty.hidden = total > 0;
    if (total === this.total) return;
    this.total = total;
    this.space.style.height = `${total * this.rowHeight}px`;
    this.element.setAttribute('aria-rowcount', total + 1);
  }

  /** id: of the element of the selected row, or null. */
  setActive(id) {
    if (id) this.element.setAttribute('aria-activedescendant', id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  scrollTo(top) {
    top = Math.max(0, Math.round(top));
    this.ours = top;
    if (Math.abs(this.element.scrollTop - top) >= 1) this.element.scrollTop = top;
  }

  scrollToRow(index) {
    this.scrollTo(index * this.rowHeight);
  }

  scrollToEnd() {
    this.scrollTo(this.space.offsetTop + this.total * this.rowHeight - this.element.clientHeight);
  }

  scrollByRows(count) {
    this.scrollTo(this.element.scrollTop + count * this.rowHeight);
  }

  /** Makes a row visible, and scrolls no more than that needs. */
  reveal(index) {
    const top = index * this.rowHeight;
    const bottom = top + this.rowHeight;
    const {scrollTop} = this.element;
    if (top < scrollTop) this.scrollTo(top);
    else if (bottom > scrollTop + this.room) this.scrollTo(bottom - this.room);
  }

  center(index) {
    this.scrollTo(index * this.rowHeight - (this.room - this.rowHeight) / 2);
  }

  /** Whether scrollTo() chose the position, and not the user. */
  get isOurs() {
    return Math.abs(this.element.scrollTop - (this.ours ?? -9)) <= 1.5;
  }

  /** Pixels below the visible area. */
  get below() {
    const {scrollTop, scrollHeight, clientHeight} = this.element;
    return scrollHeight - clientHeight - scrollTop;
  }
}
