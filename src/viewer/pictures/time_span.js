// SPDX-License-Identifier: MIT
/**
 * time_span.js - the time over which the reader has dragged in a picture: its rows
 * are marked, and can be shown alone.
 *
 * pictures.js uses it.
 *
 *   new TimeSpan({rowsOf(from, to), onRows(numbers), onRow(n), onFilter(text)})
 */

import {el, say, setText} from '../ui/dom.js';
import {count} from '../ui/format.js';

export class TimeSpan {
  constructor(links) {
    this.links = links;
    this.text = el('span');
    this.element = el('p', {class: 'time-span', hidden: true}, this.text,
      el('button', {type: 'button', text: 'Show only these', on: {click: () => this.filter()}}),
      el('button', {type: 'button', text: 'Unmark', on: {click: () => this.unmark()}}));
  }

  choose(from, to) {
    const {links} = this;
    this.rows = links.rowsOf(from, to);
    this.element.hidden = this.rows.length === 0;
    if (this.rows.length === 0) return;
    links.onRows(this.rows);
    links.onRow(this.rows[0]);
    setText(this.text, `${count(this.rows.length)} rows of ${((to - from) / 1000).toFixed(1)} s are marked.`);
    say(this.text.textContent);
  }

  filter() {
    this.links.onFilter(`n >= ${this.rows[0]} and n <= ${this.rows.at(-1)}`);
    this.element.hidden = true;
  }

  unmark() {
    this.links.onRows([]);
    this.element.hidden = true;
  }

  clear() {
    this.element.hidden = true;
  }
}
