// SPDX-License-Identifier: MIT
// Whatever is in data/ means the same to the viewer as to the dissector: every
// table of names, every code, every version.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {here, load, lua} from './lib.mjs';

const {CODES, VALUES} = await load('decode/data/names_generated.js');
const {RRC} = await load('decode/data/layouts_generated.js');
const {ratName} = await load('decode/names.js');
const {channelOf, layoutOf} = await load('decode/logs/versions.js');

const theirs = JSON.parse(execFileSync(lua, [`${here}/names.lua`],
  {maxBuffer: 1e8}));

const camel = (name) => name.replace(/_(\w)/g, (_, c) => c.toUpperCase());

/** Entries as they are in a JSON object. */
const plain = (entries) => Object.fromEntries(
  [...entries].map(([key, value]) => [String(key), String(value)]));

test('there is every table, and no other', () => {
  const names = Object.keys(theirs.tables).sort();
  assert.ok(names.length > 20, `${names.length} tables`);
  assert.deepEqual([...Object.keys(VALUES), 'codes'].sort(), names);
});

for (const [table, values] of Object.entries(theirs.tables)) {
  if (table === 'codes') continue;
  test(`names of ${table}`, () => {
    assert.ok(Object.keys(values).length > 0);
    assert.deepEqual(plain(VALUES[table]), values);
  });
}

test('numbers that code names', () => {
  for (const [name, values] of Object.entries(theirs.tables.codes)) {
    assert.deepEqual(plain(Object.entries(CODES[camel(name)])), values);
  }
});

test('every code has the radio that it has there', () => {
  for (let code = 0; code <= 0xffff; code++) {
    assert.equal(ratName(code), theirs.rats[code] ?? '', code);
  }
});

for (const rrc of ['lte', 'nr']) {
  test(`layouts and channels of every version of ${rrc}`, () => {
    let known = 0;
    for (let version = 0; version <= 60; version++) {
      assert.equal(String(layoutOf(RRC[`${rrc}Rrc`], version).payload),
        theirs.payloads[`${rrc} ${version}`], `version ${version}`);
      for (let pdu = 0; pdu <= 255; pdu++) {
        const key = `${rrc} ${version} ${pdu}`;
        const channel = channelOf(RRC[`${rrc}Channels`], version, pdu);
        assert.equal(channel, theirs.channels[key], key);
        if (channel) known++;
      }
    }
    assert.ok(known > 500, `${known} channels`);
  });
}
