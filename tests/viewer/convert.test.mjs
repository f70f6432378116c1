// SPDX-License-Identifier: MIT
// A file that is no pcap becomes, record for record, what diagtapd --convert
// writes of it.

import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {captures, nameOf, read} from './shared_captures.mjs';
import {bufferOf, load, startSession, tmp, u32} from './lib.mjs';

const {DIAGTAPD, MAKE_CAPTURE} = process.env;
const {joined} = await load('decode/bytes.js');

const made = (form, count, seed) => new Uint8Array(execFileSync(MAKE_CAPTURE,
  [form, String(count), String(seed)], {maxBuffer: 1e9}));

function converted(bytes) {
  fs.writeFileSync(`${tmp}/in`, bytes);
  fs.rmSync(`${tmp}/out.pcap`, {force: true});
  spawnSync(DIAGTAPD, ['--convert', `${tmp}/in`, `${tmp}/out.pcap`]);
  return fs.existsSync(`${tmp}/out.pcap`)
    ? new Uint8Array(fs.readFileSync(`${tmp}/out.pcap`)) : null;
}

async function ours(bytes) {
  const viewer = startSession();
  await viewer.ask({type: 'open', name: '', buffer: bufferOf(bytes)});
  const {buffer} = await viewer.ask({type: 'save', rows: 'all'});
  return new Uint8Array(buffer);
}

const frames = made('frames', 400, 3);
const containers = made('containers', 400, 4);
const logs = made('logs', 400, 5);

/** Containers too large for a record, with message ends at odd places. */
const large = joined([70000, 200000, 300000, 262116, 1000].flatMap((size,
  i) => [
  u32(0x20), u32(3), ...[size, 5000 + i, size].flatMap((length) => [
    u32(length), new Uint8Array(length).fill(0x7e)])]));

const CASES = {
  'frames of the simulator': frames,
  'containers of the simulator': containers,
  'logs of the simulator': logs,
  'logs cut short': logs.subarray(0, 30001),
  'frames cut short': frames.subarray(0, 30001),
  'containers cut short': containers.subarray(0, 30001),
  'containers too large for a record': large,
};

for (const [what, bytes] of Object.entries(CASES)) {
  test(what, async () => {
    const theirs = converted(bytes);
    assert.ok(theirs.length > 1000);
    assert.deepEqual(await ours(bytes), theirs);
  });
}

for (const file of captures) {
  test(nameOf(file), async () => {
    assert.deepEqual(await ours(read(file)), converted(read(file)));
  });
}
