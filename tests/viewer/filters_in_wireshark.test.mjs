// SPDX-License-Identifier: MIT
// Every filter that the detail pane shows works here and in Wireshark: it finds
// the row, or record, that it was read from.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {captureOf, fixture, fixtures, load, need, packetOf, tmp} from './lib.mjs';
import {MADE} from './made_values.mjs';

need('tshark');
const {MESSAGE_FIELDS} = await load('decode/values/fields.js');
const {compile} = await load('filter/filter.js');
const {filterText} = await load('filter/tree_field.js');
const {PcapStream} = await load('input/pcap.js');
const {Held} = await load('rows/held.js');

const dissector = process.env.DISSECTOR ??
  new URL('../../dissector/diagtap.lua', import.meta.url).pathname;

/** All filters of a tree. */
function filtersOf(nodes, out = new Set()) {
  for (const {field, value, children} of nodes) {
    const text = field && filterText(field, value);
    if (text) out.add(text);
    filtersOf(children, out);
  }
  return out;
}

const fieldOf = (text) => text.split(' ')[0];

/** The rows of a fixture: [{n, record, tree}]; record is a number, from 1. */
function rowsOf(name) {
  const held = new Held({}, null);
  new PcapStream({record: (record) => held.record(record), trouble: assert.fail})
    .push(fixture(name));
  const rows = [];
  for (let n = held.store.first; n < held.store.next; n++) {
    const row = held.store.at(n);
    rows.push({n, row, record: row.record.number, tree: held.treeOf(row)});
  }
  return rows;
}

/** The numbers of the records that pass a filter in tshark. */
const passing = (name, filter) => execFileSync('tshark', ['-2', '-r',
  `${tmp}/fixtures/${name}.pcap`, '-X', `lua_script:${dissector}`,
  '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
{encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e8})
  .split('\n').filter((line) => line).map(Number);

const tried = new Set(); // fields: one example of each is enough

/** Filters of a row with fields that no other row had. */
function freshOf(tree) {
  const fresh = [...filtersOf(tree)].filter((text) => !tried.has(fieldOf(text)));
  for (const text of fresh) tried.add(fieldOf(text));
  return fresh;
}

fs.writeFileSync(`${tmp}/fixtures/made_values.pcap`, captureOf(Object.values(MADE).map((packet) => packetOf(packet))));

for (const name of [...fixtures, 'made_values']) {
  test(`filters of ${name}`, () => {
    const wanted = []; // [record, all its filters in one]
    for (const {n, row, record, tree} of rowsOf(name)) {
      const fresh = freshOf(tree);
      for (const text of fresh) {
        const {test: passes, error} = compile(text, () => tree);
        assert.equal(error, null, `${text} of row ${n}`);
        assert.ok(passes(row), `${text} finds row ${n}`);
      }
      if (fresh.length > 0) {
        wanted.push([record, `(${fresh.map((text) => `(${text})`).join(' && ')})`]);
      }
    }
    if (wanted.length === 0) return;
    const records = passing(name, wanted.map(([record, text]) =>
      `(frame.number == ${record} && ${text})`).join(' || '));
    for (const [record, text] of wanted) {
      assert.ok(records.includes(record), `record ${record} of ${name}: ${text}`);
    }
  });
}

test('each value of a message was tried', () => {
  assert.deepEqual([...MESSAGE_FIELDS.keys()].filter((field) => !tried.has(field)), []);
});
