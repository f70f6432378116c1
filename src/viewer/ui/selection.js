// SPDX-License-Identifier: MIT
/**
 * selection.js - the selected row: in the list, the charts, the detail and the
 * bytes.
 *
 * page.js uses it.
 *
 *   new Selection(ask, {list, pictures, detail, bytes, wireshark})
 *   ask(message) sends a message to the worker
 */

import {LOAD_SIZE} from '../wireshark/wireshark.js';
import {HINT} from './detail.js';
import {isPhone, say} from './dom.js';
import {fullTime} from './format.js';
import {radioFirst} from './radio_first.js';
import {showTab} from './tabs.js';

export class Selection {
  constructor(ask, panes) {
    this.ask = ask;
    this.panes = panes;
    this.row = null;    // as worker.js describes a row
    this.sought = null; // the number of a row to select, once the worker has found it
    this.engine = 'diagtap'; // or "wireshark": who decodes the row
  }

  /** The list has selected a row. */
  take(row) {
    this.row = row;
    this.panes.pictures.select(row);
    this.look();
  }

  /** engine: who decodes the row, from now on. */
  setEngine(engine) {
    this.engine = engine;
    if (this.row) this.look();
  }

  look() {
    this.ask({type: this.engine === 'wireshark' ? 'record' : 'detail', row: this.row.n});
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
    if (!this.isAwaited(row, 'diagtap')) return;
    if (tree) this.fill(row, radioFirst(tree), views);
    else this.clearPanes('This row is no longer held in memory.');
  }

  /** The worker has made a record of a row, for Wireshark. */
  async showRecord({row, pcap}) {
    if (!this.isAwaited(row, 'wireshark')) return;
    if (!pcap) {
      this.clearPanes('This row is no longer held in memory.');
      return;
    }
    const {wireshark} = this.panes;
    if (!wireshark.isLoaded) this.clearPanes(`Loading Wireshark (${LOAD_SIZE}) …`);
    try {
      const {nodes, views, isCut} = await wireshark.tree(pcap);
      if (!this.isAwaited(row, 'wireshark')) return;
      if (isCut) nodes.push({label: '… and more', field: '', children: [], kind: 'note', view: 0, offset: 0, length: 0});
      this.fill(row, nodes, views);
    } catch (error) {
      if (this.isAwaited(row, 'wireshark')) this.clearPanes(error.message);
    }
  }

  isAwaited(row, engine) {
    return engine === this.engine && row === this.panes.list.selected?.n;
  }

  fill(row, tree, views) {
    this.panes.bytes.show(views);
    this.panes.detail.show(row, `Row ${row} · ${this.row.name} · ${fullTime(this.row.host)}`, tree);
  }

  clearPanes(text) {
    this.panes.bytes.show([]);
    this.panes.detail.clear(text);
  }

  openDetail() {
    if (isPhone()) showTab('detail');
    this.panes.detail.focus();
  }

  clear() {
    this.row = null;
    this.clearPanes(HINT);
  }
}
