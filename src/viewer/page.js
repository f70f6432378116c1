// SPDX-License-Identifier: MIT
/**
 * page.js - the viewer: makes the panes, and carries messages between them,
 * the connection and the worker.
 *
 *   connection --bytes--> worker --ticks, rows, details--> panes
 *
 * Everything that knows DIAG is in the worker; worker.js says what passes.
 */

import {LANES, RATS} from './decode/names.js';
import {Api} from './net/api.js';
import {Connection} from './net/connection.js';
import {FlowControl} from './net/flow_control.js';
import {Charts} from './charts/charts.js';
import {Captures} from './captures/captures.js';
import {openAbout} from './ui/about.js';
import {Bytes} from './ui/bytes.js';
import {Detail} from './ui/detail.js';
import {byId, download, isPhone, kept, say, setText} from './ui/dom.js';
import {makeDrop} from './ui/drop.js';
import {FilterBar} from './ui/filter.js';
import {Foot} from './ui/foot.js';
import {count, fullTime} from './ui/format.js';
import {makeKeys} from './ui/keys.js';
import {List} from './ui/list.js';
import {openMenu} from './ui/menu.js';
import {Notice} from './ui/notice.js';
import {makeSplits} from './ui/split.js';
import {Taps, tapOf} from './ui/taps.js';
import {makeTheme} from './ui/theme.js';
import {askToken} from './ui/token.js';

const TAP = tapOf(location.search);

class Viewer {
  constructor() {
    this.api = new Api();
    this.worker = new Worker(new URL('worker.js', import.meta.url), {type: 'module'});
    this.worker.onmessage = ({data}) => this.heard(data);
    this.worker.onerror = () => this.notice.show('trouble', 'bad',
      'The decoder has failed. Load this page again.');
    this.flowControl = new FlowControl((message, transfer) => this.worker.postMessage(message, transfer));
    this.isPaused = false;
    this.file = null; // the name of a file, while one is shown
    this.filtered = '';
    this.state = {kind: 'wait', text: 'Starting', more: ''};
    this.makePanes();
    this.makeTools();
    this.connect();
  }

  ask(message, transfer = []) {
    this.worker.postMessage(message, transfer);
  }

  makePanes() {
    this.notice = new Notice();
    this.foot = new Foot(byId('foot'));
    this.detail = new Detail(byId('detail'), {
      onNode: (node) => this.bytes.light(node),
    });
    this.bytes = new Bytes(byId('bytes'), {
      onByte: (view, offset) => this.detail.chooseAt(view, offset),
    });
    this.list = new List(byId('list'), {
      onView: (view) => this.ask(view),
      onSelect: (row) => this.selected(row),
      onOpen: () => this.openDetail(),
      onFollow: (on) => byId('follow').setAttribute('aria-pressed', on),
      onMarks: (marks) => this.foot.put('marked', marks.size ? count(marks.size) : ''),
    });
    this.filter = new FilterBar(byId('filter'), {
      onFilter: (text) => this.ask({type: 'filter', text}),
      onComplete: (text, caret) => this.ask({type: 'complete', text, caret}),
      onLeave: () => this.list.grid.focus(),
    });
    this.charts = new Charts(byId('charts'), {lanes: LANES, rats: RATS}, {
      onRow: (row) => this.locate(row),
    });
    this.taps = new Taps(byId('taps'), TAP);
    makeSplits();
    makeTheme(() => this.charts.repaint());
    makeDrop((file) => this.openFile(file));
    this.captures = new Captures(this.api, {
      status: () => this.status,
      onOpen: (name, load) => this.show(name, 'recorded by diagtapd', load),
      onToken: () => this.connection.unauthorised(),
    });
  }

  makeTools() {
    const click = (id, act) => byId(id).addEventListener('click', act);
    click('pause', () => this.pause(!this.isPaused));
    click('follow', () => this.list.setFollow(!this.list.following));
    click('clear', () => this.clear());
    click('charts-toggle', () => this.showCharts(byId('charts').classList.contains('closed')));
    click('captures', () => this.captures.open());
    click('menu', () => this.menu());
    click('state', () => this.about());
    for (const tab of document.querySelectorAll('.tabs button'))
      tab.addEventListener('click', () => this.turn(tab.dataset.tab));
    this.showCharts(kept.get('charts') !== 'closed');
    makeKeys({
      filter: () => this.filter.focus(),
      pause: () => this.pause(!this.isPaused),
      move: (by) => this.list.move(by),
      save: () => this.save('filtered'),
      menu: () => this.menu(),
    });
  }

