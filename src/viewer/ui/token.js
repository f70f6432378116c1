// SPDX-License-Identifier: MIT
/** token.js - asks for the token that diagtapd wants. */

import {el} from './dom.js';
import {openDialog} from './dialog.js';

let open = null;

/** askToken({wrong, onToken}): one dialog at a time; wrong: the last one was. */
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
  el('p', {text: 'diagtapd gives its traffic only to who has its token: the line in the file that access.token_file names.'}),
  wrong ? el('p', {class: 'error', role: 'alert', text: 'That was not it.'}) : null,
  el('label', {for: 'token', text: 'Token'}), field,
  el('p', {class: 'dim', text: 'It is kept until this tab is closed, and sent to this host alone.'}),
  el('button', {class: 'main', text: 'Connect'}));
  open = openDialog({title: 'A token is needed', narrow: true}, form);
  field.focus();
}
