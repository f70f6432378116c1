// SPDX-License-Identifier: MIT
/**
 * page.js - the viewer: makes the panes, and carries messages between them,
 * the feed and the worker.
 *
 *   feed --bytes--> worker --ticks, rows, details--> panes
 *
 * Only the worker knows DIAG.  worker.js explains the messages.
 */

import {LANES, RATS} from './decode/names.js';
import {Api} from './net/api.js';
import {Feed} from './net/feed.js';
import {keepOffline} from './net/offline.js';
import {Charts} from './charts/charts.js';
import {Dialogs} from './dialogs.js';
import {isForWantOfMasks, whyNothing} from './control/texts.js';
import {Pictures} from './pictures/pictures.js';
import {Saved} from './saved/saved.js';
import {Bytes} from './ui/bytes.js';
import {Detail} from './ui/detail.js';
import {byId, copy, isPhone, say} from './ui/dom.js';
import {makeDrop} from './ui/drop.js';
import {FilterBar} from './ui/filter.js';
import {Foot} from './ui/foot.js';
import {count} from './ui/format.js';
import {makeKeys} from './ui/keys.js';
import {List} from './ui/list.js';
import {Notice} from './ui/notice.js';
import {Selection} from './ui/selection.js';
import {Place} from './ui/place.js';
import {Rules} from './ui/rules.js';
import {makeSplits} from './ui/split.js';
import {StateView} from './ui/state.js';
import {makeTabs, showTab} from './ui/tabs.js';
import {Taps, tapOf} from './ui/taps.js';
import {makeTheme} from './ui/theme.js';
import {Toolbar} from './ui/toolbar.js';
import {Controls} from './wireshark/controls.js';
import {Wireshark} from './wireshark/wireshark.js';

const TAP = tapOf(location.search);

class Viewer {
  constructor() {
    this.api = new Api();
    this.place = new Place(location, history);
    this.isPaused = false;
    this.status = this.before = null; // the last two of /api/status
    this.filtered = ''; // the filter that is in effect
    this.wireshark = new Wireshark(this.api);
    this.makeWorker();
    this.makeViews();
    this.makePanes();
    this.makeControls();
    this.feed = this.makeFeed();
    this.feed.goLive();
    this.restore();
  }

  makeWorker() {
    this.worker = new Worker(new URL('worker.js', import.meta.url), {type: 'module'});
    this.worker.onmessage = ({data}) => this.acts[data.type]?.(data);
    this.worker.onerror = () => this.notice.show('trouble', 'bad',
      'The decoder has failed. Reload this page.');
  }

  ask(message, transfer = []) {
    this.worker.postMessage(message, transfer);
  }

  makeViews() {
    this.notice = new Notice();
    this.state = new StateView(this.notice, {onToken: () => this.dialogs.askToken(false)});
    this.foot = new Foot(byId('foot'));
    this.taps = new Taps(byId('taps'), TAP, (tap) => location.assign(this.place.addressOf(tap)));
  }

  makePanes() {
    this.detail = new Detail(byId('detail'), {
      onNode: (node) => this.bytes.highlight(node),
      onEngine: (engine) => this.selection.setEngine(engine),
      onApply: (act, text, field) => this.applies[act](text, field),
      onMessage: (act) => act === 'bookmark' ? this.saved.bookmark() : this.saved.copy(act),
    });
    this.bytes = new Bytes(byId('bytes'), {
      onByte: (view, offset) => this.detail.chooseAt(view, offset),
    });
    this.charts = new Charts(byId('charts'), {lanes: LANES, rats: RATS}, {
      onRow: (row) => this.selection.seek(row),
      onSpan: (span) => this.place.set('span', span),
    });
    this.pictures = new Pictures(byId('charts'), this);
    this.toolbar = this.makeToolbar(); // the list tells it whether it follows
    this.list = new List(byId('list'), {
      onView: (view) => this.ask(view),
      onSelect: (row) => this.selected(row),
      onColumns: (fields) => this.ask({type: 'columns', fields}),
      onOpen: () => this.selection.openDetail(),
      onFollow: (on) => this.toolbar.setFollow(on),
      onLeaving: () => this.keep(),
      onVisible: (times) => this.charts.setVisible(times),
      onMarks: (marks) => this.foot.put('marked', marks.size ? count(marks.size) : ''),
    });
    this.selection = new Selection((message) => this.ask(message), this);
  }

