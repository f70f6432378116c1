// SPDX-License-Identifier: MIT
/**
 * selection.js - the selected row: in the list, the charts, the detail and the
 * bytes.
 *
 * page.js uses it.
 *
 *   new Selection(ask, {list, charts, detail, bytes})
 *   ask(message) sends a message to the worker
 */

import {HINT} from './detail.js';
import {isPhone, say} from './dom.js';
import {fullTime} from './format.js';
import {showTab} from './tabs.js';

export class Selection {
  constructor(ask, panes) {
    this.ask = ask;
    this.panes = panes;
    this.row = null;    // as worker.js describes a row
    this.sought = null; // the number of a row to select, once the worker has found it
  }

  /** The list has selected a row. */
  take(row) {
    this.row = row;
    this.panes.charts.select(row.host);
    this.ask({type: 'detail', row: row.n});
  }

  /** Selects row n, which the list may not show. */
  seek(n) {
    this.sought = n;
    this.ask({type: 'locate', row: n});
    if (isPhone()) showTab('list');
  }

  /** The worker has found a row. */
  located({row, place}) {
    const {list} = this.panes;
    if (this.sought !== row) {
      list.located(row, place);
      return;
    }
    this.sought = null;
    if (place >= 0) list.center(place);
    else say('The filter hides this row.');
  }

  /** The worker has decoded a row. */
  show({row, views, tree}) {
    const {list, detail, bytes} = this.panes;
    if (row !== list.selected?.n) return;
    bytes.show(tree ? views : []);
    if (tree) detail.show(row, `Row ${row} · ${this.row.name} · ${fullTime(this.row.host)}`, tree);
    else detail.clear('This row is no longer held in memory.');
  }

  openDetail() {
    if (isPhone()) showTab('detail');
    this.panes.detail.focus();
  }

  clear() {
    this.row = null;
    this.panes.detail.clear(HINT);
    this.panes.bytes.show([]);
  }
}
