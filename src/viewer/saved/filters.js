// SPDX-License-Identifier: MIT
/**
 * filters.js - filters that the reader has saved, by name; the browser keeps them.
 *
 * saved.js and filter_dialog.js use it.  A filter is {name, text, engine}; engine
 * is "diagtap" or "wireshark".
 */

import {settings} from '../ui/dom.js';

const MOST = 100;

const isFilter = (one) => one !== null && typeof one === 'object' &&
  [one.name, one.text, one.engine].every((text) => typeof text === 'string');

export class SavedFilters {
  constructor() {
    this.all = this.load();
  }

  load() {
    try {
      const kept = JSON.parse(settings.get('filters') ?? '[]');
      return Array.isArray(kept) ? kept.filter(isFilter).slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  /** One of the same name is replaced.  No name: the filter is its name.  False: there is no room. */
  save(name, text, engine) {
    const filter = {name: name || text, text, engine};
    const at = this.all.findIndex((one) => one.name === filter.name);
    if (at < 0 && this.all.length >= MOST) return false;
    if (at < 0) this.all.push(filter);
    else this.all[at] = filter;
    this.changed();
    return true;
  }

  remove(name) {
    this.all = this.all.filter((one) => one.name !== name);
    this.changed();
  }

  changed() {
    settings.set('filters', JSON.stringify(this.all));
  }
}