  connect() {
    this.connection = new Connection(this.api, TAP, {
      onState: (state) => this.stated(state),
      onStatus: (status) => {
        this.status = status;
        this.foot.takeStatus(status, TAP);
        this.taps.take(status);
      },
      onToken: (wrong) => this.askToken(wrong),
      onBegin: (carrier) => this.flowControl.begin(carrier),
      onBytes: (buffer) => this.flowControl.take(buffer),
    });
    this.connection.start();
  }

  /** wrong: the last one was. */
  askToken(wrong) {
    askToken({
      wrong, onToken: (token) => {
        this.connection.setToken(token);
        this.captures.refresh();
      },
    });
  }

  // The worker says.

  heard(message) {
    this.acts[message.type]?.(message);
  }

  acts = {
    tick: (tick) => this.ticked(tick),
    rows: (message) => this.list.takeRows(message),
    filter: (message) => this.judged(message),
    completions: (message) => this.filter.offered(message),
    located: ({row, place}) => this.located(row, place),
    detail: (message) => this.detailed(message),
    saved: ({buffer, records}) => this.saved(buffer, records),
    opened: (message) => this.opened(message),
    trouble: ({text}) => this.notice.show('trouble', 'bad', text),
  };

  ticked(tick) {
    this.tick = tick;
    this.flowControl.took(tick.taken);
    this.list.take(tick.list);
    this.charts.take(tick);
    this.foot.take(tick, this.filtered !== '', this.charts.rate.latest());
    this.sayEmpty();
  }

  judged(message) {
    this.filter.judged(message);
    if (message.error) {
      say(`Filter: ${message.error.text}`);
      return;
    }
    this.filtered = message.text;
    this.list.reset();
    if (this.list.selected) this.ask({type: 'locate', row: this.list.selected.n});
    this.sayEmpty();
  }

  located(row, place) {
    if (this.sought === row) {
      this.sought = null;
      if (place >= 0) this.list.center(place);
      else say('The filter hides it.');
    } else {
      this.list.located(row, place);
    }
  }

  detailed({row, views, tree}) {
    if (row !== this.list.selected?.n) return;
    if (!tree) {
      this.detail.clear('This row is no longer held.');
      this.bytes.show([]);
      return;
    }
    const {name, host} = this.chosen;
    this.bytes.show(views);
    this.detail.show(row, `Row ${row} · ${name} · ${fullTime(host)}`, tree);
  }

