// SPDX-License-Identifier: MIT
// What the list of captures says, and what it asks diagtapd for.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './lib.mjs';

process.env.TZ = 'UTC';
const {facts, stateText, span, whyEmpty, whyNotOpened, whyOff} =
  await load('captures/texts.js');
const {Archive} = await load('captures/archive.js');
const {Api, Refusal} = await load('net/api.js');

const BEGUN = Date.UTC(2026, 10, 25, 15, 8, 34) / 1000;
const sidecar = {first: '2026-11-25T15:08:34.654119Z', last: '2026-11-25T15:08:36.724324Z',
  recovered: false, containers: {containers: 12420, bytes: 884104},
  lost: {containers: 0, bytes: 0}};
const finished = {name: 'diag-20261125T150834Z-000001.pcap.gz', bytes: 750470, growing: false,
  compression: 'gzip', begun_s: BEGUN, modified_s: BEGUN + 2, sidecar};
const growing = {name: 'diag-20261125T150838Z-000003.pcap', bytes: 377921, growing: true,
  compression: 'none', begun_s: BEGUN, modified_s: 0, sidecar: null};

test('a finished capture tells its size, its times and what it holds', () => {
  assert.equal(facts(finished, 0), 'finished · 750 kB · ' +
    '2026-11-25 15:08:34 to 15:08:36 (2 s) · 12,420 containers');
});

test('what a capture lost, and that it was recovered, is said', () => {
  const text = facts({...finished, sidecar: {...sidecar, recovered: true,
    lost: {containers: 1234, bytes: 1}}}, 0);
  assert.match(text, / · 1,234 lost · recovered after a crash$/);
});

test('one that grows goes on until now', () => {
  assert.equal(facts(growing, (BEGUN + 400) * 1000),
    'growing · 378 kB · from 2026-11-25 15:08:34 until now (7 min)');
  // A clock that is behind makes no time below zero.
  assert.match(span(growing, 0), /\(0 s\)$/);
});

test('one over midnight names both days, one without a sidecar file what is known', () => {
  assert.equal(span({...finished, sidecar: {...sidecar, last: '2026-11-26T03:00:00.5Z'}}, 0),
    '2026-11-25 15:08:34 to 2026-11-26 03:00:00 (11.9 h)');
  assert.equal(facts({...finished, sidecar: null}, 0), 'finished · 750 kB · from 2026-11-25 15:08:34');
  assert.equal(span({...finished, sidecar: {...sidecar, first: null, last: null}}, 0),
    'from 2026-11-25 15:08:34');
});

test('without an archive it says which key to set', () => {
  const taps = [{enabled: true, why: ''}, {enabled: false, why: 'no'}];
  assert.match(whyOff({taps}), /archive\.enabled = true/);
  assert.match(whyOff(null), /archive\.enabled = true/);
  assert.equal(whyOff({taps: [{enabled: false, why: 'Set diag_stream_enabled.'}]}),
    'Nothing is recorded: no tap is enabled. Set diag_stream_enabled.');
});

test('each state has its sentence, and the reason behind it', () => {
  assert.equal(stateText({state: 'recording', why: ''}), 'Recording.');
  assert.match(stateText({state: 'paused', why: '12 MB are free.'}), /too full.* 12 MB are free\.$/);
  assert.match(stateText({state: 'failed', why: 'Permission denied'}), /reports errors.* Permission denied$/);
  assert.equal(stateText({state: 'dreaming', why: ''}), 'dreaming.');
  assert.match(whyEmpty({state: 'waiting', why: ''}), /no captures yet/);
  assert.match(whyEmpty({state: 'stopped', why: ''}), /Start/);
});

test('what cannot be opened says why, and offers the download', () => {
  assert.equal(whyNotOpened(finished), '');
  assert.equal(whyNotOpened({...finished, compression: 'zstd'}), '');
  assert.equal(whyNotOpened({...finished, bytes: 256 << 20}), '');
  assert.match(whyNotOpened({...finished, bytes: (256 << 20) + 1}), /above 268 MB.*Download/);
});

/** An Api that answers with what it was made of, and keeps what it was asked. */
function apiOf(answer) {
  const asked = [];
  return {asked, url: (path) => `http://host/${path}`, ask: Api.prototype.ask, fetch: async (path, options) => {
    asked.push([options?.method ?? 'GET', path]);
    if (answer instanceof Error) throw answer;
    return answer;
  }};
}

const answerOf = (status, text) => ({ok: status < 300, status, text: async () => `${text}\n`,
  json: async () => JSON.parse(text)});

test('it asks as docs/wire.md has it', async () => {
  const api = apiOf(answerOf(200, '{"archives": [{"tap": "diag"}]}'));
  const archive = new Archive(api);
  assert.deepEqual(await archive.list(50), [{tap: 'diag'}]);
  await archive.order('rotate', 'diag');
  await archive.remove(finished.name);
  await archive.capture('../x?y');
  assert.deepEqual(api.asked, [['GET', 'api/archive?limit=50'],
    ['POST', 'api/archive/rotate?tap=diag'], ['DELETE', `api/archive/${finished.name}`],
    ['GET', 'api/archive/..%2Fx%3Fy']]);
  assert.equal(archive.url('a b'), 'http://host/api/archive/a%20b');
});

test('a refusal bears the status and the sentence', async () => {
  const refused = new Archive(apiOf(answerOf(403, 'A token is needed.')));
  await assert.rejects(refused.order('stop', 'diag'), (error) => error instanceof Refusal &&
    error.status === 403 && error.message === 'A token is needed.');
  const away = new Archive(apiOf(new TypeError('Failed to fetch')));
  await assert.rejects(away.list(1), {status: 0, message: 'diagtapd does not answer.'});
});
