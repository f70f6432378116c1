// SPDX-License-Identifier: MIT
// The charts: which row a place in the lanes stands for, which cell one in
// the cells, and what the bars add up to.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './lib.mjs';

globalThis.matchMedia = () => ({matches: false}); // no phone

const {Cells, describe} = await load('charts/cells.js');
const {Lanes} = await load('charts/lanes.js');
const {Marks} = await load('charts/marks.js');
const {Rate} = await load('charts/rate.js');
const {axisTime} = await load('ui/format.js');
const {LEFT, TimeAxis, niceMax, timeTicks} = await load('charts/plot.js');

const NAMES = ['BCCH', 'PCCH', 'DCCH', 'NAS'];
const LANE = 13; // px

/** Rows from `first` on, as a tick has them: [host, lane]. */
const marksOf = (first, rows) => ({rows: Uint32Array.from(rows, (_, i) => first + i), hosts: Float64Array.from(rows, ([host]) => host),
  lanes: Uint8Array.from(rows, ([, lane]) => lane), rats: new Uint8Array(rows.length)});

/** A minute in 600 px: 100 ms each. */
const axis = new TimeAxis(0, 60000, LEFT + 600 + 10);

function lanesOf(first, rows) {
  const marks = new Marks();
  marks.add(marksOf(first, rows));
  const lanes = new Lanes(marks, NAMES, ['lte']);
  lanes.arrange();
  return {marks, lanes};
}

const at = (lanes, time, lane) => lanes.find(axis, axis.x(time) + 1, 2 + lane * LANE + 6);

test('a place in a lane is the nearest row of that lane', () => {
  const {lanes} = lanesOf(7, [[1000, 0], [1100, 2], [1300, 0], [9000, 2], [9000, 3]]);
  assert.deepEqual(lanes.shown, [0, 2, 3], 'a lane without a row is not shown');
  assert.equal(at(lanes, 1000, 0), 7);
  assert.equal(at(lanes, 1100, 0), 7, 'the nearer one');
  assert.equal(at(lanes, 1250, 0), 9);
  assert.equal(at(lanes, 1000, 1), 8, 'the second lane that is shown');
  assert.equal(at(lanes, 9000, 2), 11);
  assert.equal(at(lanes, 5000, 0), 0, 'nothing is near');
  assert.equal(at(lanes, 9000, 3), 0, 'below all lanes');
});

test('rows that are gone are found no more, and their lane goes', () => {
  const {marks, lanes} = lanesOf(1, [[1000, 0], [2000, 1], [3000, 1]]);
  marks.drop(2);
  assert.equal(at(lanes, 1000, 0), 0);
  assert.equal(lanes.arrange(), true);
  assert.deepEqual(lanes.shown, [1]);
  assert.deepEqual([marks.oldest, marks.newest], [2000, 3000]);
  marks.add(marksOf(50, [[4000, 2]]));
  assert.equal(at(lanes, 4000, 0), 0, 'its lane is not shown yet');
  lanes.arrange();
  assert.equal(at(lanes, 4000, 1), 50, 'a number beyond a gap, as a filter leaves it');
});

test('a place in the cells is the cell that served then', () => {
  const cells = new Cells();
  const lte = (host, pci) => ({rat: 'lte', radio: null, host, arfcn: 1300, pci});
  cells.add([{rat: 'nr', radio: 2, host: 2000, arfcn: 628800, pci: 9}]);
  cells.add([lte(1000, 1), lte(5000, 2)]);
  cells.add([lte(9000, 3)]);
  assert.deepEqual([...cells.lines.keys()], ['lte', 'nr 2'], 'in the order of technologies');
  const place = (time, line) => cells.find(axis, axis.x(time), 2 + line * 18 + 5);
  assert.equal(place(500, 0), null);
  assert.deepEqual([1000, 4999, 5001, 20000].map((time) => place(time, 0).pci), [1, 1, 2, 3]);
  assert.equal(place(3000, 1).pci, 9);
  assert.equal(place(3000, 2), null);
});

