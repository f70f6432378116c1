// SPDX-License-Identifier: MIT
/**
 * capture.js - a capture in the list of captures: what is known of it, and
 * what can be done with it.
 *
 *   new CaptureItem({
 *     onOpen(capture), onDownload(capture)
 *     onDelete(capture)   it was asked for twice
 *   })
 */

import {el, say, setText} from '../ui/dom.js';
import {canUnpack} from '../input/unpack.js';
import {facts, whyNotOpened} from './texts.js';

export class CaptureItem {
  constructor(acts) {
    this.name = el('b', {class: 'mono'});
    this.facts = el('p', {class: 'dim'});
    this.note = el('p', {class: 'dim note', hidden: true});
    this.open = this.button('Open', () => acts.onOpen(this.capture));
    this.download = this.button('Download', () => acts.onDownload(this.capture));
    this.remove = this.button('Delete', () => this.doubt(true));
    this.sure = this.button('Delete for good', () => acts.onDelete(this.capture), 'bad');
    this.keep = this.button('Keep', () => this.doubt(false));
    this.acts = el('div', {class: 'choices'}, this.open, this.download, this.remove);
    this.doubts = el('div', {class: 'choices', role: 'group', hidden: true}, this.sure, this.keep);
    this.element = el('li', {}, el('div', {}, this.name, this.facts, this.note), this.acts, this.doubts);
  }

  button(text, click, style = null) {
    return el('button', {type: 'button', text, class: style, on: {click}});
  }

  /** Shows a capture as it is now; it keeps its name. */
  take(capture, now) {
    if (this.capture?.name !== capture.name) this.christen(capture.name);
    this.capture = capture;
    const why = whyNotOpened(capture, canUnpack);
    setText(this.facts, facts(capture, now));
    setText(this.note, why);
    this.note.hidden = why === '';
    this.open.disabled = why !== '';
    this.remove.disabled = capture.growing;
    this.remove.title = capture.growing ? 'It grows: stop recording, or begin a new file, first.' : '';
  }

  christen(name) {
    setText(this.name, name);
    for (const button of [this.open, this.download, this.remove, this.sure, this.keep])
      button.setAttribute('aria-label', `${button.textContent}: ${name}`);
    this.doubts.setAttribute('aria-label', `Delete ${name} for good?`);
  }

  /** Asks whether it is meant. */
  doubt(on) {
    this.acts.hidden = on;
    this.doubts.hidden = !on;
    (on ? this.keep : this.remove).focus();
    if (on) say(`Delete ${this.capture.name} for good?`);
  }
}
