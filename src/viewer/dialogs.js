// SPDX-License-Identifier: MIT
/**
 * dialogs.js - the dialogs of the viewer: menu, captures, control, state, token.
 *
 * page.js uses it.
 *
 *   new Dialogs(viewer, tapName)
 *   viewer: the Viewer of page.js: its api, feed, list, saved, state, status, tick
 */

import {Captures} from './captures/captures.js';
import {Control} from './control/control.js';
import {FORMS} from './saved/saved.js';
import {openAbout} from './ui/about.js';
import {openMenu} from './ui/menu.js';
import {askToken} from './ui/token.js';

const NOTHING = {rows: {first: 0, next: 0}, list: {first: 0, next: 0}};

export class Dialogs {
  constructor(viewer, tapName) {
    this.viewer = viewer;
    this.tapName = tapName;
    const listener = {
      tapName,
      status: () => viewer.status,
      onOpen: (name, load) => viewer.feed.open(name, 'recorded by diagtapd', load, true),
      onCaptures: () => this.captures.open(),
      onToken: () => viewer.feed.connection.unauthorised(),
    };
    this.captures = new Captures(viewer.api, listener);
    this.control = new Control(viewer.api, listener);
  }

  /** wrong: diagtapd has refused the last token. */
  askToken(wrong) {
    askToken({wrong, onToken: (token) => {
      this.viewer.feed.connection.setToken(token);
      this.captures.refresh();
      this.control.refresh();
    }});
  }

  menu() {
    const {api, list: {marks, selected}, saved} = this.viewer;
    const {rows, list} = this.viewer.tick ?? NOTHING;
    openMenu({
      api,
      tapName: this.tapName,
      forms: FORMS,
      counts: {
        rows: rows.next - rows.first,
        shown: list.next - list.first,
        marked: marks.size,
        selected: selected !== null,
      },
      onSave: (what, form) => saved.save(what, form),
      onBookmarks: () => saved.openBookmarks(),
      onFilters: () => saved.openFilters(),
      onOpenFile: (file) => this.viewer.openFile(file),
    });
  }

  about() {
    const {state: {state}, status, feed, tick} = this.viewer;
    openAbout({state, status, tapName: this.tapName, carrier: feed.connection.carrier, total: tick?.total});
  }
}
