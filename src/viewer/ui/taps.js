// SPDX-License-Identifier: MIT
/**
 * taps.js - the tap that the page shows: "?tap=ipa" in its address, or diag.
 *
 * page.js uses it.  The choice of another tap loads the page again, so that no
 * data of the first tap is left.
 */

import {el} from './dom.js';

/** The tap in the query of an address.  diag if there is none, or if its name is invalid. */
export function tapOf(search) {
  const name = new URLSearchParams(search).get('tap') ?? '';
  return /^[a-z]\w{0,15}$/.test(name) ? name : 'diag';
}

/** The taps to choose from: all enabled ones, and the current one. */
export function choices(status, current) {
  const names = status.taps.filter(({enabled}) => enabled).map(({name}) => name);
  return names.includes(current) ? names : [current, ...names];
}

/** The select element of the taps.  It is hidden if there is only one. */
export class Taps {
  /** onTap(name): another one is chosen. */
  constructor(select, current, onTap) {
    this.select = select;
    this.current = current;
    this.names = '';
    select.addEventListener('change', () => {
      const {value} = select;
      select.value = current; // the Back button may bring back this page as it is left
      onTap(value);
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
