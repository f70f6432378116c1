// SPDX-License-Identifier: MIT
// Real captures give as many frames, opcodes and codes as an independent
// counter finds: diagstat.py, beside them.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {bufferOf, need, skip, startSession} from './lib.mjs';
import {captures, folder, nameOf, needCaptures, read} from './shared_captures.mjs';

needCaptures();
need('python3');
const counter = `${folder}/../tools/diagstat.py`;
if (!fs.existsSync(counter)) skip(`no ${counter}`);

const statOf = (file) => JSON.parse(execFileSync('python3', [counter, file],
  {maxBuffer: 1e8}));

const hex = (n, digits) => `0x${n.toString(16).padStart(digits, '0')}`;

const bump = (counts, key) => {
  counts[key] = (counts[key] ?? 0) + 1;
};

// The first frame, where its check sequence is wrong.
const REST = 'Rest of a frame';

function counted(rows) {
  const frames = rows.filter(({crc, name}) => crc || name === REST);
  const result = {frames: frames.length, bad: 0, opcodes: {}, nested: {},
    codes: {}};
  for (const {crc, name, op, radio, code} of frames) {
    if (crc === 'bad' || name === REST) result.bad++;
    if (crc !== 'ok') continue;
    bump(result.opcodes, radio === null ? hex(op, 2) : '0x98');
    if (radio !== null) bump(result.nested, hex(op, 2));
    if (op === 0x10 && code !== null) {
      bump(result.codes, `0x${hex(code, 4).slice(2).toUpperCase()}`);
    }
  }
  return result;
}

function expectedOf(file) {
  const stat = statOf(file);
  const opcodes = Object.fromEntries(Object.entries(stat.opcodes)
    .filter(([key]) => !key.startsWith('badcrc')));
  return {frames: stat.frames, bad: stat.crc_bad, opcodes,
    nested: stat.nested98, codes: stat.logcodes};
}

for (const file of captures) {
  test(`counts of ${nameOf(file)}`, async () => {
    const viewer = startSession();
    await viewer.ask({type: 'open', name: nameOf(file), buffer: bufferOf(read(file))});
    const opened = viewer.said.at(-1);
    assert.deepEqual([opened.kind, opened.error], ['HDLC frames', null]);
    assert.deepEqual(counted(await viewer.rows()), expectedOf(file));
  });
}
