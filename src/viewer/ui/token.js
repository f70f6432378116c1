// SPDX-License-Identifier: MIT
/** token.js - the dialog that asks for the token.  page.js uses it. */

import {el} from './dom.js';
import {openDialog} from './dialog.js';

let open = null;

/** There is one dialog at a time.  wrong: diagtapd has refused the last token. */
export function askToken({wrong, onToken}) {
  open?.close();
  const field = el('input', {type: 'password', id: 'token', autocomplete: 'current-password', required: true});
  const form = el('form', {
    on: {
      submit: (event) => {
        event.preventDefault();
        open.close();
        onToken(field.value.trim());
      },
    },
  },
  el('p', {text: 'diagtapd asks for a token. The token is the line in the file that access.token_file names.'}),
  wrong ? el('p', {class: 'error', role: 'alert', text: 'This token is wrong.'}) : null,
  el('label', {for: 'token', text: 'Token'}), field,
  el('p', {class: 'dim', text: 'This page stores the token until you close the tab, and sends it to this host only.'}),
  el('button', {class: 'main', text: 'Connect'}));
  open = openDialog({title: 'A token is needed', narrow: true}, form);
  field.focus();
}
