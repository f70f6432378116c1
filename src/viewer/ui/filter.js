// SPDX-License-Identifier: MIT
/**
 * filter.js - the text field of the filter, its completions and its error.
 *
 * page.js uses it.  A filter takes effect soon after the last key.
 *
 *   new FilterBar(form, {
 *     onFilter(text)            ask the worker to filter
 *     onComplete(text, caret)   ask the worker for completions
 *     onLeave()                 Escape: go back to the list
 *     onEngine(name)            "diagtap" or "wireshark": whose filters
 *     onSaved()                 show the saved filters
 *   })
 */

import {byId, el, say} from './dom.js';

const DELAY = 350; // ms after the last key

export class FilterBar {
  constructor(form, listener) {
    this.form = form;
    this.listener = listener;
    this.field = byId('filter-text');
    this.list = byId('filter-list');
    this.error = byId('filter-error');
    this.clearButton = byId('filter-clear');
    this.engineButton = byId('filter-engine');
    this.engine = 'diagtap';
    this.items = [];
    this.at = -1;
    this.sent = '';
    this.field.addEventListener('input', () => this.typed());
    this.field.addEventListener('keydown', (event) => this.pressed(event));
    this.field.addEventListener('blur', () => setTimeout(() => this.close(), 150));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.apply();
    });
    this.clearButton.addEventListener('click', () => this.set(''));
    byId('filter-saved').addEventListener('click', () => listener.onSaved());
    this.engineButton.addEventListener('click', () =>
      this.setEngine(this.engine === 'diagtap' ? 'wireshark' : 'diagtap'));
    this.list.addEventListener('mousedown', (event) => {
      event.preventDefault();
      const item = event.target.closest('li');
      if (item) this.accept([...this.list.children].indexOf(item));
    });
  }

  get text() {
    return this.field.value.trim();
  }

  /** A filter that was there before the reader came. */
  begin(text) {
    this.field.value = text;
    this.apply();
  }

  focus() {
    this.field.focus();
    this.field.select();
  }

  set(text) {
    this.field.value = text;
    this.close();
    this.apply();
    say(`Filter: ${text}`);
  }

  /** note: said of the switch; null: there is no Wireshark. */
  offerWireshark(note) {
    this.engineButton.hidden = note === null;
    this.engineButton.title = `Use Wireshark's display filters${note ? ` (${note})` : ''}`;
  }

  setEngine(engine) {
    this.engine = engine;
    this.engineButton.setAttribute('aria-pressed', engine === 'wireshark');
    this.field.placeholder = engine === 'wireshark' ? 'Wireshark: lte-rrc.paging_element'
      : 'Filter: code == 0xb0c0, or text';
    this.sent = null;
    this.listener.onEngine(engine);
    this.apply();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.apply(), DELAY);
    this.complete();
  }

  complete() {
    this.listener.onComplete(this.field.value, this.field.selectionStart);
  }

  apply() {
    clearTimeout(this.timer);
    const text = this.field.value.trim();
    this.clearButton.hidden = this.field.value === '';
    if (text === this.sent) return;
    this.sent = text;
    this.listener.onFilter(text);
  }

  /** The worker has compiled a filter.  An answer to an older text is ignored. */
  compiled({text, error, kept}) {
    if (text !== this.sent) return;
    this.form.dataset.state = error ? 'bad' : text ? 'good' : '';
    this.field.setAttribute('aria-invalid', error !== null);
    this.error.hidden = !error;
    if (!error) return;
    const wrong = text.slice(error.at, error.at + Math.max(1, error.length));
    this.error.replaceChildren(
      wrong ? el('b', {text: wrong}) : '', wrong ? ' ' : '', error.text,
      el('span', {class: 'kept', text: kept ? ` The list still shows: ${kept}` : ' The list still shows all rows.'}));
  }

  /** The completions have arrived. */
  offer({text, from, to, items}) {
    if (text !== this.field.value || document.activeElement !== this.field) return;
    this.items = items;
    this.span = [from, to];
    this.at = -1;
    this.list.replaceChildren(...items.map(({text: word, note}, i) =>
      el('li', {id: `completion-${i}`, role: 'option', 'aria-selected': false, text: word},
        el('span', {text: note ?? ''}))));
    this.show(items.length > 0);
  }

  show(on) {
    this.list.hidden = !on;
    this.field.setAttribute('aria-expanded', on);
    if (!on) this.field.removeAttribute('aria-activedescendant');
  }

  close() {
    this.items = [];
    this.show(false);
  }

  point(at) {
    const options = this.list.children;
    options[this.at]?.setAttribute('aria-selected', false);
    this.at = (at + options.length) % options.length;
    options[this.at].setAttribute('aria-selected', true);
    options[this.at].scrollIntoView({block: 'nearest'});
    this.field.setAttribute('aria-activedescendant', options[this.at].id);
  }

  accept(at) {
    const {value} = this.field;
    const [from, to] = this.span;
    const word = this.items[at].text;
    this.field.value = value.slice(0, from) + word + value.slice(to);
    this.field.setSelectionRange(from + word.length, from + word.length);
    this.close();
    this.typed();
  }

  pressed(event) {
    const open = !this.list.hidden;
    const acts = {
      ArrowDown: () => (open ? this.point(this.at + 1) : this.complete()),
      ArrowUp: () => open && this.point(this.at < 0 ? -1 : this.at - 1),
      Tab: open && this.at >= 0 ? () => this.accept(this.at) : null,
      Enter: () => {
        if (open && this.at >= 0) {
          this.accept(this.at);
          return;
        }
        this.close();
        this.apply();
      },
      Escape: () => {
        if (open) this.close();
        else this.listener.onLeave();
      },
    };
    if (!acts[event.key] || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    acts[event.key]();
  }
}
