// SPDX-License-Identifier: MIT
/**
 * taps.js - which tap is looked at: "?tap=ipa" in the page's address, or diag.
 *
 * Another one is another page, so nothing of the first is left in it.
 */

import {el} from './dom.js';

/** From the address's query; what is no name of a tap is not one. */
export function tapOf(search) {
  const name = new URLSearchParams(search).get('tap') ?? '';
  return /^[a-z]\w{0,15}$/.test(name) ? name : 'diag';
}

/** Those to choose from: what is served, and what is looked at. */
export function choices(status, current) {
  const names = status.taps.filter(({enabled}) => enabled).map(({name}) => name);
  return names.includes(current) ? names : [current, ...names];
}

/** Fills a select with them; it is hidden while there is nothing to choose. */
export class Taps {
  constructor(select, current) {
    this.select = select;
    this.current = current;
    this.names = '';
    select.addEventListener('change', () => {
      const page = new URL(location);
      page.searchParams.set('tap', select.value);
      location.assign(page);
    });
  }

  take(status) {
    const names = status ? choices(status, this.current) : [];
    if (this.names === names.join()) return;
    this.names = names.join();
    this.select.replaceChildren(...names.map((name) =>
      el('option', {value: name, text: name, selected: name === this.current})));
    this.select.hidden = names.every((name) => name === this.current);
  }
}
