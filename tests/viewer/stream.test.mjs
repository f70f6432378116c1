// SPDX-License-Identifier: MIT
// Records come out of a stream the same however it is cut, and nothing that
// it holds throws.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fixture, fixtures, startSession} from './lib.mjs';

async function rowsOf(bytes, size) {
  const viewer = startSession({rows: 1000});
  for (let at = 0; at < bytes.length; at += size) {
    await viewer.feed(bytes.subarray(at, at + size));
  }
  return viewer.rows();
}

test('pieces of any size give the same rows', async () => {
  for (const name of fixtures) {
    const bytes = fixture(name);
    const whole = await rowsOf(bytes, bytes.length);
    assert.ok(whole.length > 0, name);
    for (const size of [1, 2, 3, 7, 16, 17, 24, 25, 40, 41, 1000]) {
      assert.deepEqual(await rowsOf(bytes, size), whole, `${name}, ${size}`);
    }
  }
});

test('a stream cut in two anywhere gives the same rows', async () => {
  const bytes = fixture('frame');
  const whole = await rowsOf(bytes, bytes.length);
  for (let at = 1; at < bytes.length; at++) {
    const viewer = startSession({rows: 1000});
    await viewer.feed(bytes.subarray(0, at));
    await viewer.feed(bytes.subarray(at));
    assert.deepEqual(await viewer.rows(), whole, `cut at ${at}`);
  }
});

test('what is no stream of ours says so once', async () => {
  const viewer = startSession({rows: 1000});
  const said = await viewer.feed(new Uint8Array(100));
  assert.equal(said.type, 'trouble');
  assert.match(said.text, /not a pcap/);
  assert.equal(await viewer.feed(new Uint8Array(100)), undefined);
});
