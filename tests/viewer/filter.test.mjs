// SPDX-License-Identifier: MIT
// The filter's grammar: what passes, and what an error says, and where.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './lib.mjs';

const {compile} = await load('filter/filter.js');
const {completions} = await load('filter/complete.js');
const {LANE, RAT, Row} = await load('decode/row.js');

const RECORD = {host: 0};

function row(values) {
  return Object.assign(new Row(RECORD, 1, 0), values);
}

const ROWS = {
  paging: row({rat: RAT.lte, lane: LANE.PCCH, dir: 'down', op: 0x10,
    code: 0xb0c0, length: 30, name: 'LTE RRC · PCCH', what: 'Paging', pci: 1,
    arfcn: 1300, sfn: 7, crc: 'ok', n: 1}),
  setup: row({rat: RAT.nr, lane: LANE.CCCH, dir: 'up', op: 0x10, code: 0xb821,
    length: 300, name: 'NR RRC · UL-CCCH', what: 'RRCSetupRequest', pci: 500,
    arfcn: 632628, radio: 2, crc: 'ok', n: 2}),
  said: row({lane: LANE.Text, op: 0x79, length: 60, name: 'Text',
    what: 'Paging is "on"', crc: 'bad', truncated: true, n: 3}),
  loss: row({lane: LANE.Loss, name: 'Loss', n: 4,
    loss: {containers: 3, bytes: 4096}}),
};

const passing = (text) => {
  const {test: passes, error} = compile(text);
  assert.equal(error, null, text);
  return Object.keys(ROWS).filter((name) => passes(ROWS[name])).join(' ');
};

const PASS = {
  'paging': 'paging said',
  'PAGING rrc': 'paging',
  '"paging is"': 'said',
  "'is \"on\"'": 'said',
  'rat == lte': 'paging',
  'rat = LTE': 'paging',
  'rat != lte': 'setup',
  'not rat == lte': 'setup said loss',
  '! rat == lte && ! loss': 'setup said',
  'rat': 'paging setup',
  'dir == up': 'setup',
  'direction == down': 'paging',
  'code == 0xb0c0': 'paging',
  'code == 0XB0C0': 'paging',
  'code == b0c0': 'paging',
  'code == 45248': 'paging',
  'code >= 0xb800': 'setup',
  'op == log': 'paging setup',
  'op == 0x79': 'said',
  'op == text': 'said',
  'op == "Extended message"': 'said',
  'op != log': 'said',
  'pci == 1': 'paging',
  'pci < 501': 'paging setup',
  'pci > 1': 'setup',
  'pci <= 1': 'paging',
  'pci': 'paging setup',
  'not pci': 'said loss',
  'arfcn == 1300': 'paging',
  'earfcn == 1300': 'paging',
  'sfn == 7': 'paging',
  'radio == 2': 'setup',
  'len > 59': 'setup said',
  'length > 60': 'setup',
  'lane == pcch': 'paging',
  'channel != PCCH': 'setup said loss',
  'name contains ccch': 'setup',
  'name ~ rrc': 'paging setup',
  'info contains "setup"': 'setup',
  'name == text': 'said',
  'crc == bad': 'said',
  'crc != bad': 'paging setup',
  'truncated': 'said',
  'not truncated and not loss': 'paging setup',
  'loss': 'loss',
  'n >= 3': 'said loss',
  'rat == lte or rat == nr and dir == down': 'paging',
  '(rat == lte or rat == nr) and dir == up': 'setup',
  'rat == lte || crc == bad': 'paging said',
  'not (paging or loss)': 'setup',
  'not not loss': 'loss',
  'dir == uplink': 'setup',
  'dir == "ul"': 'setup',
  'dir != dl': 'setup',
  'direction == downlink': 'paging',
  'rat == "lte"': 'paging',
  'arfcn in {1300, 632628}': 'paging setup',
  'arfcn in {1300 7}': 'paging',
  'rat in {lte nr}': 'paging setup',
  'name matches "c?cch"': 'paging setup',
  'name matches "^lte.*cch$"': 'paging',
  'pci eq 1 or pci gt 400': 'paging setup',
  'pci le 1 and sfn ge 7': 'paging',
  'code ne 0xb0c0': 'setup',
  'diagtap.log.code == 0xb0c0': 'paging',
  "'in'": 'paging said',
};

for (const [text, names] of Object.entries(PASS)) {
  test(text, () => assert.equal(passing(text), names));
}

