// SPDX-License-Identifier: MIT
/**
 * masks.js - the form with what the modem is asked to log.
 *
 * control.js uses it.
 *
 *   new MasksForm({
 *     onApply(body)   the body of a POST /api/masks
 *   })
 */

import {el, setText} from '../ui/dom.js';
import {masksBody, masksText, modemText} from './texts.js';

const PRESETS = [
  ['none', 'none: only the codes below'],
  ['signalling', 'signalling: messages between phone and network'],
  ['radio', 'radio: signalling and measurements'],
  ['all', 'all: every log of the modem, a lot'],
];

const LEVELS = ['none', 'fatal', 'error', 'high', 'medium', 'low'];

const select = (id, options) => el('select', {id}, ...options.map(([value, text]) =>
  el('option', {value, text})));

export class MasksForm {
  constructor({onApply}) {
    this.inForce = el('p', {id: 'masks-in-force', text: 'Loading.'});
    this.modem = el('p', {class: 'dim'});
    this.refusal = el('p', {class: 'dim', hidden: true});
    this.preset = select('masks-preset', PRESETS);
    this.logs = el('input', {type: 'text', id: 'masks-logs', spellcheck: 'false', autocomplete: 'off',
      placeholder: '0xB0C0 0xB821', 'aria-describedby': 'masks-logs-note'});
    this.events = el('input', {type: 'checkbox', id: 'masks-events'});
    this.messages = select('masks-messages', LEVELS.map((level) => [level, level === 'none' ? level : `${level} and above`]));
    this.form = el('form', {hidden: true, on: {
      submit: (event) => {
        event.preventDefault();
        onApply(masksBody(this.values));
      },
      input: () => { this.isTouched = true; },
    }},
    el('label', {for: 'masks-preset', text: 'Preset'}), this.preset,
    el('label', {for: 'masks-logs', text: 'More log codes'}), this.logs,
    el('p', {class: 'dim', id: 'masks-logs-note', text: 'Hexadecimal, with spaces or commas between them.'}),
    el('label', {class: 'tick'}, this.events, 'Events'),
    el('label', {for: 'masks-messages', text: 'Debug messages'}), this.messages,
    el('div', {class: 'choices acts'},
      el('button', {class: 'main', text: 'Apply'}),
      el('button', {type: 'button', text: 'As the configuration says', on: {
        click: () => onApply('preset=configured')}})));
    this.element = el('section', {'aria-label': 'Masks'}, el('h3', {text: 'What the modem is asked to log'}),
      this.inForce, this.modem, this.refusal, this.form);
    this.isTouched = false;
  }

  get values() {
    return {preset: this.preset.value, logs: this.logs.value, events: this.events.checked,
      messages: this.messages.value};
  }

  /** masks: /api/masks.  What the reader has begun to change stays. */
  take(masks) {
    this.form.hidden = !masks.settable;
    this.modem.hidden = !masks.settable;
    this.inForce.hidden = !masks.settable;
    this.refusal.hidden = masks.settable;
    setText(this.refusal, masks.why);
    setText(this.inForce, masksText(masks));
    setText(this.modem, modemText(masks));
    if (!this.isTouched) this.fill(masks);
  }

  /** The masks are what the form has, or what the configuration says. */
  applied(masks) {
    this.isTouched = false;
    this.take(masks);
  }

  fill({preset, logs, events, messages}) {
    this.preset.value = preset;
    this.logs.value = logs;
    this.events.checked = events;
    this.messages.value = messages;
  }
}
