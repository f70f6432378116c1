// SPDX-License-Identifier: MIT
/**
 * control.js - the dialog with what can be changed while diagtapd runs: the
 * masks, recordings, the clock; and the programs at the DIAG port.
 *
 * page.js uses it.
 *
 *   new Control(api, {
 *     status()       the last /api/status, or null
 *     tapName
 *     onCaptures()   open the list of captures
 *     onToken()      ask for the token, then call refresh()
 *   })
 *
 * While the dialog is open, it asks every two seconds.
 */

import {stateText} from '../captures/texts.js';
import {programs} from '../ui/about.js';
import {Attempt} from '../net/attempt.js';
import {openDialog} from '../ui/dialog.js';
import {el, say, setText} from '../ui/dom.js';
import {ClockSection} from './clock.js';
import {DevicesSection} from './devices.js';
import {MasksForm} from './masks.js';

const POLL = 2000;

export class Control {
  constructor(api, listener) {
    this.api = api;
    this.listener = listener;
  }

  open() {
    this.attempt = new Attempt(() => this.listener.onToken());
    this.masks = new MasksForm({onApply: (body) => this.setMasks(body)});
    this.clock = new ClockSection({onSet: (body) => this.setClock(body)});
    this.programs = el('section', {'aria-label': 'Programs'});
    this.recordings = el('p', {});
    this.devices = new DevicesSection();
    this.dialog = openDialog({title: 'Control', onClose: () => this.closed()},
      this.attempt.element, this.masks.element, this.programs, this.recordingsSection(), this.clock.element,
      this.devices.element);
    this.dialog.classList.add('control');
    this.refresh();
  }

  recordingsSection() {
    return el('section', {'aria-label': 'Recordings'}, el('h3', {text: 'Recordings'}), this.recordings,
      el('div', {class: 'choices'}, el('button', {type: 'button', text: 'Captures', on: {
        click: () => {
          this.dialog.close();
          this.listener.onCaptures();
        },
      }})));
  }

  closed() {
    this.dialog = null;
    clearTimeout(this.timer);
  }

  async refresh() {
    const {dialog} = this;
    if (!dialog) return;
    clearTimeout(this.timer);
    this.takeStatus(this.listener.status());
    const masks = await this.attempt.tried(() => this.ask('api/masks'));
    const clock = masks && await this.attempt.tried(() => this.ask('api/clock'));
    if (dialog !== this.dialog) return;
    if (masks) this.masks.take(masks);
    if (clock) this.clock.take(clock, Date.now());
    if (clock) await this.refreshDevices(dialog);
    if (dialog !== this.dialog) return;
    if (!this.attempt.isLocked) this.timer = setTimeout(() => this.refresh(), POLL);
  }

  /** A failure here is no trouble of the rest. */
  async refreshDevices(dialog) {
    try {
      const devices = await this.ask('api/devices');
      if (dialog === this.dialog) this.devices.take(devices);
    } catch (refusal) {
      this.devices.refused(refusal.message);
    }
  }

  takeStatus(status) {
    const archive = status?.taps.find(({name}) => name === this.listener.tapName)?.archive;
    setText(this.recordings, archive ? stateText(archive) : 'Nothing is recorded.');
    this.programs.replaceChildren(...status?.port?.enabled ? programs(status.port)
      : [el('h3', {text: 'Programs at the DIAG port'}),
        el('p', {class: 'dim', text: 'The port is off. Set port.enabled = true and a way in (port.tcp, port.ttys or port.socket) in diagtapd.conf.'})]);
  }

  async ask(path, body) {
    return (await this.api.ask(path, body === undefined ? {} : {method: 'POST', body})).json();
  }

  async setMasks(body) {
    const masks = await this.change('api/masks', body, 'The masks are set.');
    if (masks) this.masks.applied(masks);
  }

  async setClock(body) {
    const clock = await this.change('api/clock', body, 'The clock is set.');
    if (clock) this.clock.take(clock, Date.now());
  }

  async change(path, body, done) {
    this.attempt.say('');
    const answer = await this.attempt.tried(() => this.ask(path, body));
    if (answer) say(done);
    return answer;
  }
}
