// SPDX-License-Identifier: MIT
/**
 * list.js - the list of rows.  The worker keeps the rows, the list shows a
 * window on them.
 *
 * worker.js explains places, rows, `first` and `next`.  Only the rows that are
 * visible, and some around them, are asked for (row_cache.js) and have an
 * element (row_pool.js); grid.js knows where they stand.
 *
 *   new List(root, {
 *     onView(view)      ask the worker: {type: 'view', ...}
 *     onSelect(row)     this row is selected now
 *     onOpen()          Enter, or a double click, on the selected row
 *     onFollow(on)      whether the list follows the newest row
 *     onVisible(times)  [from, to], host times of the visible rows; null while
 *                       the list follows
 *     onLeaving()       the oldest rows go, and the visible ones are next
 *     onColumns(fields) fields of the detail that are columns
 *     onMarks(numbers)  a Set of marked row numbers
 *   })
 */

import {isPhone} from './dom.js';
import {Columns} from './columns.js';
import {Grid} from './grid.js';
import {RowCache} from './row_cache.js';
import {RowPool} from './row_pool.js';
import {isDated} from './row.js';

const AROUND = 12; // rows above and below the visible ones
const NEAR = 5000; // rows between the oldest and the visible ones, when these are next to go

export class List {
  constructor(root, listener) {
    this.listener = listener;
    this.first = this.next = 0;
    this.cache = new RowCache(listener.onView);
    this.marks = new Set();
    this.bookmarks = new Map(); // row number -> {note}
    this.selected = null; // {place, n: row number}
    this.wanted = null;   // a place to select once its row is here
    this.following = false;
    this.shift = 0; // rows to scroll by, with the next drawing
    this.columns = new Columns(() => this.columnsChanged());
    this.grid = new Grid(root, this.columns, {
      scroll: () => this.scrolled(),
      click: (event) => this.clicked(event),
      dblclick: () => listener.onOpen(),
      keydown: (event) => this.pressed(event),
    });
    this.pool = new RowPool(this.grid.space, () => this.columns.shown);
    new ResizeObserver(() => this.measure()).observe(this.grid.element);
    this.measure();
    this.setFollow(true);
    listener.onColumns(this.columns.added);
  }

  columnsChanged() {
    this.grid.setColumns();
    this.pool.renew();
    this.listener.onColumns(this.columns.added);
    this.refresh();
  }

  /** Asks for the rows again: they may have other values or colours. */
  refresh() {
    this.cache.clear();
    if (this.following) this.cache.follow(this.pool.size);
    this.soon();
  }

  /** The text where there is no row; button: {text, act} or null. */
  setEmpty(text, button = null) {
    this.grid.setEmpty(text, button);
  }

  focus() {
    this.grid.element.focus();
  }

  measure() {
    const {grid} = this;
    if (grid.isHidden) {
      this.wasHidden = true;
      return;
    }
    const before = this.wasHidden ? 0 : grid.rowHeight;
    grid.measure();
    this.pool.grow(grid.seen + 2 * AROUND);
    this.wasHidden = false;
    /* The height of a row changes when a phone is turned. */
    if (before !== grid.rowHeight && !this.following) {
      grid.setTotal(this.next - this.first);
      grid.scrollToRow((this.top ?? this.first) - this.first);
    }
    if (this.following) {
      grid.scrollToEnd();
      this.cache.follow(this.pool.size);
    }
    this.soon();
  }

  // From the worker.

  /** tick.list: the list has grown, or lost its oldest rows. */
  take({first, next}) {
    if (first === this.first && next === this.next) return;
    const moved = first - this.first;
    if (moved > 0 && !this.following && this.topPlace - first < NEAR) this.listener.onLeaving();
    this.next = next;
    /* At the top the old rows stay until takeRows() has the new ones. */
    if (moved > 0 && first < next && this.isAtTop) {
      this.cache.ask(first, this.pool.size);
    } else {
      if (moved > 0 && !this.following) this.shift += moved;
      this.first = first;
    }
    this.soon();
  }

  takeRows({first, rows, follow, oldest}) {
    if (follow && !this.following) return;
    this.cache.put(first, rows);
    if (follow) this.next = Math.max(this.next, first + rows.length);
    else this.cache.isAsked = false;
    if (rows.length && oldest > this.first && this.isAtTop) this.first = oldest;
    /* Who follows is about to see these rows, far below those that are seen now. */
    const top = follow ? first + AROUND : this.topPlace;
    this.cache.trim(top - AROUND * 4, top + this.grid.seen + AROUND * 4);
    this.soon();
  }

  /** Places have a new meaning: after a change of the filter, and after a clear. */
  reset() {
    this.cache.clear();
    this.shift = 0;
    this.first = this.next = 0;
    if (this.selected) this.selected.place = -1;
    if (this.following) this.cache.follow(this.pool.size);
    this.soon();
  }

  /** Forgets the selection and the marks as well. */
  forget() {
    this.selected = null;
    this.marks.clear();
    this.listener.onMarks(this.marks);
    this.reset();
  }

  // Drawing.

  /** The place at the upper edge of the visible area. */
  get topPlace() {
    return this.first - this.shift + this.grid.rowsAbove;
  }

  get isAtTop() {
    return !this.following && !this.grid.isHidden && this.topPlace <= this.first;
  }

