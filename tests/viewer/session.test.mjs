// SPDX-License-Identifier: MIT
// What the worker answers to the page: rows, places, bounds, pause, saving.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bufferOf, captureOf, load, logOf, packetOf, startSession} from
  './lib.mjs';

const {RATS} = await load('decode/names.js');

/** `count` records of one frame each, paging of cells 0, 1, 2, ... */
const pagings = (count, from = 0) => captureOf(Array.from({length: count},
  (_, i) => packetOf(logOf(from + i))));

test('rows have numbers, and keep their places', async () => {
  const viewer = startSession();
  await viewer.feed(pagings(5));
  const rows = await viewer.rows();
  assert.deepEqual(rows.map(({n, pci}) => [n, pci]),
    [[1, 0], [2, 1], [3, 2], [4, 3], [5, 4]]);
  const [row] = rows;
  assert.deepEqual({...row, host: 0, modem: 0}, {n: 1, host: 0, modem: 0,
    dir: 'down', rat: 'lte', name: 'LTE RRC · PCCH', lane: 'PCCH', op: 16,
    opName: 'Log', code: 0xb0c0, length: 36,
    info: 'Paging · pci 0 · EARFCN 1300 · SFN 256', pci: 0, arfcn: 1300,
    radio: null, crc: 'ok', truncated: false, loss: null});
  assert.equal(row.host, 1767323045000);
  assert.ok(Math.abs(row.modem - 1767323045677.814) < 0.001, row.modem);
});

