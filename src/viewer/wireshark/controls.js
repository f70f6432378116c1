// SPDX-License-Identifier: MIT
/**
 * controls.js - joins Wireshark to the filter box, the detail and the notice, if
 * the server has it.
 *
 * page.js uses it.
 *
 *   new Controls(wireshark, ask, {filter, detail, notice}, {filtered()})
 *   ask(message) sends a message to the decode worker; filtered() is the filter
 *   that is in effect
 */

import {DisplayFilter} from './display_filter.js';
import {LOAD_SIZE} from './wireshark.js';

export class Controls {
  constructor(wireshark, ask, panes, {filtered}) {
    this.wireshark = wireshark;
    this.ask = ask;
    this.panes = panes;
    this.displayFilter = new DisplayFilter(wireshark, ask, {
      onChecked: (text, error) => panes.filter.compiled({text, kept: filtered(),
        error: error && {at: text.length, length: 0, text: error}}),
      onProgress: (text) => this.judging(text),
    });
  }

  /** isThere: /api/status says so. */
  offer(isThere) {
    const note = this.wireshark.isLoaded ? '' : `loads ${LOAD_SIZE}`;
    for (const pane of [this.panes.detail, this.panes.filter])
      pane.offerWireshark(isThere ? note : null);
  }

  /** Filters by whose filter the box has. */
  use(text) {
    this.displayFilter.stop();
    if (this.panes.filter.engine === 'wireshark' && text !== '') this.displayFilter.start(text);
    else this.ask({type: 'filter', text});
  }

  complete(text, caret) {
    if (this.panes.filter.engine === 'diagtap') this.ask({type: 'complete', text, caret});
    else if (this.wireshark.isLoaded) this.completeName(text, caret);
  }

  /** The name of a field that ends at the caret. */
  async completeName(text, caret) {
    const [word] = /[\w.-]*$/.exec(text.slice(0, caret));
    const items = word === '' ? [] : await this.wireshark.complete(word);
    this.panes.filter.offer({text, from: caret - word.length, to: caret, items});
  }

  /** text: how far the display filter is; '' when it has judged all. */
  judging(text) {
    const {notice} = this.panes;
    if (text === '') notice.hide('filter');
    else notice.show('filter', 'calm', text, {text: 'Stop', act: () => this.displayFilter.stop()});
  }

  /** A display filter in the address: Wireshark is loaded only if the reader wants it. */
  suggest(text) {
    const {notice, filter} = this.panes;
    notice.show('filter', 'calm', `The address has a display filter of Wireshark: ${text}`, {
      text: `Use it (loads ${LOAD_SIZE})`,
      act: () => {
        notice.hide('filter');
        filter.begin(text);
        filter.setEngine('wireshark');
      },
    });
  }
}