  makeToolbar() {
    return new Toolbar({
      pause: () => this.pause(!this.isPaused),
      follow: () => this.list.setFollow(!this.list.following),
      clear: () => this.clear(),
      'charts-toggle': () => this.showCharts(!this.charts.isOpen),
      captures: () => this.dialogs.captures.open(),
      control: () => this.dialogs.control.open(),
      menu: () => this.dialogs.menu(),
      state: () => this.dialogs.about(),
    });
  }

  makeControls() {
    this.filter = new FilterBar(byId('filter'), {
      onFilter: (text) => this.controls.use(text),
      onComplete: (text, caret) => this.controls.complete(text, caret),
      onLeave: () => this.leaveFilter(),
      onEngine: () => this.controls.displayFilter.stop(),
      onSaved: () => this.saved.openFilters(),
    });
    this.controls = new Controls(this.wireshark, (message) => this.ask(message), this,
      {filtered: () => this.filtered});
    this.dialogs = new Dialogs(this, TAP);
    this.saved = new Saved((message) => this.ask(message), this, TAP);
    this.rules = new Rules((rules) => this.colour(rules));
    this.colour(this.rules.texts);
    this.showCharts(this.charts.isOpen);
    makeSplits();
    makeTabs((tab) => isPhone() && this.place.set('pane', tab === 'list' ? '' : tab));
    makeTheme(() => this.pictures.repaint());
    makeDrop((file) => this.openFile(file));
    makeKeys({
      filter: () => this.filter.focus(),
      pause: () => this.pause(!this.isPaused),
      move: (by) => this.list.move(by),
      save: () => this.saved.save('filtered', 'message'),
      bookmark: () => this.saved.bookmark(),
      bookmarks: () => this.saved.openBookmarks(),
      filters: () => this.saved.openFilters(),
      copy: (form) => this.saved.copy(form),
      menu: () => this.dialogs.menu(),
    });
  }

  makeFeed() {
    return new Feed(this.api, TAP, (...message) => this.ask(...message), {
      onState: (state) => this.stated(state),
      onStatus: (status) => {
        [this.before, this.status] = [this.status, status];
        this.foot.takeStatus(status, TAP);
        this.controls.offer(status?.wireshark === true);
        this.taps.take(status);
        this.sayEmpty();
      },
      onToken: (wrong) => this.dialogs.askToken(wrong),
      onOpened: (file) => this.opened(file),
    });
  }

  // Messages of the worker.

  acts = {
    tick: (tick) => this.ticked(tick),
    rows: (message) => this.list.takeRows(message),
    filter: (message) => this.compiled(message),
    completions: (message) => this.filter.offer(message),
    located: (message) => this.selection.located(message),
    detail: (message) => this.selection.show(message),
    record: (message) => this.selection.showRecord(message),
    records: (message) => this.controls.displayFilter.came(message),
    saved: (message) => this.saved.take(message),
    replaced: () => this.replaced(),
    opened: (message) => this.feed.opened(message),
    radio: (message) => this.pictures.came(message),
    trouble: ({text}) => this.notice.show('trouble', 'bad', text),
  };

  ticked(tick) {
    this.tick = tick;
    this.feed.flowControl.setDone(tick.taken);
    this.list.take(tick.list);
    this.controls.displayFilter.take(tick.rows);
    this.pictures.take(tick);
    this.foot.take(tick, this.filtered !== '', this.charts.all.rate.latest());
    this.sayEmpty();
  }

  compiled(message) {
    this.filter.compiled(message);
    if (message.error) {
      say(`Filter: ${message.error.text}`);
      return;
    }
    this.filtered = message.text;
    const isOurs = this.filter.engine === 'diagtap';
    this.place.set('filter', isOurs ? message.text : '');
    this.place.set('wireshark', isOurs ? '' : message.text);
    this.charts.setFiltered(message.text !== '');
    this.list.reset();
    if (this.list.selected) this.ask({type: 'locate', row: this.list.selected.n});
    this.sayEmpty();
  }

  colour(rules) {
    this.ask({type: 'colours', rules});
    this.list.refresh();
  }

  leaveFilter() {
    this.controls.displayFilter.stop();
    this.list.focus();
  }

  // The address.

