// SPDX-License-Identifier: MIT
/**
 * bookmarks.js - rows that the reader wants to find again, each with a note.
 *
 * saved.js and bookmark_dialogs.js use it.  The browser keeps those of a file or
 * a capture, by its name; those of the live stream go with its rows.
 *
 * A bookmark is {n, host, name, info, note}: what the row says stays readable when
 * the row is no longer held.
 */

import {settings} from '../ui/dom.js';

const FILES = 40;     // files whose bookmarks are kept: the last ones
const MOST = 500;     // bookmarks of one file
const NOTE_MAX = 500; // characters

const isBookmark = (one) => one !== null && typeof one === 'object' &&
  Number.isInteger(one.n) && typeof one.note === 'string';

export class Bookmarks {
  /** onChange(): there are others. */
  constructor(onChange) {
    this.onChange = onChange;
    this.file = '';
    this.all = new Map(); // n -> bookmark
  }

  /** file: a name; '': the live stream. */
  open(file) {
    this.file = file;
    const kept = file === '' ? [] : this.load()[file] ?? [];
    this.all = new Map(kept.filter(isBookmark).map((one) => [one.n, one]));
    this.onChange();
  }

  /** False: there is no room for one more. */
  set({n, host, name, info}, note) {
    if (!this.all.has(n) && this.all.size >= MOST) return false;
    this.all.set(n, {n, host, name, info, note: note.slice(0, NOTE_MAX)});
    this.changed();
    return true;
  }

  remove(n) {
    this.all.delete(n);
    this.changed();
  }

  get sorted() {
    return [...this.all.values()].sort((a, b) => a.n - b.n);
  }

  /** Row number -> note, as a plain object. */
  get notes() {
    return Object.fromEntries(this.sorted.map(({n, note}) => [n, note || 'bookmark']));
  }

  load() {
    try {
      const kept = JSON.parse(settings.get('bookmarks') ?? '{}');
      return kept !== null && typeof kept === 'object' && !Array.isArray(kept) ? kept : {};
    } catch {
      return {};
    }
  }

  changed() {
    if (this.file !== '') {
      const {[this.file]: _, ...others} = this.load();
      const files = [...Object.entries(others), ...this.all.size ? [[this.file, this.sorted]] : []];
      settings.set('bookmarks', JSON.stringify(Object.fromEntries(files.slice(-FILES))));
    }
    this.onChange();
  }
}
