// SPDX-License-Identifier: MIT
// Messages are called as tshark's dissectors call them, for every beginning
// that a message may have.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {here, lua, need, startSession, tmp} from './lib.mjs';

need('tshark');

const folder = `${tmp}/messages`;
fs.mkdirSync(folder);
execFileSync(lua, [`${here}/messages.lua`, folder]);

const infoOf = (capture) => execFileSync('tshark', ['-n', '-r', capture,
  '-X', `lua_script:${here}/../../dissector/diagtap.lua`,
  '-T', 'fields', '-e', '_ws.col.Info'],
{maxBuffer: 1e9, encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore']})
  .trimEnd().split('\n');

/** A name without what the two sides spell in their own ways. */
const plain = (text) => text.toLowerCase().replace(/[ _.,]/g, '');

/** What tshark said of RRC: the name alone, '' where it found none. */
function rrcName(info) {
  if (/^(LTE|NR|WCDMA) RRC (OTA|signalling) message/.test(info)) return '';
  return plain(info.split(/\[|\(/)[0])
    .replace(/-(nb|ccch|bch|fach)\b/, '').replace(/-r\d\d?$/, '')
    .replace(/-nb$/, '');
}

function nasName(info) {
  const name = info.replace(/^(\(DTAP\)|\(CCCH\)) /, '')
    .replace(/^\((CC|MM|RR|GMM|SMS|SM|SS)\)\s*/, '')
    .replace(/^GPRS .. CTRL: /, '')
    .split(/\[| - |\(Network|\(MS|\(Unknown/)[0];
  return /reserved|unknown|not used|NAS .* message|invalid|message,|^GPRS MAC/i
    .test(name) ? '' : plain(name);
}

/** What an info begins with where there is no message's name. */
const NO_NAME = /^(pci|segment|EARFCN|NR-ARFCN|UARFCN).*/;

async function check(name, nameOf) {
  const capture = `${folder}/${name}.pcap`;
  const viewer = startSession();
  await viewer.session.take({type: 'bytes',
    buffer: new Uint8Array(fs.readFileSync(capture)).buffer});
  const rows = await viewer.rows();
  const infos = infoOf(capture);
  assert.equal(rows.length, infos.length);
  const both = rows.map(({name: title, info}, i) => ({title,
    ours: plain(info.split(' · ')[0].replace(NO_NAME, '')),
    theirs: nameOf(infos[i])}));
  const agreed = new Set(both.filter(({ours, theirs}) => ours === theirs)
    .map(({title, ours}) => `${title} ${ours}`));
  // It names no message that breaks before it got so far.
  const wrong = both.filter(({title, ours, theirs}) => ours !== theirs &&
    !(theirs === '' && agreed.has(`${title} ${ours}`)))
    .map(({title, ours, theirs}) => `${title}: "${ours}", not "${theirs}"`);
  return {wrong: [...new Set(wrong)].sort(), named: agreed.size};
}

/** How each is told, and how many names there are at least. */
const CASES = {lte: [rrcName, 57], lte_mcch: [rrcName, 2], nbiot: [rrcName, 29],
  nr: [rrcName, 48], umts: [rrcName, 82], nas: [nasName, 280],
  rlcmac: [nasName, 46]};

for (const [name, [nameOf, least]] of Object.entries(CASES)) {
  test(`messages of ${name}`, async () => {
    const {wrong, named} = await check(name, nameOf);
    assert.deepEqual(wrong, []);
    assert.ok(named >= least, `${named} names`);
  });
}
