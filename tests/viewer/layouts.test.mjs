// SPDX-License-Identifier: MIT
// Every layout in data/, at every offset, means the same to the viewer as to
// the dissector: both read made-up records of all of them.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {dissected} from './dissected.mjs';
import {here, load, lua, need, tmp} from './lib.mjs';
import {compare, shown} from './trees.mjs';

need('tshark');

const {FIELDS, valueText} = await load('decode/fields.js');
const {IPA, RRC, STRUCTURES} = await load('decode/data/layouts_generated.js');
const {read} = await load('decode/ipa.js');

const folder = `${tmp}/layouts`;
fs.mkdirSync(folder);
execFileSync(lua, [`${here}/layouts.lua`, folder]);

const seen = new Set();

for (const name of ['lte_rrc', 'nr_rrc', 'logs', 'bodies',
  'packets', 'ipa']) {
  test(`fields of ${name}`, () => {
    const capture = `${folder}/${name}.pcap`;
    const ours = shown(new Uint8Array(fs.readFileSync(capture)));
    const theirs = dissected(capture);
    assert.ok(ours.length > 400, `${ours.length} records`);
    assert.equal(ours.length, theirs.length);
    const wrong = ours.flatMap((fields, i) =>
      compare(fields, theirs[i]).map((text) => `record ${i + 1}, ${text}`));
    assert.deepEqual(wrong.slice(0, 20), []);
    for (const fields of theirs) {
      for (const field of Object.keys(fields)) seen.add(field);
    }
  });
}

/** The records of a capture, from their first byte on. */
function* payloadsOf(capture) {
  const file = fs.readFileSync(capture);
  for (let at = 24; at < file.length;) {
    const size = file.readUInt32LE(at + 8);
    yield new Uint8Array(file.subarray(at + 16, at + 16 + size));
    at += 16 + size;
  }
}

// The viewer has no preference, but it has these layouts too.
for (const [version, form, name] of IPA.versions) {
  test(`status headers of IPA ${version / 10}`, () => {
    const capture = `${folder}/ipa.pcap`;
    const theirs = dissected(capture, '-o', `diagtap.ipa:${version / 10}`
      .replace(/:6$/, ':6.0'));
    const {size, rows} = IPA.layouts[name];
    let records = 0;
    [...payloadsOf(capture)].forEach((s, i) => {
      const head = {a: 3};
      // a_len, the form behind b_len, and no new fragment rule.
      if (s[2] !== size || s[4 + size] !== form || s[3] === 2) return;
      records++;
      for (const row of rows) {
        const field = FIELDS.get(row[0]);
        const value = read(s, head, row);
        const ours = valueText(field,
          field.type === 'UINT64' ? value : Number(value));
        assert.equal(ours, theirs[i][`diagtap.${row[0]}`],
          `record ${i + 1}, ${row[0]}`);
        seen.add(`diagtap.${row[0]}`);
      }
    });
    assert.ok(records > 20, `${records} records`);
  });
}

test('every field of a layout was seen', () => {
  const names = [...RRC.lteRrc, ...RRC.nrRrc, ...Object.values(IPA.layouts)]
    .flatMap(({rows}) => rows.map(([name]) => name));
  const ofStructures = Object.values(STRUCTURES)
    .flatMap(({rows}) => rows.map(({field}) => field));
  assert.deepEqual([...names, ...ofStructures].map((name) => `diagtap.${name}`)
    .filter((name) => !seen.has(name)), []);
});
