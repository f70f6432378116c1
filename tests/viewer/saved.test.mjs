// SPDX-License-Identifier: MIT
// What the reader takes along: tables of rows, messages as texts, bookmarks and
// filters that the browser keeps.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {captureOf, load, logOf, packetOf, startSession} from './lib.mjs';

const kept = new Map();
globalThis.localStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
};

const {csvOf, jsonOf} = await load('rows/table.js');
const {hexText, treeText} = await load('saved/texts.js');
const {Bookmarks} = await load('saved/bookmarks.js');
const {SavedFilters} = await load('saved/filters.js');

const row = {n: 7, host: 1767323045123.5, modem: null, dir: 'down', rat: 'lte', name: 'LTE RRC · PCCH',
  op: 0x10, code: 0xb0c0, length: 36, info: 'Paging, "two"', extra: {'diagtap.pci': '1'}};

test('a table has a line for each row, in UTC, with its notes', () => {
  assert.equal(csvOf([row], ['diagtap.pci'], {7: 'here'}),
    'no,time,modem_time,direction,rat,message,opcode,code,length,info,diagtap.pci,note\r\n' +
    '7,2026-01-02T03:04:05.123500Z,,down,lte,LTE RRC · PCCH,0x10,0xb0c0,36,"Paging, ""two""",1,here\r\n');
  assert.deepEqual(JSON.parse(jsonOf([row, row], [], {})), new Array(2).fill({no: 7,
    time: '2026-01-02T03:04:05.123500Z', modem_time: '', direction: 'down', rat: 'lte',
    message: 'LTE RRC · PCCH', opcode: '0x10', code: '0xb0c0', length: 36, info: 'Paging, "two"'}));
  assert.deepEqual(JSON.parse(jsonOf([], [], {})), []);
});

test('no text of the network is a formula of a spreadsheet', () => {
  const infoOf = (info) => csvOf([{...row, info}], [], {}).split('\r\n')[1].split(',').slice(9).join(',');
  assert.equal(infoOf('=HYPERLINK("x")'), '"\'=HYPERLINK(""x"")"');
  assert.equal(infoOf('@SUM(1)'), '\'@SUM(1)');
  assert.equal(infoOf('+cmd|x'), '\'+cmd|x');
  assert.equal(infoOf('-87.5'), '-87.5');
  assert.equal(infoOf('two\nlines'), '"two\nlines"');
});

test('the worker saves the list as it is: the filter, the columns, the notes', async () => {
  const viewer = startSession();
  await viewer.feed(captureOf([1, 2, 3].map((pci) => packetOf(logOf(pci)))));
  await viewer.ask({type: 'columns', fields: ['diagtap.pci']});
  await viewer.ask({type: 'filter', text: 'pci >= 2'});
  const {buffer, records, form} = await viewer.ask({type: 'save', rows: 'filtered', form: 'json', notes: {3: 'last'}});
  const rows = JSON.parse(new TextDecoder().decode(buffer));
  assert.deepEqual([records, form], [2, 'json']);
  assert.deepEqual(rows.map((one) => [one.no, one['diagtap.pci'], one.note]), [[2, '2', ''], [3, '3', 'last']]);
  const csv = await viewer.ask({type: 'save', rows: [1], form: 'csv'});
  assert.match(new TextDecoder().decode(csv.buffer), /^no,.*\r\n1,2026-01-02T03:04:05\.000000Z,.*\r\n$/s);
});

test('a message is a text, and its bytes are what text2pcap reads', () => {
  assert.equal(treeText('Row 1', [{label: 'Log', children: [{label: 'Code: 0xb0c0', children: []}]}]),
    'Row 1\nLog\n    Code: 0xb0c0\n');
  assert.equal(hexText(Uint8Array.from({length: 18}, (_, i) => i + 0x40)),
    '0000  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO\n' +
    '0010  50 51                                            PQ\n');
});

test('bookmarks of a file are kept, those of the live stream are not', () => {
  let changes = 0;
  const bookmarks = new Bookmarks(() => changes++);
  bookmarks.open('file a.pcap');
  assert.ok(bookmarks.set(row, 'x'.repeat(600)));
  assert.ok(bookmarks.set({...row, n: 3}, 'early'));
  assert.deepEqual(bookmarks.sorted.map(({n, note}) => [n, note.length]), [[3, 5], [7, 500]]);
  bookmarks.open('');
  assert.equal(bookmarks.all.size, 0);
  bookmarks.set(row, 'live');
  const again = new Bookmarks(() => {});
  again.open('');
  assert.equal(again.all.size, 0);
  again.open('file a.pcap');
  assert.deepEqual(Object.keys(again.notes), ['3', '7']);
  again.remove(3);
  again.remove(7);
  assert.equal(JSON.parse(kept.get('diagtap.bookmarks'))['file a.pcap'], undefined);
  assert.ok(changes >= 4);
});

test('bookmarks are bounded, and what is kept may be anything', () => {
  const bookmarks = new Bookmarks(() => {});
  bookmarks.open('file b');
  for (let n = 1; n <= 500; n++) assert.ok(bookmarks.set({...row, n}, ''));
  assert.equal(bookmarks.set({...row, n: 501}, ''), false);
  assert.ok(bookmarks.set({...row, n: 500}, 'again'));
  for (let i = 0; i < 50; i++) {
    bookmarks.open(`file ${i}`);
    bookmarks.set(row, '');
  }
  assert.equal(Object.keys(bookmarks.load()).length, 40);
  for (const text of ['', 'null', '[1]', '{"file c": [null, {"n": 1}, 3]}']) {
    kept.set('diagtap.bookmarks', text);
    bookmarks.open('file c');
    assert.equal(bookmarks.all.size, 0);
  }
});

test('a filter is saved under a name, once', () => {
  const filters = new SavedFilters();
  filters.save('paging', 'lane == pcch', 'diagtap');
  filters.save('', 'nas', 'diagtap');
  filters.save('paging', 'lane == "PCCH"', 'diagtap');
  assert.deepEqual(new SavedFilters().all.map(({name, text}) => [name, text]),
    [['paging', 'lane == "PCCH"'], ['nas', 'nas']]);
  filters.remove('paging');
  assert.deepEqual(new SavedFilters().all.map(({name}) => name), ['nas']);
  for (const text of ['', '{}', '[1, null, {"name": "x"}]']) {
    kept.set('diagtap.filters', text);
    assert.deepEqual(new SavedFilters().all, []);
  }
});
