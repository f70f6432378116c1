// SPDX-License-Identifier: MIT
/** bookmark_dialogs.js - the note of one bookmark, and the list of all.  saved.js uses it. */

import {el} from '../ui/dom.js';
import {openDialog} from '../ui/dialog.js';
import {count, fullTime} from '../ui/format.js';

/** row: as in worker.js; note: null, or that of its bookmark. */
export function openNote(row, note, {onSave, onRemove}) {
  const act = (text, run, style) => el('button', {
    type: run ? 'button' : 'submit', text, class: style, on: run && {click: () => {
      dialog.close();
      run();
    }}});
  const field = el('input', {type: 'text', id: 'note', maxlength: 500, autocomplete: 'off'});
  field.value = note ?? '';
  const dialog = openDialog({title: `Bookmark row ${count(row.n)}`, narrow: true},
    el('p', {class: 'dim', text: [row.name, row.info].filter(Boolean).join(' · ')}),
    el('form', {on: {submit: (event) => {
      event.preventDefault();
      dialog.close();
      onSave(field.value.trim());
    }}},
    el('label', {for: 'note', text: 'Note'}), field,
    el('div', {class: 'choices acts'}, act('Save', null, 'main'),
      note === null ? null : act('Remove the bookmark', onRemove))));
  field.focus();
}

/** bookmarks: a Bookmarks; onSeek(n): show this row. */
export function openBookmarks(bookmarks, {onSeek}) {
  const list = el('ul', {class: 'kept-items', 'aria-label': 'Bookmarks'});
  const none = el('p', {text: 'There are no bookmarks. Select a row, and press B or Bookmark in the detail.'});
  const dialog = openDialog({title: 'Bookmarks'}, none, list,
    el('p', {class: 'dim', text: 'The browser keeps the bookmarks of files and captures, by their names.'}));
  const draw = () => {
    none.hidden = bookmarks.all.size > 0;
    list.replaceChildren(...bookmarks.sorted.map(({n, host, name, info, note}) => el('li', {},
      el('button', {type: 'button', class: 'plain what', on: {click: () => {
        dialog.close();
        onSeek(n);
      }}}, el('b', {text: note || name}), el('span', {class: 'dim', text: [`Row ${count(n)}`, fullTime(host), name, info].filter(Boolean).join(' · ')})),
      el('button', {type: 'button', text: 'Remove', 'aria-label': `Remove the bookmark of row ${n}`, on: {click: () => {
        bookmarks.remove(n);
        draw();
      }}}))));
  };
  draw();
}
