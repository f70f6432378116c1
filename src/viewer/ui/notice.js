// SPDX-License-Identifier: MIT
/** notice.js - the line under the bar for important messages.  page.js uses it. */

import {byId, setText} from './dom.js';

/* Only one notice is visible: the first of these. */
const SUBJECTS = ['filter', 'file', 'state', 'trouble', 'kept'];

export class Notice {
  constructor() {
    this.notices = new Map();
    byId('notice-act').addEventListener('click', () => this.act?.());
  }

  /** kind: "bad", "wait" or "calm"; button: {text, act} or undefined. */
  show(subject, kind, text, button) {
    this.notices.set(subject, {kind, text, button});
    this.draw();
  }

  hide(subject) {
    if (this.notices.delete(subject)) this.draw();
  }

  draw() {
    const subject = SUBJECTS.find((one) => this.notices.has(one));
    byId('notice').hidden = subject === undefined;
    if (subject === undefined) return;
    const {kind, text, button} = this.notices.get(subject);
    byId('notice').dataset.kind = kind;
    setText(byId('notice-text'), text);
    byId('notice-act').hidden = !button;
    setText(byId('notice-act'), button?.text ?? '');
    this.act = button?.act;
  }
}