test('beyond the bound the oldest rows go, and are counted', async () => {
  const viewer = startSession({rows: 10});
  await viewer.feed(pagings(25));
  viewer.session.tick();
  const tick = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual(tick.rows, {first: 16, next: 26});
  assert.deepEqual(tick.list, {first: 15, next: 25});
  assert.equal(tick.dropped, 15);
  assert.deepEqual((await viewer.rows()).map(({n}) => n),
    [16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  assert.equal((await viewer.ask({type: 'detail', row: 15})).tree, null);
  assert.notEqual((await viewer.ask({type: 'detail', row: 16})).tree, null);
});

test('bytes of records are bounded as well', async () => {
  const size = packetOf(logOf(0)).length;
  const viewer = startSession({rows: 1000, bytes: 10 * size});
  await viewer.feed(pagings(30));
  viewer.session.tick();
  const tick = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual(tick.held, {rows: 10, bytes: 10 * size});
  assert.equal(tick.dropped, 20);
});

test('a pause keeps what is held, and counts what is not', async () => {
  const viewer = startSession({rows: 10});
  await viewer.feed(pagings(6));
  await viewer.ask({type: 'pause', on: true});
  await viewer.feed(pagings(6).slice(24));
  viewer.session.tick();
  let tick = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual([tick.rows, tick.missed, tick.dropped, tick.paused],
    [{first: 1, next: 11}, 2, 0, true]);
  await viewer.ask({type: 'pause', on: false});
  await viewer.feed(pagings(1).slice(24));
  viewer.session.tick();
  tick = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual([tick.rows, tick.missed, tick.dropped, tick.paused],
    [{first: 2, next: 12}, 2, 1, false]);
});

test('a filter makes places of its own, and new rows join', async () => {
  const viewer = startSession({rows: 20});
  await viewer.feed(pagings(10));
  const answer = await viewer.ask({type: 'filter', text: 'pci >= 6'});
  assert.deepEqual(answer, {type: 'filter', text: 'pci >= 6', error: null,
    kept: 'pci >= 6'});
  assert.deepEqual((await viewer.rows()).map(({n}) => n), [7, 8, 9, 10]);
  await viewer.feed(pagings(15, 10).slice(24));
  // Rows 1 to 5 have gone; places stay.
  assert.deepEqual((await viewer.rows(3, 2)).map(({n}) => n), [10, 11]);
  assert.equal((await viewer.ask({type: 'locate', row: 8})).place, 1);
  assert.equal((await viewer.ask({type: 'locate', row: 3})).place, 0);
  assert.equal((await viewer.ask({type: 'locate', row: 99})).place, -1);
  const wrong = await viewer.ask({type: 'filter', text: 'pci >'});
  assert.deepEqual([wrong.error.at, wrong.kept], [5, 'pci >= 6']);
  assert.equal((await viewer.rows()).length, 19, 'the former filter stays');
  await viewer.ask({type: 'filter', text: ''});
  assert.equal((await viewer.rows()).length, 20);
});

test('a filtered list forgets rows that have gone', async () => {
  const viewer = startSession({rows: 10});
  await viewer.ask({type: 'filter', text: 'lte'});
  for (let i = 0; i < 10; i++) {
    await viewer.feed(pagings(10).slice(i === 0 ? 0 : 24));
    const rows = await viewer.rows();
    assert.deepEqual([rows.length, rows[0].n], [10, 10 * i + 1]);
  }
  viewer.session.tick();
  const tick = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual(tick.list, {first: 90, next: 100});
});

test('who follows gets the last rows with every tick', async () => {
  const viewer = startSession();
  await viewer.feed(pagings(5));
  const first = await viewer.ask({type: 'view', count: 2, follow: true});
  assert.deepEqual([first.first, first.rows.map(({n}) => n)], [3, [4, 5]]);
  await viewer.feed(pagings(2).slice(24));
  viewer.session.tick();
  const rows = viewer.said.find(({type}) => type === 'rows');
  assert.deepEqual([rows.first, rows.rows.map(({n}) => n), rows.follow],
    [5, [6, 7], true]);
  /* A page that knows of the places before it has the rows draws none. */
  const types = viewer.said.map(({type}) => type);
  assert.ok(types.lastIndexOf('rows') < types.indexOf('tick'), types.join(' '));
});

test('one tick is due, however much comes', async () => {
  const {Session} = await load('rows/session.js');
  const due = [];
  const said = [];
  const session = new Session({post: (message) => said.push(message),
    later: (act, ms) => due.push([act, ms])});
  session.take({type: 'bytes', buffer: bufferOf(pagings(3))});
  session.take({type: 'bytes', buffer: bufferOf(pagings(3).slice(24))});
  assert.equal(due.length, 1);
  assert.equal(due[0][1], 50);
  due[0][0]();
  assert.deepEqual(said.map(({type}) => type), ['tick']);
  session.take({type: 'bytes', buffer: bufferOf(pagings(1).slice(24))});
  assert.equal(due.length, 2);
});

test('a tick has rates, marks and cells', async () => {
  const viewer = startSession();
  await viewer.feed(pagings(3));
  viewer.session.tick();
  const tick = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual(tick.rates,
    [{second: 1767323045, rats: {lte: {frames: 3, bytes: 108}}}]);
  assert.deepEqual([...tick.marks.rows], [1, 2, 3]);
  assert.deepEqual([...tick.marks.hosts],
    [1767323045000, 1767323045000, 1767323045000]);
  assert.deepEqual([...tick.marks.rats], Array(3).fill(RATS.indexOf('lte')));
  assert.deepEqual(tick.cells.map(({row, rat, arfcn, pci}) =>
    [row, rat, arfcn, pci]), [[1, 'lte', 1300, 0], [2, 'lte', 1300, 1],
    [3, 'lte', 1300, 2]]);
  await viewer.feed(captureOf([packetOf(logOf(2))]).slice(24));
  viewer.session.tick();
  const next = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual(next.cells, [], 'the cell is the same');
  assert.deepEqual(next.rates[0].rats.lte, {frames: 4, bytes: 144},
    'a second is told whole');
  assert.deepEqual([...next.marks.rows], [4]);
  assert.equal(next.total.frames, 4);
});

const tickOf = (viewer) => {
  viewer.said.length = 0;
  viewer.session.tick();
  return viewer.said.find(({type}) => type === 'tick');
};

test('the charts of a filter have the rows that pass, older ones too', async () => {
  const viewer = startSession();
  await viewer.feed(pagings(5));
  assert.equal(tickOf(viewer).filtered, null);
  await viewer.ask({type: 'filter', text: 'pci >= 3'});
  const {filtered, marks} = tickOf(viewer);
  assert.deepEqual([...filtered.marks.rows], [4, 5]);
  assert.deepEqual(filtered.rates[0].rats, {lte: {frames: 2, bytes: 72}});
  assert.deepEqual(filtered.cells.map(({pci}) => pci), [3, 4]);
  assert.equal(marks.rows.length, 0, 'all rows were told before');
  await viewer.feed(pagings(2, 2).slice(24));
  const next = tickOf(viewer);
  assert.deepEqual([...next.filtered.marks.rows], [7]);
  assert.deepEqual([...next.marks.rows], [6, 7]);
  await viewer.ask({type: 'filter', text: ''});
  assert.equal(tickOf(viewer).filtered, null);
});

test('a filter by a field of the detail finds old and new rows', async () => {
  const viewer = startSession();
  await viewer.feed(pagings(3));
  await viewer.ask({type: 'filter', text: 'diagtap.earfcn in {1300} && diagtap.pdu_len'});
  assert.equal((await viewer.rows()).length, 3);
  await viewer.feed(pagings(2).slice(24));
  assert.equal((await viewer.rows()).length, 5);
  await viewer.ask({type: 'filter', text: 'diagtap.earfcn == 1301'});
  assert.equal((await viewer.rows()).length, 0);
});

test('packets of a tap without frames count', async () => {
  const viewer = startSession();
  const packet = Uint8Array.of(0x02, 0x02, 2, 12, 0, 0, 0x45, ...new Array(19).fill(0));
  await viewer.feed(captureOf([packet, packet]));
  const {rates, total} = tickOf(viewer);
  assert.equal(total.frames, 2);
  assert.deepEqual(Object.values(rates[0].rats).map(({frames}) => frames), [2]);
});

test('clear and begin start anew', async () => {
  const viewer = startSession();
  await viewer.feed(pagings(3).subarray(0, 150));
  await viewer.ask({type: 'begin'});
  await viewer.feed(pagings(2));
  assert.equal((await viewer.rows()).length, 3, 'one, and two');
  await viewer.ask({type: 'clear'});
  await viewer.feed(pagings(1).slice(24));
  assert.deepEqual((await viewer.rows()).map(({n}) => n), [1]);
});

test('no message is taken that is not known', () => {
  const {session} = startSession();
  assert.throws(() => session.take({type: 'what'}), /no such message: what/);
});
