// SPDX-License-Identifier: MIT
// zstd in the page: what the program zstd packs comes back, whatever the level, and
// damage of any kind ends in what was whole.

import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {load} from './lib.mjs';

const {unzstd} = await load('input/zstd/zstd.js');

const skip = spawnSync('zstd', ['--version']).status === 0 ? false : 'no zstd (Debian: zstd)';

/** The same numbers each time: Numerical Recipes, the quick and dirty generator. */
function* numbers() {
  for (let n = 1;; n = Math.imul(n, 1664525) + 1013904223 >>> 0) yield n >>> 8;
}

const random = numbers();
const below = (most) => random.next().value % most;

/** Bytes of each kind that zstd treats in its own way. */
const WORDS = Array.from({length: 40}, () => `${below(1e9).toString(36)} `);
const INPUTS = {
  nothing: '',
  'a byte': 'x',
  'the same byte': 'x'.repeat(300000),
  'a short text': 'LTE RRC, LTE NAS, NR RRC, LTE RRC',
  words: Array.from({length: 40000}, () => WORDS[below(40)]).join(''),
  'words, rarely another': Array.from({length: 4000}, () => (below(9) ? WORDS[below(3)] : String(below(1e9)))).join(''),
  noise: Uint8Array.from({length: 150000}, () => below(256)),
  'noise of few bytes': Uint8Array.from({length: 200000}, () => below(7) * below(5)),
};

const LEVELS = [['-1'], ['-3'], ['-19'], ['--fast=5'], ['-3', '--no-check'], ['-3', '--long=24']];

const packed = (input, options) => new Uint8Array(execFileSync('zstd', ['-qc', ...options], {input, maxBuffer: 1 << 26}));

test('what zstd packs comes back', {skip}, () => {
  for (const [name, content] of Object.entries(INPUTS)) {
    const input = Buffer.from(content);
    for (const options of LEVELS) {
      const {bytes, isWhole} = unzstd(packed(input, options));
      assert.ok(isWhole && input.equals(bytes), `${name}, ${options.join(' ')}`);
    }
  }
});

test('frames follow each other, with others between that are skipped', {skip}, () => {
  const one = packed('one', []);
  const skipped = Uint8Array.of(0x5e, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
  const all = Buffer.concat([skipped, one, skipped, packed(' two', [])]);
  const {bytes, isWhole} = unzstd(new Uint8Array(all));
  assert.deepEqual([Buffer.from(bytes).toString(), isWhole], ['one two', true]);
});

test('one that is cut gives its whole blocks', {skip}, () => {
  const input = Buffer.from(INPUTS.words);
  const whole = packed(input, ['-3']);
  let before = -1;
  for (let size = 0; size < whole.length; size += 2999) {
    const {bytes, isWhole} = unzstd(whole.subarray(0, size));
    assert.equal(isWhole, size === 0);
    assert.ok(bytes.length >= before && bytes.length % (1 << 17) === 0);
    assert.ok(input.subarray(0, bytes.length).equals(bytes));
    before = bytes.length;
  }
  assert.ok(before >= 1 << 17);
});

test('damage does no harm', {skip}, () => {
  const inputs = ['-3', '-19'].map((level) => packed(Buffer.from(INPUTS['words, rarely another']), [level]));
  let refused = 0;
  for (let n = 0; n < 800; n++) {
    const bytes = inputs[n % 2].slice();
    for (let i = below(4); i >= 0; i--) bytes[below(n % 3 ? 200 : bytes.length)] = below(256);
    if (!unzstd(bytes).isWhole) refused++;
  }
  assert.ok(refused > 400, `${refused}`);
});

test('a dictionary is refused', () => {
  const head = [0x28, 0xb5, 0x2f, 0xfd];
  const block = [1 | 1 << 3, 0, 0, 0x41];
  const isWhole = (...frame) => unzstd(Uint8Array.of(...head, ...frame, ...block)).isWhole;
  assert.equal(isWhole(0x20, 1), true);
  assert.equal(isWhole(0x21, 0, 1), true, 'dictionary 0 is none');
  assert.equal(isWhole(0x21, 7, 1), false);
  assert.equal(isWhole(0x28, 1), false, 'a flag that is not known');
});