const ERRORS = [
  ['rta == lte', 0, 3, /No field is called rta\. Do you mean rat\?/],
  ['foo == 1', 0, 3, /No field is called foo\. The fields are rat, /],
  ['rat == foo', 7, 3, /rat is one of lte, nr, umts/],
  ['rat ==', 6, 0, /A value is missing after rat ==/],
  ['rat == and', 7, 3, /A value is missing after rat ==/],
  ['rat < lte', 4, 1, /rat works with ==, !=/],
  ['pci == abc', 7, 3, /pci is a number/],
  ['pci contains 1', 4, 8, /pci works with ==/],
  ['op == lag', 6, 3, /op is a number, .*log, event/],
  ['loss == 1', 5, 2, /loss has no value/],
  ['(pci == 1', 0, 1, /This \( has no \) after it/],
  ['pci == 1)', 8, 1, /This \) has no \( before it/],
  ['paging and', 10, 0, /missing at the end/],
  ['or paging', 0, 2, /missing before or/],
  ['name == "abc', 8, 4, /no closing "/],
  ['== 1', 0, 2, /missing before ==/],
  ['()', 1, 1, /missing before \)/],
  ['('.repeat(200), 100, 1, /Too many \(/],
  ['ra', 0, 2, /Is this the field rat, radio/],
  ['paging and na', 11, 2, /Is this the field name/],
  ['diagt', 0, 5, /Is this the field/],
  ['diagtap.nothing', 0, 15, /No field is called diagtap.nothing/],
  ['nas-eps.emm', 0, 11, /No field is called nas-eps.emm/],
  ['rat lte', 4, 3, /sign is missing after rat, .* rat == lte/],
  ['arfcn {1}', 6, 1, /sign is missing/],
  ['arfcn in 5', 9, 1, /needs its values in braces/],
  ['arfcn in {}', 9, 1, /no value in the braces/],
  ['arfcn in {1', 9, 1, /This { has no }/],
  ['name matches "("', 13, 3, /not a regular expression/],
  ['dir == sideways', 7, 8, /dir is one of up, down/],
  ['paging, rrc', 6, 1, /missing here/],
  ['diagtap.event.id < abc', 19, 3, /needs a value/],
  ['diagtap.frame == 1', 14, 2, /has no value/],
  ['diagtap.rsrp < abc', 15, 3, /needs a value such as -98\.5/],
];

for (const [text, at, length, says] of ERRORS) {
  test(`error of ${text.slice(0, 20)}`, () => {
    const {test: passes, error} = compile(text);
    assert.equal(passes, null);
    assert.match(error.text, says);
    assert.deepEqual([error.at, error.length], [at, length]);
  });
}

test('nothing lets all through', () => {
  assert.deepEqual(compile('  '), {test: null, error: null});
});

test('no text makes the parser throw', () => {
  const bits = ['rat', '==', '(', ')', 'not', '"', "'", '!', '&', '|', '0x',
    '\\', 'and', ' ', '\u00b7', '=', '<', '~', 'pci', '1', '{', '}', ',',
    'in', 'matches', 'diagtap.opcode'];
  let seed = 1;
  const roll = (most) => (seed = seed * 16807 % 2147483647) % most;
  for (let i = 0; i < 20000; i++) {
    let text = '';
    for (let k = roll(8); k >= 0; k--) text += bits[roll(bits.length)];
    const {test: passes} = compile(text);
    for (const it of Object.values(ROWS)) passes?.(it);
    completions(text, roll(text.length + 1));
  }
});

const offered = (text, caret = text.length) => {
  const {from, to, items} = completions(text, caret);
  return [from, to, items.map((item) => item.text).join(' ')];
};

test('completion knows what fits', () => {
  assert.match(offered('')[2], /^rat dir name info lane code op pci .* not$/);
  assert.match(offered('ra')[2], /^rat radio/);
  assert.deepEqual(offered('ra').slice(0, 2), [0, 2]);
  assert.deepEqual(offered('rat '), [4, 4, '== != in and or']);
  assert.deepEqual(offered('rat == '), [7, 7, 'lte nr umts gsm tdscdma ip ipa']);
  assert.deepEqual(offered('rat == l'), [7, 8, 'lte']);
  assert.deepEqual(offered('rat == lte '), [11, 11, 'and or']);
  assert.match(offered('rat == lte and ')[2], /^rat dir/);
  assert.match(offered('not (')[2], /^rat dir/);
  assert.match(offered('code == 0xb0c')[2], /^0xb0c0 0xb0c1/);
  assert.match(offered('code == serving')[2], /0xb0c2/);
  assert.match(offered('op == extended')[2], /"extended message"/);
  assert.deepEqual(offered('rat == lte', 1), [0, 3,
    offered('r')[2]], 'in the midst of a word');
});

test('what completion offers compiles', () => {
  for (const text of ['', 'rat ', 'rat == ', 'code == ', 'op == ', 'lane == ',
    'dir == ', 'crc != ', 'rat == lte ']) {
    for (const item of completions(text, text.length).items) {
      const whole = text + item.text;
      const error = compile(whole).error;
      // A sign or a link still wants what follows it.
      if (error) assert.equal(error.at, whole.length, whole);
    }
  }
});
