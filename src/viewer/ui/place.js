// SPDX-License-Identifier: MIT
/**
 * place.js - what the page shows, in its address: who opens the address sees the
 * same.
 *
 * page.js uses it.  docs/viewer.md lists the names.  The address changes in place:
 * the Back button leaves the page.
 *
 *   new Place(location, history)
 */

const DELAY = 300; // ms: browsers refuse many changes at once

/** Names that only mean something together with what is shown now. */
const OF_CONTENT = ['capture', 'row'];

export class Place {
  constructor(location, history) {
    this.location = location;
    this.history = history;
    this.query = new URLSearchParams(location.search);
  }

  /** The text of a name, or ''. */
  get(name) {
    return this.query.get(name) ?? '';
  }

  /** A number, or null. */
  number(name) {
    const text = this.get(name);
    return /^\d{1,9}$/.test(text) ? Number(text) : null;
  }

  /** '' removes the name. */
  set(name, text) {
    if (this.get(name) === String(text)) return;
    if (text === '') this.query.delete(name);
    else this.query.set(name, text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), DELAY);
  }

  /** Other content is shown: a row of the old one means nothing in it. */
  forget() {
    for (const name of OF_CONTENT) this.set(name, '');
  }

  write() {
    const query = this.query.toString();
    this.history.replaceState(null, '', `${this.location.pathname}${query ? `?${query}` : ''}`);
  }

  /** The address of the same page for another tap. */
  addressOf(tap) {
    const query = new URLSearchParams(this.query);
    for (const name of OF_CONTENT) query.delete(name);
    query.set('tap', tap);
    return `${this.location.pathname}?${query}`;
  }
}
