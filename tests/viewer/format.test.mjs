// SPDX-License-Identifier: MIT
// How the page writes times, paths and sentences.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './lib.mjs';

const {clock, datedClock, sentence, shortened} = await load('ui/format.js');

const at = (...parts) => new Date(...parts).getTime();

test('a time that is not of today has its date', () => {
  const now = at(2026, 10, 29, 12);
  const noon = at(2026, 10, 29, 3, 4, 5, 67);
  assert.equal(datedClock(noon, now), clock(noon));
  assert.equal(clock(noon), '03:04:05.067');
  assert.equal(datedClock(at(1980, 0, 6, 3, 4, 5, 67), now), '1980-01-06 03:04:05.067');
  assert.equal(datedClock(at(2025, 10, 29, 3, 4, 5, 67), now), '2025-11-29 03:04:05.067');
  assert.equal(datedClock(null, now), '');
});

test('a long text keeps its end', () => {
  assert.equal(shortened('Live: /dev/diag', 44), 'Live: /dev/diag');
  const text = `File: ${'a'.repeat(60)}/captures/last.pcap`;
  const short = shortened(text, 44);
  assert.equal(short.length, 44);
  assert.match(short, /^File: a+…a*\/captures\/last\.pcap$/);
});

test('what the daemon says becomes a sentence', () => {
  assert.equal(sentence('read: no such device'), 'Read: no such device.');
  assert.equal(sentence('It is.'), 'It is.');
  assert.equal(sentence(''), '');
});
