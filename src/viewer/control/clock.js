// SPDX-License-Identifier: MIT
/**
 * clock.js - the times that records get, and how to set them.
 *
 * control.js uses it.
 *
 *   new ClockSection({
 *     onSet(body)   the body of a POST /api/clock
 *   })
 */

import {el, setText} from '../ui/dom.js';
import {clockDistance, clockText} from './texts.js';

export class ClockSection {
  constructor({onSet}) {
    this.text = el('p', {text: 'Loading.'});
    this.distance = el('p', {class: 'dim'});
    this.element = el('section', {'aria-label': 'Clock'}, el('h3', {text: 'Clock'}), this.text, this.distance,
      el('div', {class: 'choices'},
        el('button', {type: 'button', text: 'Use this machine\'s time', on: {
          click: () => onSet(`now=${Date.now() / 1000}`)}}),
        el('button', {type: 'button', text: 'Use the host\'s time', on: {
          click: () => onSet('offset_s=0')}})));
  }

  /** clock: /api/clock; now: ms since 1970. */
  take(clock, now) {
    setText(this.text, clockText(clock));
    setText(this.distance, clockDistance(clock, now));
  }
}
