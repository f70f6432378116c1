// SPDX-License-Identifier: MIT
/**
 * tap.js - the archive of one tap: its state, its buttons, and its captures,
 * newest first.
 *
 * captures.js uses it.
 *
 *   new TapSection(tap, {
 *     onOrder(action, tap)   "start", "stop" or "rotate"
 *     onMore()               show older captures too
 *     onOpen, onDownload, onDelete   as in capture.js
 *   })
 */

import {el, setText} from '../ui/dom.js';
import {count} from '../ui/format.js';
import {CaptureItem} from './capture.js';
import {stateText, whyEmpty} from './texts.js';

export class TapSection {
  constructor(tap, acts) {
    this.acts = acts;
    this.items = new Map(); // name -> CaptureItem
    this.state = el('p', {});
    this.turn = el('button', {type: 'button', on: {
      click: () => acts.onOrder(this.isStopped ? 'start' : 'stop', tap)}});
    this.rotate = el('button', {type: 'button', text: 'New file',
      'aria-label': `New file: ${tap}`, title: 'Finishes the current file and starts a new one',
      on: {click: () => acts.onOrder('rotate', tap)}});
    this.empty = el('p', {class: 'dim', hidden: true});
    this.list = el('ul', {class: 'captures', 'aria-label': `Captures of ${tap}`});
    this.older = el('button', {type: 'button', hidden: true, on: {click: () => acts.onMore()}});
    this.element = el('section', {'aria-label': `Tap ${tap}`}, el('h3', {text: tap}), this.state,
      el('div', {class: 'choices'}, this.turn, this.rotate), this.empty, this.list, this.older);
    this.tap = tap;
  }

  /** archive: one of /api/archive; now: ms since 1970. */
  take(archive, now) {
    const {state, captures, left_out: older} = archive;
    this.isStopped = state === 'stopped';
    setText(this.state, stateText(archive));
    this.state.className = state === 'failed' || state === 'paused' ? 'error' : '';
    setText(this.turn, this.isStopped ? 'Start' : 'Stop');
    this.turn.setAttribute('aria-label', `${this.turn.textContent} recording: ${this.tap}`);
    this.rotate.disabled = state !== 'recording';
    this.empty.hidden = captures.length > 0;
    setText(this.empty, whyEmpty(archive));
    this.older.hidden = older === 0;
    setText(this.older, `Show older captures (${count(older)})`);
    this.arrange([...captures].reverse(), now);
  }

  /** Reuses the elements, so that the focus stays where it is. */
  arrange(captures, now) {
    const names = new Set(captures.map(({name}) => name));
    for (const [name, item] of this.items) {
      if (names.has(name)) continue;
      if (item.element.contains(document.activeElement)) this.turn.focus();
      item.element.remove();
      this.items.delete(name);
    }
    let before = null;
    for (const capture of captures) {
      const item = this.items.get(capture.name) ?? new CaptureItem(this.acts);
      item.take(capture, now);
      this.items.set(capture.name, item);
      const place = before ? before.nextSibling : this.list.firstChild;
      if (place !== item.element) this.list.insertBefore(item.element, place);
      before = item.element;
    }
  }
}