  /** Shows what the address says. */
  restore() {
    const span = this.place.number('span');
    if (span !== null) this.charts.setSpan(span);
    if (this.place.get('charts') === 'off') this.showCharts(false);
    this.wantedTab = this.place.get('pane') || (this.place.get('view') ? 'charts' : 'list');
    showTab(this.wantedTab);
    const capture = this.place.get('capture');
    if (capture) this.openCapture(capture);
    this.filter.begin(this.place.get('filter'));
    const display = this.place.get('wireshark');
    if (display) this.controls.suggest(display);
  }

  openCapture(name) {
    this.wantedRow = this.place.number('row');
    return this.feed.open(name, 'recorded by diagtapd', () => this.dialogs.captures.load(name), true);
  }

  selected(row) {
    this.selection.take(row);
    if (this.place.get('capture')) this.place.set('row', row.n);
  }

  // What the reader does.

  /** With the field that is selected in the detail; text is its filter. */
  applies = {
    filter: (text) => this.filter.set(text),
    and: (text) => this.filter.set(this.filter.text ? `(${this.filter.text}) && ${text}` : text),
    column: (text, field) => this.list.columns.toggleField(field),
    colour: (text) => this.rules.toggle(text),
    copy: async (text) => say(await copy(text) ? 'Copied.' : 'The browser does not allow to copy.'),
  };

  showCharts(on) {
    this.charts.setOpen(on);
    this.place.set('charts', on ? '' : 'off');
    this.toolbar.setCharts(on);
  }

  /** The rows that the reader looks at would be dropped next: they stay. */
  keep() {
    if (this.isPaused) return;
    this.pause(true);
    this.notice.show('kept', 'calm', 'Paused, so that the rows that you look at stay.',
      {text: 'Resume', act: () => this.pause(false)});
  }

  pause(on) {
    this.isPaused = on;
    if (!on) this.notice.hide('kept');
    this.toolbar.setPaused(on);
    this.ask({type: 'pause', on});
    this.charts.freeze(on);
    if (on) this.list.setFollow(false);
    else if (this.feed.isLive) this.list.setFollow(true);
    say(on ? 'Paused.' : 'Resumed.');
  }

  clear() {
    this.ask({type: 'clear'});
    this.forget();
    say('Cleared.');
  }

  forget() {
    this.list.forget();
    this.pictures.clear();
    this.selection.clear();
    this.saved.opened('');
    this.notice.hide('trouble');
  }

  openFile(file) {
    return this.feed.open(file.name, 'from this machine', () => file.arrayBuffer());
  }

  /** A file takes the place of what was shown. */
  replaced() {
    this.feed.replaced();
    this.forget();
    this.place.forget();
    const {name, isCapture} = this.feed.file;
    this.saved.opened(`${isCapture ? 'capture' : 'file'} ${name}`);
    if (isCapture) this.place.set('capture', name);
    this.charts.setFile(true);
  }

  /** A file that cannot be read changes nothing else. */
  opened({name, kind, rows, error, whence, isShown}) {
    if (!isShown) {
      this.notice.show('file', 'bad', `${name}: ${error}`);
      return;
    }
    this.list.scrollToTop();
    if (this.wantedRow) {
      this.selection.seek(this.wantedRow);
      showTab(this.wantedTab);
    }
    this.wantedRow = null;
    const back = {text: 'Back to live', act: () => this.goLive()};
    if (error) this.notice.show('file', 'bad', `${name}: ${error}`, back);
    else this.notice.show('file', 'calm', `${name} (${kind}), ${count(rows)} rows, ${whence}.`, back);
  }

  goLive() {
    this.notice.hide('file');
    this.clear();
    this.charts.setFile(false);
    this.place.forget();
    this.list.setFollow(true);
    this.feed.goLive();
  }

  // The state.

  stated(state) {
    this.state.show(state);
    this.charts.setLive(state.kind === 'live');
    this.sayEmpty();
  }

  sayEmpty() {
    const held = this.tick ? this.tick.rows.next - this.tick.rows.first : 0;
    const why = whyNothing(this.status, this.before, TAP);
    this.state.setEmpty(!held);
    this.list.setEmpty(held && this.filtered ? 'No row passes the filter.' : this.state.emptyText(why),
      isForWantOfMasks(why) ? {text: 'Choose what the modem logs', act: () => this.dialogs.control.open()} : null);
  }
}

new Viewer();
keepOffline();
