// SPDX-License-Identifier: MIT
/**
 * devices.js - the DIAG ports of diagtapd's machine, as `diagtapd --list` says them.
 *
 * control.js uses it.  docs/wire.md, "Devices", has the fields.
 */

import {el, setText} from '../ui/dom.js';
import {deviceState, devicesNote} from './texts.js';

export class DevicesSection {
  constructor() {
    this.state = el('p', {class: 'dim', text: 'Loading.'});
    this.list = el('ul', {class: 'devices'});
    this.others = el('details', {hidden: true}, el('summary', {}), el('ul', {class: 'devices'}));
    this.element = el('section', {'aria-label': 'Devices'}, el('h3', {text: 'DIAG ports of diagtapd\'s machine'}),
      this.state, this.list, this.others);
  }

  /** answer: /api/devices. */
  take(answer) {
    const text = JSON.stringify(answer);
    if (text === this.text) return; // the reader may be selecting what is there
    this.text = text;
    const [diag, others] = [true, false].map((is) => answer.devices.filter((one) => (one.diag !== 'no') === is));
    setText(this.state, devicesNote(answer));
    this.state.hidden = this.state.textContent === '';
    this.list.replaceChildren(...diag.map(item));
    const [summary, list] = this.others.children;
    this.others.hidden = others.length === 0;
    setText(summary, `Others (${others.length})`);
    list.replaceChildren(...others.map(item));
  }

  /** It cannot be read: why. */
  refused(text) {
    setText(this.state, text);
    this.state.hidden = false;
  }
}

function item(device) {
  const {node, what, why, configuration, advice} = device;
  return el('li', {},
    el('b', {class: 'mono', text: node}), el('span', {text: what}),
    el('span', {class: 'dim', text: deviceState(device)}),
    el('span', {class: 'dim', text: why}),
    configuration ? el('code', {text: configuration}) : null,
    advice ? el('span', {class: 'dim', text: advice}) : null);
}
