// SPDX-License-Identifier: MIT
// The fixtures of the dissector give the fields that are written down in its
// golden files: what the viewer shows of a record is what Wireshark shows.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {test} from 'node:test';
import {fixture, fixtures, here, load} from './lib.mjs';

const {PcapStream} = await load('intake/pcap.js');
const {Decoder} = await load('decode/decoder.js');
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

/** The same of our trees; every record has been seen before any is shown. */
function shown(octets) {
  const records = [];
  const decoder = new Decoder(() => {});
  const stream = new PcapStream({trouble: assert.fail, record: (record) => {
    records.push(record);
    decoder.take(record);
  }});
  stream.push(octets);
  return records.map((record) => {
    const fields = {};
    const gather = (nodes) => {
      for (const {field, value, children} of nodes) {
        if (field.startsWith('diagtap.')) {
          fields[field] = field in fields ? `${fields[field]}|${value}`
            : value;
        }
        gather(children);
      }
    };
    gather(decoder.look(record, 0).tree);
    return fields;
  });
}

// As in golden.lua: fixtures of layouts do not repeat what is around a packet.
const FRAMED = new Set(['container', 'frame', 'joined', 'path']);
const AROUND = /^diagtap\.((path|container|message|frame)(?![a-z0-9])|log\.(more|outer_len)$)/;

// On its second pass only the dissector knows what came later.
const LATER = 'diagtap.part.whole_in';

/** What is wrong with a record; nothing with one that is not theirs. */
function compare(ours, theirs, isFramed) {
  const wrong = [];
  if (Object.keys(theirs).length === 0) return wrong;
  for (const field of new Set([...Object.keys(ours),
    ...Object.keys(theirs)])) {
    let value = ours[field];
    const expected = theirs[field];
    if (!isFramed && AROUND.test(field)) continue;
    if (expected === undefined && field === LATER) continue;
    // We show what is there, and need not fill it up.
    if (field === 'diagtap.filled') continue;
    if (field === 'diagtap.payload') {
      // We show every PDU, where they hand over what they can.
      if (expected === undefined) continue;
      value = value?.slice(0, expected.length);
    }
    if (value !== expected) wrong.push(`${field}: ${value}, not ${expected}`);
  }
  return wrong;
}

for (const name of fixtures) {
  test(`fields of ${name}`, () => {
    const expected = golden(name);
    const records = shown(fixture(name));
    assert.equal(records.length, expected.length);
    const wrong = records.flatMap((ours, i) =>
      compare(ours, expected[i], FRAMED.has(name)).map((text) =>
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
