// SPDX-License-Identifier: MIT
/**
 * ladder.js - procedures, and who said what when in the one that is chosen: the
 * phone, the cell (RRC) and the core network (NAS).
 *
 * pictures.js uses it.  A step goes to its row; a row that is selected in the list
 * chooses its procedure and is marked there.
 */

import {el, setText} from '../ui/dom.js';
import {datedClock, ratName} from '../ui/format.js';

const SIGNS = {good: '✓', bad: '✗', none: '…'};

/** 12 ms, 1.20 s */
const since = (ms) => ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;

export class Ladder {
  constructor(listener) {
    this.listener = listener;
    this.chosen = null;   // an id; null: the newest
    this.selected = null; // the number of the selected row
    this.note = el('p', {class: 'note'});
    this.list = el('ol', {class: 'procedures', 'aria-label': 'Procedures'});
    this.title = el('p', {class: 'ladder-title'});
    this.steps = el('ol', {class: 'ladder'});
    this.heads = el('p', {class: 'ladder-heads', 'aria-hidden': 'true'}, el('span'),
      el('span', {class: 'lines'}, ...['Phone', 'Cell', 'Core'].map((text) => el('b', {text}))));
    this.element = el('div', {class: 'picture ladder-picture'}, this.note, this.list,
      el('div', {class: 'ladder-pane', tabindex: 0, role: 'group', 'aria-label': 'Steps of the procedure'},
        this.title, this.heads, this.steps));
    this.clear();
  }

  clear() {
    this.answer = {procedures: [], chosen: null, steps: [], more: 0};
    this.chosen = this.selected = null;
    this.drawn = '';
    this.draw();
  }

  /** What to ask the worker for. */
  wanted() {
    return {chosen: this.chosen, row: this.selected};
  }

  show(answer) {
    this.answer = answer;
    // Who has chosen nothing sees the newest.
    if (this.chosen !== null || this.selected !== null) this.chosen = answer.chosen;
    this.draw();
  }

  select({n}) {
    this.selected = n;
    this.listener.onStale('procedures');
  }

  choose(procedure) {
    this.chosen = procedure.id;
    this.selected = null; // until the list has selected the row
    this.listener.onStale('procedures');
    this.listener.onRow(procedure.first.n);
  }

  draw() {
    const {procedures} = this.answer;
    const chosen = procedures.find(({id}) => id === this.answer.chosen) ?? null;
    setText(this.note, chosen ? '' : 'No procedure has been seen yet: no attach, update, service, handover or detach.');
    this.element.classList.toggle('none', !chosen);
    this.drawList(chosen);
    this.drawSteps(chosen);
  }

  /** Elements stay, so that keys and the reader's eyes keep their place. */
  drawList(chosen) {
    const old = new Map([...this.list.children].map((item) => [Number(item.dataset.id), item]));
    const isAtEnd = this.list.scrollTop + this.list.clientHeight > this.list.scrollHeight - 4;
    const items = this.answer.procedures.map((procedure) => {
      const item = old.get(procedure.id) ?? this.item(procedure);
      this.fill(item, procedure, procedure === chosen);
      return item;
    });
    for (const item of old.values()) if (!items.includes(item)) item.remove();
    items.forEach((item, i) => {
      if (this.list.children[i] !== item) this.list.insertBefore(item, this.list.children[i] ?? null);
    });
    if (isAtEnd && this.chosen === null) this.list.scrollTop = this.list.scrollHeight;
    else if (this.shown !== chosen?.id) this.reveal(this.list, this.list.querySelector('[aria-current]'));
    this.shown = chosen?.id;
  }

  item({id}) {
    const button = el('button', {type: 'button', on: {click: () =>
      this.choose(this.answer.procedures.find((procedure) => procedure.id === id))}},
    el('span', {class: 'sign', 'aria-hidden': 'true'}), el('span', {class: 'what'}), el('span', {class: 'when'}));
    return el('li', {'data-id': id}, button);
  }

  fill(item, {title, rat, kind, result, cause, first, last}, isChosen) {
    const button = item.firstElementChild;
    const [sign, what, when] = button.children;
    item.dataset.kind = kind;
    item.dataset.rat = rat;
    setText(sign, SIGNS[kind]);
    setText(what, `${ratName(rat)} ${title}: ${result}${cause ? `. ${cause}` : ''}`);
    setText(when, `${datedClock(first.host)} · ${since(last.host - first.host)}`);
    if (isChosen) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }

  drawSteps(chosen) {
    const {steps, more} = this.answer;
    const key = chosen ? `${chosen.id} ${steps.length} ${chosen.result} ${this.selected}` : '';
    if (key === this.drawn) return;
    this.drawn = key;
    this.heads.hidden = !chosen;
    const focused = this.steps.contains(document.activeElement) ? document.activeElement.dataset.row : null;
    setText(this.title, chosen ? `${ratName(chosen.rat)} ${chosen.title}: ${chosen.result}${chosen.cause ? `. ${chosen.cause}` : ''}` : '');
    this.steps.replaceChildren(...steps.map((step) => this.step(step, chosen)));
    if (more) this.steps.append(el('li', {class: 'more', text: `${more} more messages are not shown.`}));
    if (focused) this.steps.querySelector(`[data-row="${focused}"]`)?.focus({preventScroll: true});
    this.reveal(this.steps.parentElement, this.steps.querySelector('[aria-current]'));
  }

  step(step, {first}) {
    const said = step.nas ? `${step.name}: ${step.nas}` : step.name;
    const who = step.layer === 'nas' ? 'core network' : 'cell';
    const from = step.dir === 'up' ? `phone to ${who}` : step.dir === 'down' ? `${who} to phone` : '';
    return el('li', {}, el('button', {type: 'button', 'data-row': step.n, 'data-dir': step.dir, 'data-layer': step.layer,
      'aria-current': step.n === this.selected ? 'step' : null, 'aria-label': `${since(step.host - first.host)}, ${from}: ${said}`,
      title: `Row ${step.n}`, on: {click: () => this.listener.onRow(step.n)}},
    el('span', {class: 'when', text: `+${since(step.host - first.host)}`}),
    el('span', {class: 'lines'}, el('span', {class: 'said', text: said}), el('span', {class: 'arrow'}),
      step.told ? el('span', {class: 'told', text: step.told}) : null)));
  }

  reveal(box, item) {
    if (!item) return;
    const top = item.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (top < 0 || top > box.clientHeight - 30) box.scrollTop += top - box.clientHeight / 3;
  }
}
