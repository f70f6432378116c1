// SPDX-License-Identifier: MIT
// Numbers are called as the dissector calls them.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {here, load, lua} from './lib.mjs';

const names = await load('decode/names.js');

const tables = JSON.parse(execFileSync(lua, [`${here}/names.lua`],
  {maxBuffer: 1e8}));

const OURS = {paths: names.PATHS, container_types: names.CONTAINER_TYPES,
  opcodes: names.OPCODES, log_codes: names.LOG_CODES,
  subsystems: names.SUBSYSTEMS, events: names.EVENTS};

for (const [table, ours] of Object.entries(OURS)) {
  test(`${table} are the dissector's (script/viewer-names)`, () => {
    const theirs = Object.entries(tables[table]);
    assert.ok(theirs.length > 5);
    const sorted = (entries) => [...entries].map(([n, name]) =>
      `${n} ${name}`).sort();
    assert.deepEqual(sorted(ours), sorted(theirs));
  });
}

test('every code has the radio that it has there', () => {
  for (let code = 0x1000; code <= 0xffff; code++) {
    assert.equal(names.ratName(code), tables.rats[code] ?? '', code);
  }
});
