// SPDX-License-Identifier: MIT
/**
 * pictures.js - the pictures above the list, one at a time: the traffic (charts/),
 * the signal, the cells, the procedures, and observations.
 *
 * page.js uses it.  The worker has what they show (worker.js, 'radio'); it is asked
 * for the picture that is seen, and now and then for observations, whose number
 * stands on their tab.
 *
 *   new Pictures(root, page)
 *
 * root has the charts.  Of the page it uses ask(message) for the worker, charts,
 * list, selection, filter and place.
 */

import {el, setText} from '../ui/dom.js';
import {CellTable} from './cell_table.js';
import {makeDrag} from './drag.js';
import {Ladder} from './ladder.js';
import {Observations} from './observations.js';
import {Signal} from './signal.js';
import {TimeSpan} from './time_span.js';

const TABS = [['traffic', 'Traffic'], ['signal', 'Signal'], ['cells', 'Cells'],
  ['procedures', 'Procedures'], ['observations', 'Observations']];

const PERIOD = 700; // ms between questions about what is seen
const UNSEEN_PERIOD = 3000; // the same of what is not

export class Pictures {
  constructor(root, page) {
    const {charts} = page;
    Object.assign(this, {root, page, charts});
    this.asked = new Map(); // what -> when
    const links = {
      onRow: (n) => page.selection.seek(n),
      onFilter: (text) => page.filter.set(text),
      onStale: (what) => this.renew(what),
    };
    this.makeTabs();
    this.span = new TimeSpan({
      ...links,
      rowsOf: (from, to) => charts.series.marks.between(from, to),
      onRows: (rows) => page.list.setMarks(rows),
    });
    this.panes = {
      signal: new Signal(charts, links),
      cells: new CellTable(links),
      procedures: new Ladder(links),
      observations: new Observations(links, (n) => this.setBadge(n)),
    };
    this.build();
    this.setView(page.place.get('view'));
  }

  build() {
    const {root, span} = this;
    root.querySelector('.legend').after(span.element);
    root.append(...Object.entries(this.panes).map(([name, {element}]) => {
      element.id = `picture-${name}`;
      element.setAttribute('role', 'tabpanel');
      element.setAttribute('aria-labelledby', `tab-${name}`);
      return element;
    }));
    for (const figure of root.querySelectorAll('figure')) {
      makeDrag(figure, () => this.charts.axis, (from, to) => span.choose(from, to));
    }
  }

  makeTabs() {
    this.tabs = new Map(TABS.map(([name, text]) => [name, el('button', {
      type: 'button', role: 'tab', id: `tab-${name}`, text,
      on: {click: () => this.choose(name)},
    })]));
    this.badge = el('span', {class: 'badge', hidden: true});
    this.tabs.get('observations').append(this.badge);
    const list = el('div', {class: 'views', role: 'tablist', 'aria-label': 'Pictures',
      on: {keydown: (event) => this.pressed(event)}}, ...this.tabs.values());
    this.root.querySelector('.legend').prepend(list);
  }

  /** The keys of tabs, as in the ARIA authoring practices. */
  pressed(event) {
    const names = [...this.tabs.keys()];
    const at = names.indexOf(this.view);
    const next = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(names.at(next % names.length));
    this.tabs.get(this.view).focus();
  }

  choose(name) {
    this.setView(name);
    this.page.place.set('view', this.view === 'traffic' ? '' : this.view);
  }

  /** A name that is none shows the traffic. */
  setView(name) {
    this.view = this.tabs.has(name) ? name : 'traffic';
    this.root.dataset.view = this.view;
    for (const [tab, button] of this.tabs) {
      button.setAttribute('aria-selected', tab === this.view);
      button.tabIndex = tab === this.view ? 0 : -1;
    }
    this.tabs.get(this.view).scrollIntoView?.({block: 'nearest', inline: 'nearest'});
    for (const [pane, {element}] of Object.entries(this.panes)) element.hidden = pane !== this.view;
    this.asked.clear();
    this.look();
  }

  setBadge(n) {
    this.badge.hidden = n === 0;
    setText(this.badge, n > 99 ? '99+' : String(n));
    this.badge.setAttribute('aria-label', `, ${n}`);
  }

  get isSeen() {
    return this.charts.isOpen || getComputedStyle(this.root).display !== 'none';
  }

  /** A tick of the worker: something has changed. */
  take(tick) {
    this.charts.take(tick);
    this.look();
  }

  look() {
    clearTimeout(this.timer);
    const waits = [];
    if (this.isSeen && this.panes[this.view]) waits.push(this.ask(this.view, PERIOD));
    waits.push(this.ask('observations', UNSEEN_PERIOD));
    const left = Math.min(...waits);
    if (left > 0 && left < Infinity) this.timer = setTimeout(() => this.look(), left);
  }

  /** Asks again soon for what has changed by a choice of the reader. */
  renew(what) {
    this.asked.delete(what);
    this.look();
  }

  /** Asks unless it was asked lately; returns how long to wait, 0 if it has asked. */
  ask(what, period) {
    const now = performance.now();
    const left = (this.asked.get(what) ?? -Infinity) + period - now;
    if (left > 0) return left;
    this.asked.set(what, now);
    const {wanted} = this.panes[what];
    const more = wanted ? wanted.call(this.panes[what]) : {};
    if (more) this.page.ask({type: 'radio', what, ...more});
    return 0;
  }

  /** The worker's answer. */
  came(message) {
    this.panes[message.what].show(message);
  }

  /** The list has selected a row, as worker.js describes one. */
  select(row) {
    this.charts.select(row.host);
    for (const pane of Object.values(this.panes)) pane.select(row);
  }

  /** Other rows are shown, or none. */
  clear() {
    this.charts.clear();
    this.span.clear();
    for (const pane of Object.values(this.panes)) pane.clear();
    this.asked.clear();
    this.look();
  }

  repaint() {
    this.charts.repaint();
    this.panes.signal.repaint();
  }
}
