// SPDX-License-Identifier: MIT
// What our trees say of real captures is what tshark says, with the dissector,
// of the same records.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {here, load, need, tmp} from './lib.mjs';
import {captures, nameOf, needCaptures, pcapOf} from './shared_captures.mjs';
import {compare, shown} from './trees.mjs';

need('tshark');
needCaptures();

const {FIELDS} = await load('decode/fields.js');

const names = [...FIELDS.keys()].map((name) => `diagtap.${name}`);

/** {field: values} of every record. */
function dissected(capture) {
  const out = execFileSync('tshark', ['-n', '-r', capture,
    '-X', `lua_script:${here}/../../dissector/diagtap.lua`,
    '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|',
    ...names.flatMap((name) => ['-e', name])],
  {maxBuffer: 1e9, encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore']});
  return out.trimEnd().split('\n').map((line) => {
    const fields = {};
    line.split('\t').forEach((value, i) => {
      if (value !== '') fields[names[i]] = value;
    });
    return fields;
  });
}

for (const file of captures) {
  test(`fields of ${nameOf(file)}`, async () => {
    const bytes = await pcapOf(file);
    const capture = `${tmp}/capture.pcap`;
    fs.writeFileSync(capture, bytes);
    const theirs = dissected(capture);
    const ours = shown(bytes);
    assert.equal(ours.length, theirs.length);
    const wrong = ours.flatMap((fields, i) =>
      compare(fields, theirs[i]).map((text) => `record ${i + 1}, ${text}`));
    assert.deepEqual(wrong.slice(0, 20), []);
  });
}
