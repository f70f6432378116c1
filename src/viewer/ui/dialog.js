// SPDX-License-Identifier: MIT
/** dialog.js - a dialog over the page.  Escape, its cross, and a click beside it close it. */

import {el} from './dom.js';

/** openDialog({title, narrow, onClose}, child, ...) opens and returns a dialog. */
export function openDialog({title, narrow = false, onClose}, ...children) {
  const close = el('button', {
    type: 'button', class: 'plain', 'aria-label': 'Close', on: {click: () => dialog.close()},
  });
  close.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-close"></use></svg>';
  const dialog = el('dialog', {class: narrow ? 'narrow' : null, 'aria-label': title},
    el('header', {}, el('h2', {text: title}), close),
    el('div', {class: 'inside'}, ...children));
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose?.();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A list of [term, text].  Terms without a text are left out. */
export function terms(pairs) {
  return el('dl', {}, ...pairs.filter(([, text]) => text !== '' && text != null)
    .flatMap(([term, text]) => [el('dt', {text: term}), el('dd', {text: String(text)})]));
}
