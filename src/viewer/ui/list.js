// SPDX-License-Identifier: MIT
/**
 * list.js - the list: a window on rows that the worker keeps.
 *
 * Places, rows, `first` and `next` are those of worker.js.  Only rows that are
 * seen, and some around them, are asked for and have an element; an element
 * serves the places that are alike modulo their number, so that scrolling by a
 * row fills one element anew.
 *
 *   new List(root, {
 *     onView(view)      ask the worker: {type: 'view', ...}
 *     onSelect(row)     the row that is chosen now
 *     onOpen()          Enter, or a double click, on it
 *     onFollow(on)      whether the newest row is kept in sight
 *     onMarks(numbers)  a Set of marked row numbers
 *   })
 */

import {el, isPhone} from './dom.js';
import {COLUMNS, RowElement} from './row.js';

const AROUND = 12; // rows above and below those seen
const KEPT = 1000; // rows held here at most

export class List {
  constructor(root, listener) {
    this.listener = listener;
    this.first = this.next = 0;
    this.cache = new Map(); // place -> row
    this.elements = [];
    this.marks = new Set();
    this.selected = null; // {place, row number}
    this.wanted = null;   // a place to select once its row is here
    this.following = false;
    this.shift = 0; // places to scroll by, with what is drawn next
    this.build(root);
    new ResizeObserver(() => this.measure()).observe(this.grid);
    this.measure();
    this.setFollow(true);
  }

  build(root) {
    this.space = el('div', {class: 'space', role: 'presentation'});
    this.empty = el('p', {class: 'empty'});
    const head = el('div', {class: 'row head', role: 'row', 'aria-rowindex': 1},
      ...COLUMNS.map(({name, title, note}) => el('span', {
        class: name, role: 'columnheader', text: title, title: note,
        'aria-label': title ? null : note,
      })));
    this.grid = el('div', {
      class: 'grid', role: 'grid', tabindex: 0, 'aria-label': 'Messages',
      'aria-colcount': COLUMNS.length, 'aria-rowcount': 1,
      'aria-multiselectable': false,
      on: {
        scroll: () => this.scrolled(),
        click: (event) => this.clicked(event),
        dblclick: () => this.listener.onOpen(),
        keydown: (event) => this.pressed(event),
      },
    }, head, this.space);
    root.append(this.grid, this.empty);
    this.head = head;
  }

  /** What to say where there is no row. */
  setEmpty(text) {
    this.empty.textContent = text;
  }

  /** On a phone the list is hidden behind other tabs, and forgets its scrolling. */
  get isHidden() {
    return this.grid.clientHeight === 0;
  }

  measure() {
    if (this.isHidden) {
      this.wasHidden = true;
      return;
    }
    const before = this.wasHidden ? 0 : this.height;
    this.height = parseFloat(getComputedStyle(this.grid).getPropertyValue('--row'));
    const top = this.head.offsetHeight;
    this.seen = Math.max(1, Math.ceil((this.grid.clientHeight - top) / this.height));
    const count = this.seen + 2 * AROUND;
    while (this.elements.length < count) {
      const element = new RowElement(`row-${this.elements.length}`);
      this.elements.push(element);
      this.space.append(element.element);
    }
    this.wasHidden = false;
    /* And one that was turned has rows of another height. */
    if (before !== this.height && !this.following) {
      this.space.style.height = `${(this.next - this.first) * this.height}px`;
      this.scrollTo(((this.top ?? this.first) - this.first) * this.height);
    }
    if (this.following) this.askFollow();
    this.soon();
  }

  // From the worker.

  /** tick.list: the list has grown, or lost its oldest rows. */
  take({first, next}) {
    if (first === this.first && next === this.next) return;
    const moved = first - this.first;
    this.next = next;
    /* The oldest may have left before they come: takeRows() moves on, then. */
    if (moved > 0 && first < next && this.isAtTop) {
      this.ask(first, this.elements.length);
    } else {
      if (moved > 0 && !this.following) this.shift += moved;
      this.first = first;
    }
    this.soon();
  }

  takeRows({first, rows, follow, oldest}) {
    if (follow && !this.following) return;
    rows.forEach((row, i) => this.cache.set(first + i, row));
    if (follow) this.next = Math.max(this.next, first + rows.length);
    else this.pending = false;
    if (rows.length && oldest > this.first && this.isAtTop) this.first = oldest;
    this.trim();
    this.soon();
  }

  /** Places have a new meaning: after a filter, and when all was cleared. */
  reset() {
    this.cache.clear();
    this.pending = false;
    this.shift = 0;
    this.first = this.next = 0;
    if (this.selected) this.selected.place = -1;
    if (this.following) this.askFollow();
    this.soon();
  }

  forget() {
    this.selected = null;
    this.marks.clear();
    this.listener.onMarks(this.marks);
    this.reset();
  }

  trim() {
    if (this.cache.size <= KEPT) return;
    const from = this.topPlace() - AROUND * 4;
    const to = from + this.seen + AROUND * 8;
    for (const place of this.cache.keys())
      if (place < from || place > to) this.cache.delete(place);
  }

  // What is seen.

