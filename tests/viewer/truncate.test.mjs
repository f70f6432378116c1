// SPDX-License-Identifier: MIT
// Whatever bytes come, nothing throws and every record gives a row.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fixture, fixtures, load} from './lib.mjs';

const {PcapStream, Record} = await load('input/pcap.js');
const {Decoder} = await load('decode/decoder.js');

function recordsOf(bytes) {
  const records = [];
  new PcapStream({record: (record) => records.push(record),
    trouble: assert.fail}).push(bytes);
  return records;
}

/** Takes and shows the bytes as a record; what may not be is `failed`. */
function tryOut(bytes, length, what) {
  const rows = [];
  const decoder = new Decoder((row) => rows.push(row));
  const record = new Record(0, 0, length, bytes);
  decoder.take(record);
  assert.ok(rows.length > 0, `${what}: no row`);
  const visit = ({field, label, view, offset, length: size, children}, views) => {
    assert.notEqual(field, 'diagtap.failed', `${what}: ${label}`);
    assert.ok(offset + size <= views[view].bytes.length,
      `${what}: ${label} at ${offset}+${size} is outside`);
    children.forEach((child) => visit(child, views));
  };
  for (const frame of [0, ...rows.map((row) => row.frame)]) {
    const {tree, views} = decoder.look(record, frame);
    tree.forEach((node) => visit(node, views));
  }
  for (const row of rows) row.summary();
}

for (const name of fixtures) {
  test(`${name}, cut anywhere`, () => {
    recordsOf(fixture(name)).forEach(({bytes}, i) => {
      // Nested deeper than anyone does: that is told, with this very field.
      if (name === 'packet' && i === 15) return;
      for (let size = 0; size < bytes.length; size++) {
        const what = `record ${i + 1}, ${size} bytes`;
        tryOut(bytes.subarray(0, size), size, what);
        tryOut(bytes.subarray(0, size), bytes.length, `${what}, snapped`);
      }
    });
  });
}

test('bytes changed at random', () => {
  let seed = 7;
  const roll = (most) => (seed = seed * 16807 % 2147483647) % most;
  for (const name of fixtures) {
    for (const {bytes} of recordsOf(fixture(name))) {
      for (let i = 0; i < 20; i++) {
        const odd = bytes.slice();
        if (odd.length === 0) continue;
        for (let k = roll(3); k >= 0; k--) odd[roll(odd.length)] = roll(256);
        const decoder = new Decoder((row) => row.summary());
        const record = new Record(0, 0, odd.length, odd);
        decoder.take(record);
        decoder.look(record, 0);
      }
    }
  }
});
