// SPDX-License-Identifier: MIT
/**
 * bytes.js - the bytes of one record, in hexadecimal and ASCII.
 *
 * page.js uses it.  A record may have several views (worker.js, "detail"): as
 * diagtapd sent it, and decoded from it.  Only visible lines have elements.
 *
 *   new Bytes(root, {
 *     onByte(view, offset)   the reader has clicked on this byte
 *   })
 */

import {el} from './dom.js';
import {hex} from './format.js';

const LINE = 18; // px, as in panes.css

export class Bytes {
  constructor(root, listener) {
    this.listener = listener;
    this.views = [];
    this.view = 0;
    this.lit = null; // {view, offset, length}
    this.tabs = el('div', {class: 'pane-head'});
    this.lines = el('div', {class: 'hex'});
    this.space = el('div', {class: 'hex-space'}, this.lines);
    this.body = el('div', {
      class: 'pane-body', tabindex: 0, role: 'group', 'aria-label': 'Bytes, hexadecimal and ASCII',
      on: {scroll: () => this.draw(), click: (event) => this.clicked(event)},
    }, this.space);
    root.append(this.tabs, this.body);
    this.tabs.addEventListener('keydown', (event) => this.pressed(event));
    new ResizeObserver(() => this.measure()).observe(this.body);
    this.show([]);
  }

  /** Without tabs it is no list of them. */
  nameTabs(areThere) {
    for (const [name, value] of [['role', 'tablist'], ['aria-label', 'Views of the bytes']]) {
      if (areThere) this.tabs.setAttribute(name, value);
      else this.tabs.removeAttribute(name);
    }
  }

  show(views) {
    this.views = views;
    this.lit = null;
    if (this.view >= views.length) this.view = 0;
    this.tabs.replaceChildren(...views.length ? views.map(({name, bytes}, i) => el('button', {
      type: 'button', role: 'tab', 'aria-selected': i === this.view, tabindex: i === this.view ? 0 : -1,
      text: `${name} (${bytes.length})`, on: {click: () => this.choose(i)},
    })) : ['Bytes']);
    this.nameTabs(views.length > 0);
    this.draw();
  }

  /** The bytes of the view that is shown. */
  get shown() {
    return this.views[this.view]?.bytes ?? new Uint8Array(0);
  }

  choose(view) {
    if (view === this.view || !this.views[view]) return;
    this.view = view;
    [...this.tabs.children].forEach((tab, i) => {
      tab.setAttribute('aria-selected', i === view);
      tab.tabIndex = i === view ? 0 : -1;
    });
    this.body.scrollTop = 0;
    this.draw();
  }

  pressed({key}) {
    const by = {ArrowRight: 1, ArrowLeft: -1}[key];
    if (!by || this.views.length < 2) return;
    this.choose((this.view + by + this.views.length) % this.views.length);
    this.tabs.children[this.view].focus();
  }

  /** Highlights the bytes of a node.  A node of length 0 has none. */
  highlight({view, offset, length}) {
    this.lit = length > 0 ? {view, offset, length} : null;
    if (this.lit) {
      this.choose(view);
      const top = Math.floor(offset / this.width) * LINE;
      const {scrollTop, clientHeight} = this.body;
      if (top < scrollTop || top + LINE > scrollTop + clientHeight)
        this.body.scrollTop = top - clientHeight / 3;
    }
    this.draw();
  }

  measure() {
    /* The width of 16 bytes is 69 characters, two gaps and the margins. */
    const letter = parseFloat(getComputedStyle(this.lines).fontSize) * .602;
    this.width = this.body.clientWidth > letter * 69 + 56 ? 16 : 8;
    this.draw();
  }

  draw() {
    const bytes = this.views[this.view]?.bytes ?? [];
    const width = this.width ?? 16;
    const lines = Math.ceil(bytes.length / width);
    const from = Math.max(0, Math.floor(this.body.scrollTop / LINE) - 4);
    const to = Math.min(lines, from + Math.ceil(this.body.clientHeight / LINE) + 8);
    this.space.style.height = `${lines * LINE + 10}px`;
    this.lines.style.transform = `translateY(${from * LINE}px)`;
    const made = [];
    for (let line = from; line < to; line++)
      made.push(this.line(bytes, line * width, width));
    this.lines.replaceChildren(...made);
  }

  line(bytes, at, width) {
    const hexes = el('span');
    const letters = el('span');
    const stop = Math.min(bytes.length, at + width);
    for (let i = at; i < stop; i++) {
      const lit = this.lit && this.lit.view === this.view &&
        i >= this.lit.offset && i < this.lit.offset + this.lit.length;
      const gap = i + 1 === stop ? '' : i % 8 === 7 ? '  ' : ' ';
      const tail = lit && i + 1 < this.lit.offset + this.lit.length ? gap : '';
      hexes.append(byteElement(i, hex(bytes[i], 2) + tail, lit), gap.slice(tail.length));
      letters.append(byteElement(i, bytes[i] >= 0x20 && bytes[i] < 0x7f
        ? String.fromCharCode(bytes[i]) : '·', lit));
    }
    const short = at + width - stop;
    if (short > 0) hexes.append(' '.repeat(short * 3 + (stop - at <= 8 && width > 8 ? 1 : 0)));
    return el('div', {class: 'line'},
      el('span', {class: 'at', text: hex(at, 4)}), hexes, letters);
  }

  clicked({target}) {
    const at = target.closest('[data-at]')?.dataset.at;
    if (at !== undefined) this.listener.onByte(this.view, Number(at));
  }
}

function byteElement(at, text, lit) {
  const element = document.createElement('i');
  element.dataset.at = at;
  element.textContent = text;
  if (lit) element.className = 'lit';
  return element;
}
