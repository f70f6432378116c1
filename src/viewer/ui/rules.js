// SPDX-License-Identifier: MIT
/**
 * rules.js - colour rules: rows that pass a filter get a colour.  The browser
 * keeps them.
 *
 * page.js uses it.  There are as many places as colours in style/base.css; a new
 * rule takes the first free one, or the place of the oldest.
 */

import {settings} from './dom.js';

const COLOURS = 4;

export class Rules {
  constructor(onChange) {
    this.onChange = onChange;
    this.texts = this.load();
    this.next = 0;
  }

  load() {
    try {
      const kept = JSON.parse(settings.get('colours') ?? '[]');
      return Array.from({length: COLOURS}, (_, i) => typeof kept[i] === 'string' ? kept[i] : '');
    } catch {
      return new Array(COLOURS).fill('');
    }
  }

  /** Adds a rule, or removes it.  Returns the number of its colour, or 0. */
  toggle(text) {
    const at = this.texts.indexOf(text);
    const place = at >= 0 ? at : this.place();
    this.texts[place] = at >= 0 ? '' : text;
    settings.set('colours', JSON.stringify(this.texts));
    this.onChange(this.texts);
    return at >= 0 ? 0 : place + 1;
  }

  place() {
    const free = this.texts.indexOf('');
    if (free >= 0) return free;
    this.next = (this.next + 1) % COLOURS;
    return this.next;
  }
}
