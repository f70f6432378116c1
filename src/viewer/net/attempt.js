// SPDX-License-Identifier: MIT
/**
 * attempt.js - what a dialog asks of diagtapd, and where it says that it was
 * refused.
 *
 * captures.js and control.js use it.
 *
 *   const attempt = new Attempt(() => ask for the token, then try again);
 *   attempt.element              for the dialog
 *   await attempt.tried(act)     what act() gives, or undefined if it throws a
 *                                Refusal: the element then has the sentence
 *   attempt.isLocked             the last one was refused for want of a token
 */

import {el, setText} from '../ui/dom.js';

export class Attempt {
  constructor(onToken) {
    this.onToken = onToken;
    this.isLocked = false;
    this.element = el('p', {class: 'error', role: 'alert', hidden: true});
  }

  async tried(act) {
    try {
      const result = await act();
      this.isLocked = false;
      return result;
    } catch (refusal) {
      this.isLocked = refusal.status === 401;
      this.say(refusal.message);
      if (this.isLocked) this.onToken();
      return undefined;
    }
  }

  /** '' hides the element. */
  say(text) {
    setText(this.element, text);
    this.element.hidden = text === '';
  }
}
