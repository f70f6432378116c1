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
import {Attempt} from '../net/attempt.js';
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
    this.attempt = new Attempt(() => this.listener.onToken());
    this.none = el('p', {text: 'Loading the list.'});
    this.taps = el('div', {});
    this.dialog = openDialog({title: 'Captures', onClose: () => this.closed()},
      this.attempt.element, this.none, this.taps);
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
    const archives = await this.attempt.tried(() => this.archive.list(this.limit));
    if (dialog !== this.dialog) return;
    if (archives) this.take(archives);
    if (archives && this.isLate) this.attempt.say('');
    this.isLate = !archives;
    if (!this.attempt.isLocked) this.later(POLL);
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (document.hidden ? this.later(POLL) : this.refresh()), ms);
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
    this.attempt.say('');
    if (!await this.attempt.tried(act)) return;
    say(done);
    this.later(SOON);
  }

  /** By a link.  A link sends no token, so with one the page loads the capture itself. */
  async download(name) {
    this.attempt.say('');
    if (!this.api.token) {
      el('a', {href: this.archive.url(name), download: name}).click();
      return;
    }
    say(`Downloading ${name}.`);
    const blob = await this.attempt.tried(async () => (await this.archive.capture(name)).blob());
    if (blob) download(name, [blob], blob.type);
  }
}