  topPlace() {
    return this.first - this.shift + Math.floor(this.grid.scrollTop / this.height);
  }

  get isAtTop() {
    return !this.following && !this.isHidden && this.topPlace() <= this.first;
  }

  soon() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => {
      this.due = false;
      if (this.isHidden) this.choose();
      else this.draw();
    });
  }

  draw() {
    const {grid, height} = this;
    const total = this.next - this.first;
    if (total !== this.total) {
      this.space.style.height = `${total * height}px`;
      grid.setAttribute('aria-rowcount', total + 1);
      this.total = total;
    }
    this.empty.hidden = total > 0;
    if (this.following)
      this.scrollTo(this.space.offsetTop + total * height - grid.clientHeight);
    else if (this.shift)
      this.scrollTo(grid.scrollTop - this.shift * height);
    this.shift = 0;
    this.drawRows();
    this.choose();
  }

  scrollTo(top) {
    top = Math.max(0, Math.round(top));
    if (Math.abs(this.grid.scrollTop - top) < 1) return;
    this.ours = top;
    this.grid.scrollTop = top;
  }

  drawRows() {
    const count = this.elements.length;
    const from = Math.max(this.first, Math.min(this.topPlace() - AROUND, this.next - count));
    const to = Math.min(this.next, from + count);
    let missing = false;
    for (let i = 0; i < count; i++) {
      const place = from + (((i - from) % count) + count) % count;
      const element = this.elements[i];
      if (place >= to) {
        element.hide();
        continue;
      }
      const row = this.cache.get(place) ?? null;
      missing ||= row === null;
      element.show(place, row, {
        top: (place - this.first) * this.height,
        index: place - this.first + 2,
        selected: row !== null && row.n === this.selected?.n,
        marked: row !== null && this.marks.has(row.n),
      });
    }
    this.drawActive(from, to);
    if (missing && !this.following) this.ask(from, to - from);
  }

  drawActive(from, to) {
    const place = this.selected?.place ?? -1;
    if (place >= from && place < to)
      this.grid.setAttribute('aria-activedescendant',
        this.elements[place % this.elements.length].element.id);
    else
      this.grid.removeAttribute('aria-activedescendant');
  }

  /** One question at a time; what is missing after the answer is asked then. */
  ask(first, count) {
    if (this.pending) return;
    this.pending = true;
    this.listener.onView({type: 'view', first, count});
  }

  askFollow() {
    this.listener.onView({type: 'view', count: this.elements.length, follow: true});
  }

  // Following.

  setFollow(on) {
    if (on === this.following) return;
    this.following = on;
    this.pending = false;
    if (on) {
      this.askFollow();
    } else {
      /* Whatever is asked next ends the worker's following. */
      this.ask(Math.max(this.first, this.topPlace() - AROUND), this.elements.length);
    }
    this.listener.onFollow(on);
    this.soon();
  }

  scrolled() {
    if (this.isHidden || this.wasHidden) return;
    this.top = this.topPlace();
    const {scrollTop, scrollHeight, clientHeight} = this.grid;
    const ours = Math.abs(scrollTop - (this.ours ?? -9)) <= 1.5;
    const left = scrollHeight - clientHeight - scrollTop;
    if (!ours && this.following && left > this.height * 1.5) this.setFollow(false);
    else if (!ours && !this.following && left < 2 && this.next > this.first &&
             this.wanted === null && scrollTop > 0)
      this.setFollow(true);
    this.soon();
  }

  // Choosing.

  /** The row at a place, once it is here. */
  select(place) {
    if (this.next === this.first) return;
    place = Math.max(this.first, Math.min(this.next - 1, place));
    if (this.following && place < this.next - 1) this.setFollow(false);
    this.wanted = place;
    this.reveal(place);
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

  /** Scrolls only as far as it must. */
  reveal(place) {
    if (this.following) return;
    const {grid, height} = this;
    const room = grid.clientHeight - this.head.offsetHeight;
    const top = (place - this.first) * height;
    if (top < grid.scrollTop) this.scrollTo(top);
    else if (top + height > grid.scrollTop + room) this.scrollTo(top + height - room);
  }

  /** To the middle: for what was chosen elsewhere. */
  center(place) {
    this.setFollow(false);
    const room = this.grid.clientHeight - this.head.offsetHeight;
    this.scrollTo((place - this.first) * this.height - (room - this.height) / 2);
    this.select(place);
  }

  /** Where the worker says the selected row is now; -1: not in the list. */
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

  clicked(event) {
    const target = event.target.closest('.space .row');
    const element = this.elements.find(({element}) => element === target);
    if (!element?.row) return;
    if (event.ctrlKey || event.metaKey) {
      this.toggleMark(element.row.n);
      return;
    }
    this.setFollow(false);
    this.select(element.place);
    if (isPhone()) this.listener.onOpen();
  }

  /** By rows from the one selected, or from where the eye is. */
  move(by) {
    const at = this.wanted ?? this.selected?.place ?? -1;
    if (at < 0) this.select(this.following ? this.next - 1 : this.topPlace());
    else this.select(at + by);
  }

  pressed(event) {
    const page = Math.max(1, this.seen - 2);
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