test('cells are described in the words of their technology', () => {
  assert.equal(describe({rat: 'lte', arfcn: 1300, pci: 1}), 'EARFCN 1300 · PCI 1');
  assert.equal(describe({rat: 'nr', arfcn: 628800, pci: 0}), 'NR-ARFCN 628800 · PCI 0');
  assert.equal(describe({rat: 'umts', arfcn: 10713, pci: 5}), 'UARFCN 10713 · PSC 5');
  assert.equal(describe({rat: 'gsm', arfcn: 42, pci: null}), 'ARFCN 42');
});

test('bars add up what came, for each technology', () => {
  const rate = new Rate();
  rate.add([{second: 10, rats: {lte: {frames: 3, bytes: 300}, nr: {frames: 1, bytes: 50}}},
    {second: 11, rats: {lte: {frames: 5, bytes: 500}}}]);
  rate.add([{second: 11, rats: {lte: {frames: 6, bytes: 600}}}]); // a second goes on
  assert.deepEqual([...rate.seen()], ['lte', 'nr']);
  assert.deepEqual(rate.bars(axis, 1).map(({second, total}) => [second, total]), [[10, 4], [11, 6]]);
  assert.deepEqual(rate.bars(axis, 2), [{second: 10, rats: [['lte', 4.5], ['nr', .5]], total: 5}]);
  rate.unit = 'bytes';
  assert.deepEqual(rate.bars(axis, 1).map(({total}) => total), [350, 600]);
  assert.deepEqual([rate.sum(10), rate.sum(12)], [{frames: 4, bytes: 350}, {frames: 0, bytes: 0}]);
});

test('a file of 45 years is drawn as soon as one of a minute', () => {
  const years = new TimeAxis(Date.UTC(1980, 0, 6), Date.UTC(2025, 5, 6), LEFT + 600 + 10);
  const rate = new Rate();
  const second = years.from / 1000;
  rate.add([{second: years.to / 1000 - 1, rats: {lte: {frames: 300, bytes: 1}}}, {second, rats: {nr: {frames: 600, bytes: 1}}}]);
  let looks = 0;
  const {get} = rate.seconds;
  rate.seconds.get = (key) => (looks++, get.call(rate.seconds, key));
  const width = 3_000_000; // seconds of a bar
  assert.deepEqual(rate.bars(years, width).map(({rats, total}) => [rats[0][0], total]), [['nr', 600 / width], ['lte', 300 / width]]);
  assert.ok(looks < 10, `${looks} seconds were looked at`);
  const {ticks, step} = timeTicks(years);
  assert.ok(ticks.length > 2 && ticks.length < 8, `${ticks.length}`);
  assert.equal(axisTime(Date.UTC(2020, 1, 3, 12), step), '2020-02-03');
});

test('the axis of a file begins where the modem had the time', () => {
  const begin = (...times) => lanesOf(1, times.map((time) => [time, 0])).marks.begin;
  const epoch = Date.UTC(1980, 0, 6);
  assert.equal(begin(epoch, epoch + 5000, Date.UTC(2025, 5, 6), Date.UTC(2025, 5, 7)), Date.UTC(2025, 5, 6));
  assert.equal(begin(epoch, epoch + 5000), epoch, 'it never had the time');
  assert.equal(begin(), null);
});

test('axes have round figures', () => {
  assert.deepEqual([0, 1, 1.5, 3, 7, 260].map(niceMax), [1, 1, 2, 5, 10, 500]);
  const {ticks, step} = timeTicks(axis);
  assert.deepEqual([axisTime(0, step), axisTime(0, 60000)].map((text) => text.length), [8, 5]);
  assert.ok(ticks.every((tick) => tick % 10000 === 0) && ticks.length >= 6, `${ticks}`);
});
