// SPDX-License-Identifier: MIT
/**
 * captures.js - the dialog with the captures that diagtapd has recorded, in one
 * section for each tap.
 *
 * page.js uses it.
 *
 *   new Captures(api, {
 *     status()             the last /api/status, or null
 *     onOpen(name, load)   show a capture in the viewer; load() gives its
 *                          bytes, or throws a Refusal
 *     onToken()            ask for the token, then call refresh()
 *   })
 *
 * While the dialog is open, it asks for the list every two seconds.
 */

import {download, el, say, setText} from '../ui/dom.js';
import {openDialog} from '../ui/dialog.js';
import {Refusal} from '../net/api.js';
import {Archive} from './archive.js';
import {TapSection} from './tap.js';
import {whyOff} from './texts.js';

const POLL = 2000;
const SOON = 250; // by then diagtapd has usually acted
const LIMIT = 50; // captures of a tap, before "Show older captures"

export class Captures {
  constructor(api, listener) {
    this.api = api;
    this.archive = new Archive(api);
    this.listener = listener;
  }

  open() {
    this.limit = LIMIT;
    this.sections = new Map(); // tap -> TapSection
    this.trouble = el('p', {class: 'error', role: 'alert', hidden: true});
    this.none = el('p', {text: 'Loading the list.'});
    this.taps = el('div', {});
    this.dialog = openDialog({title: 'Captures', onClose: () => this.closed()},
      this.trouble, this.none, this.taps);
    this.refresh();
  }

  /** The bytes of a capture.  Throws a Refusal. */
  async load(name) {
    const answer = await this.archive.capture(name);
    try {
      return await answer.arrayBuffer();
    } catch {
      throw new Refusal(0, 'The capture did not arrive whole: it is damaged, or diagtapd has ended. Its log says which.');
    }
  }

  closed() {
    this.dialog = null;
    clearTimeout(this.timer);
  }

  /** Asks for the list now, and again after POLL. */
  async refresh() {
    const {dialog} = this;
    if (!dialog) return;
    clearTimeout(this.timer);
    const archives = await this.tried(() => this.archive.list(this.limit));
    if (dialog !== this.dialog) return;
    if (archives) this.take(archives);
    if (archives && this.isLate) this.say('');
    this.isLate = !archives;
    if (!this.isLocked) this.later(POLL);
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (document.hidden ? this.later(POLL) : this.refresh()), ms);
  }

  /** Returns what act() gives.  If diagtapd refuses: shows the sentence and returns undefined. */
  async tried(act) {
    try {
      const result = await act();
      this.isLocked = false;
      return result;
    } catch (refusal) {
      this.isLocked = refusal.status === 401;
      this.say(refusal.message);
      if (this.isLocked) this.listener.onToken();
      return undefined;
    }
  }

  say(text) {
    setText(this.trouble, text);
    this.trouble.hidden = text === '';
  }

  take(archives) {
    this.none.hidden = archives.length > 0;
    setText(this.none, whyOff(this.listener.status()));
    for (const archive of archives) {
      if (!this.sections.has(archive.tap)) {
        const section = new TapSection(archive.tap, this.acts);
        this.sections.set(archive.tap, section);
        this.taps.append(section.element);
      }
      this.sections.get(archive.tap).take(archive, Date.now());
    }
  }

  acts = {
    onOrder: (action, tap) => this.change(() => this.archive.order(action, tap),
      {start: 'Recording.', stop: 'Stopped.', rotate: 'New file.'}[action]),
    onDelete: ({name}) => this.change(() => this.archive.remove(name), `Deleted ${name}.`),
    onMore: () => {
      this.limit *= 10;
      this.refresh();
    },
    onOpen: ({name}) => {
      this.dialog.close();
      this.listener.onOpen(name, () => this.load(name));
    },
    onDownload: ({name}) => this.download(name),
  };

  async change(act, done) {
    this.say('');
    if (!await this.tried(act)) return;
    say(done);
    this.later(SOON);
  }

  /** By a link.  A link sends no token, so with one the page loads the capture itself. */
  async download(name) {
    this.say('');
    if (!this.api.token) {
      el('a', {href: this.archive.url(name), download: name}).click();
      return;
    }
    say(`Downloading ${name}.`);
    const blob = await this.tried(async () => (await this.archive.capture(name)).blob());
    if (blob) download(name, [blob], blob.type);
  }
}
