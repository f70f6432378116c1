// SPDX-License-Identifier: MIT
// The fixtures of the dissector give the fields that are written down in its
// golden files: what the viewer shows of a record is what Wireshark shows.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {test} from 'node:test';
import {fixture, fixtures, here, load} from './lib.mjs';
import {compare, shown} from './trees.mjs';

const {FIELDS} = await load('decode/fields.js');

/** Record number: {field: values}, of our fields in a golden file. */
function golden(name) {
  const records = [];
  const file = `${here}/../dissector/golden/${name}.txt`;
  for (const line of fs.readFileSync(file, 'latin1').split('\n')) {
    if (line.startsWith('record ')) records.push({});
    const [, field, value] = /^ {2}(diagtap\.\S+) = (.*)$/.exec(line) ?? [];
    if (field) records.at(-1)[field] = value;
  }
  return records;
}

// As in golden.lua: fixtures of layouts do not repeat what is around a packet.
const FRAMED = new Set(['container', 'frame', 'joined', 'path']);
const AROUND = /^diagtap\.((path|container|message|frame)(?![a-z0-9])|log\.(more|outer_len)$)/;

for (const name of fixtures) {
  test(`fields of ${name}`, () => {
    const expected = golden(name);
    const records = shown(fixture(name));
    assert.equal(records.length, expected.length);
    const wrong = records.flatMap((ours, i) =>
      compare(ours, expected[i], (field) =>
        !FRAMED.has(name) && AROUND.test(field)).map((text) =>
        `record ${i + 1}, ${text}`));
    assert.deepEqual(wrong, []);
  });
}

test('fields have the names, kinds and titles of the dissector', () => {
  const lines = fs.readFileSync(`${here}/../dissector/golden/fields.txt`,
    'utf8').trim().split('\n');
  const ours = [...FIELDS].map(([name, {type, title}]) =>
    `diagtap.${name}\tFT_${type}\t${title}`).sort();
  assert.deepEqual(ours, lines.sort());
});
