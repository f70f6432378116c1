// SPDX-License-Identifier: MIT
/**
 * toolbar.js - the buttons in the bar.
 *
 * page.js uses it.
 *
 *   new Toolbar({pause, follow, clear, 'charts-toggle', captures, control, menu, state})
 *   a function for each button, by its id: called on a click
 */

import {byId, setText} from './dom.js';

const press = (id, on) => byId(id).setAttribute('aria-pressed', on);

export class Toolbar {
  constructor(acts) {
    for (const [id, act] of Object.entries(acts))
      byId(id).addEventListener('click', act);
  }

  setPaused(on) {
    press('pause', on);
    byId('pause-icon').setAttribute('href', on ? '#i-play' : '#i-pause');
    setText(byId('pause').lastElementChild, on ? 'Resume' : 'Pause');
  }

  setFollow(on) {
    press('follow', on);
  }

  setCharts(on) {
    press('charts-toggle', on);
  }
}
