// SPDX-License-Identifier: MIT
// What the control panel and an empty list say, and the bodies of requests.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {load} from './lib.mjs';

const {clockDistance, clockText, deviceState, devicesNote, isForWantOfMasks, masksBody, masksText, modemText, whyNothing} =
  await load('control/texts.js');

const statusOf = ({type = 'diag', state = 'running', containers = 5, modem, name = 'diag'} = {}) => ({
  taps: [{name, enabled: true, source: {type, state, why: 'gone'}, read: {containers}}],
  port: {enabled: false, ...modem === undefined ? {} : {modem}},
});
const nothing = {logs: 0, events: false, messages: false};

test('an open source that is asked for nothing says so', () => {
  const status = statusOf({modem: nothing});
  const why = whyNothing(status, status, 'diag');
  // As the log says it.
  const source = readFileSync(new URL('../../src/daemon/setup_port.c', import.meta.url), 'utf8');
  const [, literals] = /return ("The modem is asked for nothing, and[^;]*);/.exec(source);
  const logged = literals.match(/"(\\.|[^"\\])*"/g).map((literal) => JSON.parse(literal)).join('');
  assert.equal(why, `${logged} Or choose here what it logs.`);
  assert.ok(isForWantOfMasks(why));
});

test('of a simulator, which sends everything until masks are set, that is not said', () => {
  const status = statusOf({type: 'simulator', modem: nothing, containers: 0});
  const why = whyNothing(status, status, 'diag');
  assert.doesNotMatch(why, /most modems/);
  assert.match(why, /sends everything until masks are set/);
  assert.ok(isForWantOfMasks(why), 'somebody may have set them to nothing');
});

test('one that is asked and silent says for what', () => {
  const status = statusOf({modem: {logs: 33, events: true, messages: false}});
  assert.equal(whyNothing(status, status, 'diag'),
    'The modem is asked for 33 logs, events, and sends nothing.');
  assert.ok(!isForWantOfMasks(whyNothing(status, status, 'diag')));
});

test('a capture and the tap ipa have no masks', () => {
  const file = statusOf({type: 'file', modem: nothing});
  assert.equal(whyNothing(file, file, 'diag'), 'The source is open, and sends nothing.');
  const ipa = statusOf({type: 'ipa', name: 'ipa'});
  assert.equal(whyNothing(ipa, ipa, 'ipa'), 'The source is open, and sends nothing.');
});

test('while something comes, or nothing is known, nothing is said', () => {
  const now = statusOf({modem: nothing, containers: 6});
  assert.equal(whyNothing(now, statusOf({modem: nothing}), 'diag'), '');
  assert.equal(whyNothing(now, null, 'diag'), '');
  assert.equal(whyNothing(null, null, 'diag'), '');
  assert.equal(whyNothing(now, now, 'ipa'), '');
  const retrying = statusOf({modem: nothing, state: 'retrying'});
  assert.equal(whyNothing(retrying, retrying, 'diag'), '');
  const disabled = {taps: [{name: 'diag', enabled: false, why: 'off'}]};
  assert.equal(whyNothing(disabled, disabled, 'diag'), '');
});

const masks = {from: 'configuration', preset: 'none', logs: '', events: false, messages: 'none'};

test('the masks in force are a sentence', () => {
  assert.equal(masksText(masks), 'diagtapd asks for nothing. This is what the configuration says.');
  assert.equal(masksText({...masks, from: 'request', preset: 'radio', logs: '0xB0C0 0xB821',
    events: true, messages: 'high'}), 'diagtapd asks for preset radio, 2 codes by number, events, ' +
    'messages from high up. They were set over HTTP, and hold until the next reload or restart.');
  assert.match(masksText({...masks, from: 'file'}), /^diagtapd asks for the masks of a file\. .*masks\.file/);
  assert.equal(modemText({modem: nothing}), 'With all programs together the modem is asked for: nothing.');
});

test('the form becomes the body that docs/wire.md names', () => {
  assert.equal(masksBody({preset: 'radio', logs: ' 0xB0C0 ,b821 ', events: true, messages: 'high'}),
    'preset=radio&logs=0xB0C0,b821&events=true&messages=high');
  assert.equal(masksBody({preset: 'none', logs: '', events: false, messages: 'none'}),
    'preset=none&logs=&events=false&messages=none');
  // What is wrong is diagtapd's to refuse, and adds no other field.
  assert.equal(masksBody({preset: 'none', logs: '1&preset=all', events: false, messages: 'none'}),
    'preset=none&logs=1%26preset%3Dall&events=false&messages=none');
});

test('the clock is a sentence, and so is how far it is from here', () => {
  assert.equal(clockText({offset_s: 0}), 'Records have the time of diagtapd\'s host.');
  assert.match(clockText({offset_s: -17.25}), /less 17\.25 s\.$/);
  assert.match(clockText({offset_s: 3}), /and 3 s more\.$/);
  assert.equal(clockDistance({record_s: 100.4}, 100000), 'That is this machine\'s time.');
  assert.equal(clockDistance({record_s: 40}, 100000), 'That is 60 s behind this machine\'s time.');
  assert.equal(clockDistance({record_s: 160}, 100000), 'That is 60 s ahead of this machine\'s time.');
});

test('a device says what it is, who has it, and whether it may be opened', () => {
  const device = {diag: 'yes', permitted: true, owner: null};
  assert.equal(deviceState(device), 'A DIAG port.');
  assert.equal(deviceState({...device, diag: 'maybe', owner: {pid: 42, name: 'rayhunter'}}),
    'Perhaps a DIAG port, open in rayhunter (pid 42).');
  assert.equal(deviceState({...device, diag: 'no', permitted: false}), 'No DIAG port, and diagtapd may not open it.');
});

test('a list of devices says what it could not see', () => {
  const list = {devices: [{diag: 'maybe'}], sees_other_users: true, unreadable: []};
  assert.equal(devicesNote(list), '');
  assert.equal(devicesNote({...list, devices: [{diag: 'no'}]}), 'No DIAG port is here.');
  assert.equal(devicesNote({...list, sees_other_users: false, unreadable: [{path: '/dev', why: 'Permission denied'}]}),
    '/dev cannot be read (Permission denied): there may be more. Programs of other users are not seen.');
});
