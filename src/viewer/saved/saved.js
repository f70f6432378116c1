// SPDX-License-Identifier: MIT
/**
 * saved.js - what the reader takes along: rows as files, a message as a text,
 * bookmarks and filters.
 *
 * page.js uses it.
 *
 *   new Saved(ask, {list, detail, bytes, filter, selection}, tapName)
 *   ask(message) sends a message to the worker
 */

import {copy, download, say} from '../ui/dom.js';
import {count, stamp} from '../ui/format.js';
import {Bookmarks} from './bookmarks.js';
import {openBookmarks, openNote} from './bookmark_dialogs.js';
import {SavedFilters} from './filters.js';
import {openFilters} from './filter_dialog.js';
import {hexText, treeText} from './texts.js';

/** What a file may be: [form of worker.js, what the menu says, ending, type]. */
export const FORMS = [
  ['message', 'pcap, a record for each message', 'pcap', 'application/vnd.tcpdump.pcap'],
  ['container', 'pcap, as the device returned them', 'pcap', 'application/vnd.tcpdump.pcap'],
  ['csv', 'CSV, the columns of the list', 'csv', 'text/csv'],
  ['json', 'JSON, the columns of the list', 'json', 'application/json'],
];

export class Saved {
  constructor(ask, panes, tapName) {
    this.ask = ask;
    this.panes = panes;
    this.tapName = tapName;
    this.filters = new SavedFilters();
    this.bookmarks = new Bookmarks(() => panes.list.setBookmarks(this.bookmarks.all));
  }

  /**
   * what: "all", "filtered" or "marked", which is the selected row where none is
   * marked.
   */
  save(what, form) {
    const {list} = this.panes;
    const marks = [...list.marks];
    if (what === 'marked' && !marks.length) marks.push(list.selected.n);
    this.ask({type: 'save', rows: what === 'marked' ? marks : what, form, notes: this.bookmarks.notes});
  }

  /** The worker has made the file. */
  take({buffer, records, form}) {
    const [, , ending, type] = FORMS.find(([name]) => name === form);
    download(`${this.tapName}-${stamp()}.${ending}`, [buffer], type);
    say(`Saved ${count(records)} ${ending === 'pcap' ? 'records' : 'rows'}.`);
  }

  /** How to copy the message that the detail shows. */
  copies = {
    text: () => treeText(this.panes.detail.title.textContent, this.panes.detail.roots),
    hex: () => hexText(this.panes.bytes.shown),
  };

  async copy(form) {
    if (!this.panes.selection.row) return;
    say(await copy(this.copies[form]()) ? 'Copied.' : 'The browser does not allow to copy.');
  }

  /** Other rows are shown.  file: a name; '': the live stream. */
  opened(file) {
    this.bookmarks.open(file);
  }

  bookmark() {
    const {row} = this.panes.selection;
    if (!row) return;
    openNote(row, this.bookmarks.all.get(row.n)?.note ?? null, {
      onSave: (note) => say(this.bookmarks.set(row, note) ? 'Bookmarked.' : 'There is no room: remove a bookmark first.'),
      onRemove: () => this.bookmarks.remove(row.n),
    });
  }

  openBookmarks() {
    openBookmarks(this.bookmarks, {onSeek: (n) => this.panes.selection.seek(n)});
  }

  openFilters() {
    const {filter} = this.panes;
    openFilters(this.filters, {text: filter.text, engine: filter.engine}, {
      onUse: ({text, engine}) => {
        if (engine !== filter.engine) filter.setEngine(engine);
        filter.set(text);
      },
    });
  }
}
