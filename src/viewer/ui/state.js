// SPDX-License-Identifier: MIT
/**
 * state.js - the state of the connection, or the file that is shown: on the
 * button in the bar, in the notice below it, and in the title of the page.
 *
 * page.js uses it.
 *
 *   new StateView(notice, {
 *     onToken()   the reader wants to enter the token
 *   })
 */

import {byId, say, setText} from './dom.js';
import {sentence, shortened} from './format.js';

const ROOM = 44; // letters on the button

export class StateView {
  constructor(notice, {onToken}) {
    this.notice = notice;
    this.key = {text: 'Enter the token', act: onToken};
    this.state = {kind: 'wait', text: 'Starting', more: ''};
    this.isEmpty = true;
  }

  /** An empty list says itself why; else the notice does. */
  setEmpty(on) {
    if (on === this.isEmpty) return;
    this.isEmpty = on;
    this.notify(this.state);
  }

  /** state: of connection.js, or of kind "file". */
  show(state) {
    const {kind, text, more} = state;
    const isNew = text !== this.state.text || more !== this.state.more;
    this.state = state;
    byId('state').dataset.kind = kind;
    setText(byId('state-text'), shortened(text, ROOM));
    byId('state').title = sentence(more || text);
    document.title = kind === 'live' ? 'diagtap' : `${text} · diagtap`;
    this.notify(state);
    if (isNew) say(more || text);
  }

  notify({kind, text, more, locked}) {
    if ((locked || !this.isEmpty) && (kind === 'bad' || (kind === 'wait' && more)))
      this.notice.show('state', kind, sentence(more || text), locked ? this.key : undefined);
    else
      this.notice.hide('state');
  }

  /** The sentence where the list has no row; why: the reason, if the source is open. */
  emptyText(why) {
    const {kind, text, more, locked} = this.state;
    if (kind === 'live') return why || 'Connected. No messages yet.';
    if (kind === 'file') return text;
    return more && !locked ? sentence(more) : 'No messages yet.';
  }
}
