// SPDX-License-Identifier: MIT
/**
 * capture.js - one capture in the list of captures: its name, its facts and its
 * buttons.
 *
 * tap.js uses it.
 *
 *   new CaptureItem({
 *     onOpen(capture), onDownload(capture)
 *     onDelete(capture)   the reader has confirmed it
 *   })
 */

import {el, say, setText} from '../ui/dom.js';
import {facts, whyNotOpened} from './texts.js';

export class CaptureItem {
  constructor(acts) {
    this.name = el('b', {class: 'mono'});
    this.facts = el('p', {class: 'dim'});
    this.note = el('p', {class: 'dim note', hidden: true});
    this.open = this.button('Open', () => acts.onOpen(this.capture));
    this.download = this.button('Download', () => acts.onDownload(this.capture));
    this.remove = this.button('Delete', () => this.confirm(true));
    this.sure = this.button('Delete permanently', () => acts.onDelete(this.capture), 'bad');
    this.keep = this.button('Keep', () => this.confirm(false));
    this.acts = el('div', {class: 'choices'}, this.open, this.download, this.remove);
    this.confirmation = el('div', {class: 'choices', role: 'group', hidden: true}, this.sure, this.keep);
    this.element = el('li', {}, el('div', {}, this.name, this.facts, this.note),
      this.acts, this.confirmation);
  }

  button(text, click, style = null) {
    return el('button', {type: 'button', text, class: style, on: {click}});
  }

  /** Shows a capture as it is now. */
  take(capture, now) {
    if (this.capture?.name !== capture.name) this.setName(capture.name);
    this.capture = capture;
    const why = whyNotOpened(capture);
    setText(this.facts, facts(capture, now));
    setText(this.note, why);
    this.note.hidden = why === '';
    this.open.disabled = why !== '';
    this.remove.disabled = capture.growing;
    this.remove.title = capture.growing ? 'diagtapd still writes this file. Stop recording, or start a new file, first.' : '';
  }

  setName(name) {
    setText(this.name, name);
    for (const button of [this.open, this.download, this.remove, this.sure, this.keep])
      button.setAttribute('aria-label', `${button.textContent}: ${name}`);
    this.confirmation.setAttribute('aria-label', `Delete ${name} permanently?`);
  }

  /** on: shows the buttons that confirm the deletion, in place of the others. */
  confirm(on) {
    this.acts.hidden = on;
    this.confirmation.hidden = !on;
    (on ? this.keep : this.remove).focus();
    if (on) say(`Delete ${this.capture.name} permanently?`);
  }
}
