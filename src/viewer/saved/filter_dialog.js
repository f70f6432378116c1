// SPDX-License-Identifier: MIT
/** filter_dialog.js - the list of saved filters.  saved.js uses it. */

import {el, say} from '../ui/dom.js';
import {openDialog} from '../ui/dialog.js';

/**
 * openFilters(filters, {text, engine}, {onUse(filter)})
 * filters: a SavedFilters; text, engine: the filter that is used now
 */
export function openFilters(filters, {text, engine}, {onUse}) {
  const list = el('ul', {class: 'kept-items', 'aria-label': 'Saved filters'});
  const none = el('p', {text: 'There are no saved filters.'});
  const name = el('input', {type: 'text', id: 'filter-name', autocomplete: 'off', maxlength: 80,
    placeholder: text});
  const form = el('form', {hidden: text === '', on: {submit: (event) => {
    event.preventDefault();
    if (!filters.save(name.value.trim(), text, engine)) say('There is no room: remove a filter first.');
    draw();
  }}},
  el('label', {for: 'filter-name', text: 'A name for the filter that is used now'}),
  name, el('div', {class: 'choices acts'}, el('button', {class: 'main', text: 'Save'})));
  const dialog = openDialog({title: 'Saved filters'}, none, list, form,
    el('p', {class: 'dim', hidden: text !== '', text: 'To save a filter, first use it.'}));

  function draw() {
    none.hidden = filters.all.length > 0;
    list.replaceChildren(...filters.all.map((filter) => el('li', {},
      el('button', {type: 'button', class: 'plain what', on: {click: () => {
        dialog.close();
        onUse(filter);
      }}}, el('b', {text: filter.name}), filter.name === filter.text ? null : el('span', {class: 'dim mono', text: filter.text}),
      filter.engine === 'wireshark' ? el('span', {class: 'dim', text: 'of Wireshark'}) : null),
      el('button', {type: 'button', text: 'Remove', 'aria-label': `Remove ${filter.name}`, on: {click: () => {
        filters.remove(filter.name);
        draw();
      }}}))));
  }
  draw();
}