  /** Draws with the next frame of the browser. */
  soon() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => {
      this.due = false;
      if (!this.grid.isHidden) this.draw();
      this.choose();
    });
  }

  draw() {
    const {grid} = this;
    grid.setTotal(this.next - this.first);
    if (this.following) grid.scrollToEnd();
    else if (this.shift) grid.scrollByRows(-this.shift);
    this.shift = 0;
    this.drawRows();
  }

  drawRows() {
    const count = this.pool.size;
    const from = Math.max(this.first, Math.min(this.topPlace - AROUND, this.next - count));
    const to = Math.min(this.next, from + count);
    let isMissing = false;
    const dated = {seen: false, on: false};
    this.dated = dated;
    this.pool.draw(from, to, (element, place) => {
      isMissing = !this.show(element, place) || isMissing;
    });
    const place = this.selected?.place ?? -1;
    this.grid.setActive(place >= from && place < to ? this.pool.idOf(place) : null);
    if (isMissing && !this.following) this.cache.ask(from, to - from);
    if (dated.seen && this.columns.setDated(dated.on)) this.grid.setColumns();
    this.tellVisible();
  }

  tellVisible() {
    const rows = [this.topPlace, Math.min(this.next, this.topPlace + this.grid.seen) - 1]
      .map((place) => this.cache.get(Math.max(this.first, place)));
    const isKnown = !this.following && rows.every((row) => row);
    this.listener.onVisible(isKnown ? rows.map(({host}) => host) : null);
  }

  /** bookmarks: a Map, row number -> {note}. */
  setBookmarks(bookmarks) {
    this.bookmarks = bookmarks;
    this.soon();
  }

  /** False: the row is not here yet. */
  show(element, place) {
    const row = this.cache.get(place);
    if (row) {
      this.dated.seen = true;
      this.dated.on ||= isDated(row);
    }
    const index = place - this.first;
    element.show(place, row, {
      top: index * this.grid.rowHeight,
      index: index + 2, // 1 is the head
      selected: row !== null && row.n === this.selected?.n,
      marked: row !== null && this.marks.has(row.n),
      bookmark: row && this.bookmarks.get(row.n),
    });
    return row !== null;
  }

  // Following.

  setFollow(on) {
    if (on === this.following) return;
    this.following = on;
    this.cache.isAsked = false;
    if (on) this.cache.follow(this.pool.size);
    /* Any other question ends the worker's following. */
    else this.cache.ask(Math.max(this.first, this.topPlace - AROUND), this.pool.size);
    this.listener.onFollow(on);
    this.soon();
  }

  scrolled() {
    const {grid} = this;
    if (grid.isHidden || this.wasHidden) return;
    this.top = this.topPlace;
    const left = grid.below;
    const isReader = !grid.isOurs && !grid.isResized;
    if (isReader && this.following && left > grid.rowHeight * 1.5) this.setFollow(false);
    else if (isReader && !this.following && left < 2 && this.next > this.first &&
             this.wanted === null && grid.element.scrollTop > 0)
      this.setFollow(true);
    this.soon();
  }

  scrollToTop() {
    this.setFollow(false);
    this.grid.element.scrollTop = 0;
  }

  // Selecting.

  /** Selects the row at a place, once it is here. */
  select(place) {
    if (this.next === this.first) return;
    place = Math.max(this.first, Math.min(this.next - 1, place));
    if (this.following && place < this.next - 1) this.setFollow(false);
    this.wanted = place;
    if (!this.following) this.grid.reveal(place - this.first);
    this.choose();
    this.soon();
  }

  choose() {
    if (this.wanted === null) return;
    if (this.wanted < this.first) this.wanted = this.first;
    const row = this.cache.get(this.wanted);
    if (!row) return;
    this.selected = {place: this.wanted, n: row.n};
    this.wanted = null;
    this.drawRows();
    this.listener.onSelect(row);
  }

  /** Selects a place and scrolls it to the middle: for a row found elsewhere. */
  center(place) {
    this.setFollow(false);
    this.grid.center(place - this.first);
    this.select(place);
  }

  /** Where the worker says row n is now; -1: not in the list. */
  located(n, place) {
    if (this.selected?.n !== n) return;
    this.selected.place = place;
    if (place >= 0 && !this.following) this.center(place);
  }

  toggleMark(n) {
    if (!this.marks.delete(n)) this.marks.add(n);
    this.listener.onMarks(this.marks);
    this.soon();
  }

  /** Marks these rows, and no others. */
  setMarks(numbers) {
    this.marks.clear();
    for (const n of numbers) this.marks.add(n);
    this.listener.onMarks(this.marks);
    this.soon();
  }

  clicked(event) {
    const hit = this.pool.hit(event);
    if (!hit?.row) return;
    if (event.ctrlKey || event.metaKey) {
      this.toggleMark(hit.row.n);
      return;
    }
    this.setFollow(false);
    this.select(hit.place);
    if (isPhone()) this.listener.onOpen();
  }

  /** By rows, from the selected one, or from the top of the visible ones. */
  move(by) {
    const at = this.wanted ?? this.selected?.place ?? -1;
    if (at < 0) this.select(this.following ? this.next - 1 : this.topPlace);
    else this.select(at + by);
  }

  pressed(event) {
    const page = Math.max(1, this.grid.seen - 2);
    const acts = {
      ArrowUp: () => this.move(-1),
      ArrowDown: () => this.move(1),
      PageUp: () => this.move(-page),
      PageDown: () => this.move(page),
      Home: () => this.select(this.first),
      End: () => {
        this.select(this.next - 1);
        this.setFollow(true);
      },
      Enter: () => this.listener.onOpen(),
      m: () => this.selected && this.toggleMark(this.selected.n),
    };
    const act = acts[event.key];
    if (!act || event.altKey) return;
    event.preventDefault();
    act();
  }
}
