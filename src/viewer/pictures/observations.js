// SPDX-License-Identifier: MIT
/**
 * observations.js - the panel "Is something wrong?": what the rules of
 * radio/rules.js have seen, with the rows that show it.
 *
 * pictures.js uses it.  It says what was seen and which innocent causes that has,
 * and never that all is well.
 */

import {RULES} from '../radio/rules.js';
import {el, settings} from '../ui/dom.js';
import {count, datedClock, ratName} from '../ui/format.js';

const SETTING = 'rules.off';

export class Observations {
  constructor(listener, onCount) {
    this.listener = listener;
    this.onCount = onCount;
    this.off = new Set((settings.get(SETTING) ?? '').split(' ').filter((id) => id));
    this.selected = null;
    this.head = el('p', {class: 'note'});
    this.seen = el('div', {class: 'seen'});
    this.rules = el('details', {class: 'rules'}, el('summary', {text: 'Rules: what is looked for, and who else looks for it'}),
      el('ul', {}, ...RULES.map((rule) => this.rule(rule))));
    this.element = el('div', {class: 'picture observations-picture', tabindex: 0},
      el('h2', {text: 'Is something wrong?'}), this.head, this.seen, this.rules);
    this.clear();
  }

  rule({id, title, looksFor, innocent, sources}) {
    const box = el('input', {type: 'checkbox', id: `rule-${id}`, checked: !this.off.has(id),
      on: {change: () => this.setRule(id, box.checked)}});
    return el('li', {}, box, el('div', {}, el('label', {for: `rule-${id}`, text: title}),
      el('p', {text: looksFor}), el('p', {text: `Innocent causes: ${innocent.join(' · ')}`}),
      el('p', {class: 'sources'}, 'Sources: ', ...sources.flatMap(([text, href], i) =>
        [i ? ', ' : '', el('a', {href, text, target: '_blank', rel: 'noreferrer'})]), '.')));
  }

  setRule(id, on) {
    if (on) this.off.delete(id);
    else this.off.add(id);
    settings.set(SETTING, [...this.off].join(' '));
    this.draw();
  }

  clear() {
    this.answer = {looked: 0, counts: {}, observations: []};
    this.selected = null;
    this.text = '';
    this.draw();
  }

  /** What to ask the worker for: the number on the tab needs no more than counts. */
  wanted() {
    return {isBrief: this.element.hidden};
  }

  show(answer) {
    this.answer = {...answer, observations: answer.observations ?? this.answer.observations};
    this.draw();
  }

  select({n}) {
    this.selected = n;
    for (const button of this.seen.querySelectorAll('[data-row]')) this.mark(button);
  }

  mark(button) {
    if (Number(button.dataset.row) === this.selected) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }

  get on() {
    return RULES.filter(({id}) => !this.off.has(id));
  }

  draw() {
    const {looked, counts, observations} = this.answer;
    const shown = observations.filter(({rule}) => !this.off.has(rule));
    const total = this.on.reduce((sum, {id}) => sum + (counts[id] ?? 0), 0);
    this.onCount(total);
    this.head.textContent = this.words(looked, total);
    const text = JSON.stringify([shown, counts, [...this.off]]);
    if (text === this.text) return;
    this.text = text;
    const focused = this.seen.contains(document.activeElement) ? document.activeElement.dataset.row : null;
    this.seen.replaceChildren(...this.on.map((rule) => this.group(rule, shown, counts)).filter((it) => it));
    if (focused) this.seen.querySelector(`[data-row="${focused}"]`)?.focus();
  }

  words(looked, total) {
    const rules = `${this.on.length} of ${RULES.length} rules are on; they have looked at ${count(looked)} messages of RRC and NAS.`;
    if (total === 0) {
      return `${rules} They have seen nothing that they look for. That does not say that all is well: ` +
        'they look for little, and only at what the modem logs.';
    }
    return `${rules} What they have seen is below. Each has innocent causes, and none is a proof of an attack.`;
  }

  group(rule, shown, counts) {
    const its = shown.filter((it) => it.rule === rule.id);
    if (its.length === 0) return null;
    const more = counts[rule.id] - its.length;
    return el('section', {}, el('h3', {text: `${rule.title} (${count(counts[rule.id])})`}),
      el('p', {class: 'innocent', text: `Innocent causes: ${rule.innocent.join(' · ')}`}),
      el('ul', {}, ...its.map((it) => this.observation(it)),
        more > 0 ? el('li', {text: `${count(more)} older ones are no longer listed.`}) : null));
  }

  observation({rat, host, rows, text}) {
    return el('li', {'data-rat': rat}, el('span', {class: 'when', text: datedClock(host)}),
      el('span', {class: 'radio', text: ratName(rat)}), el('span', {text}),
      el('span', {class: 'rows'}, rows.length > 1 ? 'Rows ' : 'Row ', ...rows.flatMap((n, i) => {
        const button = el('button', {type: 'button', class: 'link', 'data-row': n, text: String(n),
          'aria-label': `Row ${n}`, on: {click: () => this.listener.onRow(n)}});
        this.mark(button);
        return [i ? ' ' : '', button];
      })));
  }
}
