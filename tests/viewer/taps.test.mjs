// SPDX-License-Identifier: MIT
// Which tap the page looks at, and which it offers.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './lib.mjs';

const {choices, tapOf} = await load('ui/taps.js');

const status = (...enabled) => ({taps: ['diag', 'ipa'].map((name) => (
  {name, enabled: enabled.includes(name)}))});

test('the address names the tap, or it is diag', () => {
  assert.equal(tapOf('?tap=ipa'), 'ipa');
  assert.equal(tapOf(''), 'diag');
  assert.equal(tapOf('?tap='), 'diag');
});

test('what is no name of a tap gets into no other address', () => {
  for (const name of ['../x', 'a/b', 'IPA', '1', 'a?b', 'a'.repeat(17)])
    assert.equal(tapOf(`?tap=${encodeURIComponent(name)}`), 'diag', name);
});

test('there is a choice of what is served, and of what is looked at', () => {
  assert.deepEqual(choices(status('diag', 'ipa'), 'ipa'), ['diag', 'ipa']);
  assert.deepEqual(choices(status('ipa'), 'ipa'), ['ipa']);
  assert.deepEqual(choices(status('ipa'), 'diag'), ['diag', 'ipa']);
});