  saved(buffer, records) {
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '');
    download(`${TAP}-${stamp}Z.pcap`, [buffer], 'application/vnd.tcpdump.pcap');
    say(`Saved ${count(records)} records.`);
  }

  opened({name, kind, rows, error}) {
    if (this.file !== name) return; // another, or what is live, is wanted now
    this.list.setFollow(false);
    this.list.grid.scrollTop = 0;
    const back = {text: 'Back to live', act: () => this.goLive()};
    if (error) this.notice.show('file', 'bad', `${name}: ${error}`, back);
    else this.notice.show('file', 'calm',
      `${name} (${kind}), ${count(rows)} rows, ${this.whence}.`, back);
    this.stated({kind: 'file', text: `File: ${name}`, more: ''});
  }

  // The reader does.

  selected(row) {
    this.chosen = row;
    this.charts.choose(row.host);
    this.ask({type: 'detail', row: row.n});
  }

  locate(row) {
    this.sought = row;
    this.ask({type: 'locate', row});
    if (isPhone()) this.turn('list');
  }

  openDetail() {
    if (isPhone()) this.turn('detail');
    this.detail.focus();
  }

  turn(tab) {
    document.body.dataset.tab = tab;
    for (const one of document.querySelectorAll('.tabs button'))
      one.setAttribute('aria-pressed', one.dataset.tab === tab);
  }

  showCharts(on) {
    byId('charts').classList.toggle('closed', !on);
    byId('charts-toggle').setAttribute('aria-pressed', on);
    kept.set('charts', on ? 'open' : 'closed');
    this.charts?.soon();
  }

  pause(on) {
    this.isPaused = on;
    byId('pause').setAttribute('aria-pressed', on);
    byId('pause-icon').setAttribute('href', on ? '#i-play' : '#i-pause');
    setText(byId('pause').lastElementChild, on ? 'Resume' : 'Pause');
    this.ask({type: 'pause', on});
    this.charts.freeze(on);
    if (on) this.list.setFollow(false);
    else if (!this.file) this.list.setFollow(true);
    say(on ? 'Paused.' : 'Going on.');
  }

  clear() {
    this.ask({type: 'clear'});
    this.forget();
    say('Cleared.');
  }

  forget() {
    this.chosen = null;
    this.list.forget();
    this.charts.clear();
    this.detail.clear('Choose a row to see what is in it.');
    this.bytes.show([]);
    this.notice.hide('trouble');
  }

  save(what) {
    const marks = [...this.list.marks];
    if (what === 'marked' && !marks.length) marks.push(this.list.selected.n);
    this.ask({type: 'save', rows: what === 'marked' ? marks : what});
  }

  openFile(file) {
    return this.show(file.name, 'from this machine', () => file.arrayBuffer());
  }

  /** What load() gives, in place of what is live. */
  async show(name, whence, load) {
    this.connection.stop();
    this.file = name;
    this.whence = whence;
    this.forget();
    this.charts.setLive(false);
    this.stated({kind: 'file', text: `Opening ${name}`, more: ''});
    this.ask({type: 'clear'});
    try {
      const buffer = await load();
      if (this.file === name) this.ask({type: 'open', name, buffer}, [buffer]);
    } catch (error) {
      this.opened({name, error: error.message});
    }
  }

  goLive() {
    this.file = null;
    this.notice.hide('file');
    this.clear();
    this.list.setFollow(true);
    this.connection.start();
  }

  async downloadDissector() {
    const answer = await this.api.fetch('diagtap.lua');
    if (answer.ok) download('diagtap.lua', [await answer.blob()], 'text/x-lua');
    else say('The dissector could not be had.');
  }

  menu() {
    const {rows, list} = this.tick ?? {rows: {first: 0, next: 0}, list: {first: 0, next: 0}};
    openMenu({
      api: this.api,
      tapName: TAP,
      counts: {
        rows: rows.next - rows.first,
        shown: list.next - list.first,
        marked: this.list.marks.size,
        selected: this.list.selected !== null,
      },
      onSave: (what) => this.save(what),
      onOpenFile: (file) => this.openFile(file),
      onDissector: () => this.downloadDissector(),
    });
  }

  about() {
    openAbout({
      state: this.state, status: this.status, tapName: TAP,
      carrier: this.connection.carrier, total: this.tick?.total,
    });
  }

  // How it stands.

  stated(state) {
    if (this.file && state.kind !== 'file') return;
    const {kind, text, more, locked} = state;
    const isNew = text !== this.state.text || more !== this.state.more;
    this.state = state;
    byId('state').dataset.kind = kind;
    setText(byId('state-text'), text);
    byId('state').title = more || text;
    this.charts.setLive(kind === 'live');
    const key = locked ? {text: 'Enter it', act: () => this.askToken(false)} : undefined;
    if (kind === 'bad' || (kind === 'wait' && more)) this.notice.show('state', kind, more || text, key);
    else this.notice.hide('state');
    if (isNew) say(more || text);
    document.title = kind === 'live' ? 'diagtap' : `${text} · diagtap`;
    this.sayEmpty();
  }

  sayEmpty() {
    const {kind, text, more} = this.state;
    const held = this.tick ? this.tick.rows.next - this.tick.rows.first : 0;
    if (held && this.filtered) this.list.setEmpty('No row passes the filter.');
    else if (kind === 'live') this.list.setEmpty('Connected. Nothing has come yet.');
    else this.list.setEmpty(more || text);
  }
}

new Viewer();
