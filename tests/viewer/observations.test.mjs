// SPDX-License-Identifier: MIT
// What the rules see in real captures is what docs/viewer.md says, and its table
// of rules has every rule.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {test} from 'node:test';
import {bufferOf, here, load, startSession} from './lib.mjs';
import {captures, nameOf, needCaptures, read} from './shared_captures.mjs';

const {RULES} = await load('radio/rules.js');
const doc = fs.readFileSync(`${here}/../../docs/viewer.md`, 'utf8').split('\n');

const cellsOf = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim());
const rowOf = (name) => doc.map(cellsOf).find(([first]) => first === name);
const ids = RULES.map(({id}) => id);

needCaptures();

test('every rule is explained, and has a column', () => {
  for (const id of ids) assert.equal(rowOf(`\`${id}\``)?.length, 2, id);
  assert.deepEqual(rowOf('capture'), ['capture', 'messages', ...ids]);
});

for (const file of captures) {
  test(`observations of ${nameOf(file)}`, async () => {
    const viewer = startSession();
    await viewer.ask({type: 'open', name: nameOf(file), buffer: bufferOf(read(file))});
    const {looked, counts, observations} = await viewer.ask({type: 'radio', what: 'observations'});
    assert.deepEqual(rowOf(nameOf(file)), [nameOf(file), ...[looked, ...ids.map((id) => counts[id])].map(String)]);
    assert.equal(observations.length, Object.values(counts).reduce((a, b) => a + b));
    for (const {rows, text} of observations) assert.ok(rows.length > 0 && text.endsWith('.'), text);
  });
}
