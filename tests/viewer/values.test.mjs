// SPDX-License-Identifier: MIT
// The values that we read of messages of NAS and RRC are those that tshark's own
// dissectors read: in each message of real captures, and in messages that are
// made up.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {captureOf, here, load, need, packetOf, startSession, tmp} from './lib.mjs';
import {MADE} from './made_values.mjs';
import {captures, nameOf, pcapOf} from './shared_captures.mjs';
import {valuesOf} from './trees.mjs';

need('tshark');

const {MESSAGE_FIELDS} = await load('decode/values/fields.js');

/** Wireshark has a network as digits; we have it as a text. */
const DIGITS = ['lte-rrc.MCC_MNC_Digit', 'nr-rrc.MCC_MNC_Digit'];
const names = [...MESSAGE_FIELDS.keys(), ...DIGITS];

/** {field: [values]} of every record of a capture, by tshark. */
function dissected(bytes) {
  const capture = `${tmp}/values.pcap`;
  fs.writeFileSync(capture, bytes);
  const out = execFileSync('tshark', ['-n', '-r', capture,
    '-X', `lua_script:${here}/../../dissector/diagtap.lua`, '-T', 'fields',
    '-E', 'separator=/t', '-E', 'aggregator=|', ...names.flatMap((name) => ['-e', name])],
  {maxBuffer: 1e9, encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore']});
  return out.split('\n').slice(0, -1).map((line) => {
    const values = line.split('\t');
    return new Map(names.map((name, i) => [name, values[i]?.split('|') ?? []]));
  });
}

/** Whether all of `some` are in `all`, in the same order. */
function isWithin(some, all) {
  let at = 0;
  return some.every((value) => {
    const found = all.indexOf(value, at);
    at = found + 1;
    return found >= 0;
  });
}

/** Digits of networks are one list for both radios. */
const digitsOf = (values) => DIGITS.flatMap((name) => values.get(name) ?? []);

/** What we say of a record and tshark does not. */
function wrongOf({networks, ...values}, theirs, counts) {
  const wrong = [];
  if (!isWithin(networks, digitsOf(theirs))) wrong.push(`network ${networks}, not ${digitsOf(theirs)}`);
  for (const name of MESSAGE_FIELDS.keys()) {
    const [mine, expected] = [values[name] ?? [], theirs.get(name).filter((value) => value)];
    const count = counts.get(name) ?? [0, 0];
    counts.set(name, [count[0] + (mine.length > 0), count[1] + (expected.length > 0)]);
    if (!isWithin(mine, expected)) wrong.push(`${name} ${mine}, not ${expected}`);
  }
  return wrong;
}

/**
 * Compares all records.  counts: by field, how many records have it: [ours,
 * theirs].
 */
function compare(bytes, counts) {
  const theirs = dissected(bytes);
  const ours = valuesOf(bytes);
  assert.equal(ours.length, theirs.length);
  return ours.flatMap((it, i) => wrongOf(it, theirs[i], counts).map((text) => `record ${i + 1}: ${text}`));
}

const total = new Map();

for (const file of captures) {
  test(`values of ${nameOf(file)}`, async () => {
    assert.deepEqual((await compare(await pcapOf(file), total)).slice(0, 20), []);
  });
}

/**
 * Fields that each record has for us if it has them for tshark.  Others are also in
 * parts of messages that we do not read.
 */
const WHOLE = ['nas_eps.nas_msg_emm_type', 'nas_eps.emm.eps_att_type', 'nas_eps.emm.update_type_value',
  'nas_eps.emm.id_type2', 'nas_eps.emm.toc', 'nas_eps.emm.toi', 'lte-rrc.establishmentCause',
  'lte-rrc.reestablishmentCause', 'lte-rrc.releaseCause', 'lte-rrc.redirectedCarrierInfo',
  'lte-rrc.eutra', 'lte-rrc.utra_FDD', 'lte-rrc.mobilityControlInfo_element', 'gsm_a.rr.SC',
  'gsm_a.rr.algorithm_identifier'];

test('no record of the captures lacks what we read', {skip: captures.length === 0 && 'no captures'}, () => {
  for (const name of WHOLE) {
    const [ours, theirs] = total.get(name);
    assert.equal(ours, theirs, name);
    assert.ok(ours > 0, name);
  }
});

// Messages that are made up ----------------------------------------------------

/** What tshark also has in parts of these messages that we do not read. */
const THEIRS = new Map([['request', 'lte-rrc.ue_Identity'], ['attach', 'nas_eps.nas_msg_esm_type']]);

const made = captureOf(Object.values(MADE).map((packet) => packetOf(packet)));
const [ours, theirs] = [valuesOf(made), dissected(made)];

Object.keys(MADE).forEach((name, i) => {
  test(`values of ${name}`, () => {
    const counts = new Map();
    assert.deepEqual(wrongOf(ours[i], theirs[i], counts), []);
    const lacking = [...counts].filter(([, [mine, expected]]) => mine < expected).map(([field]) => field);
    assert.deepEqual(lacking, [THEIRS.get(name) ?? []].flat(), 'tshark has more');
    assert.ok(name === 'NR release' || [...counts.values()].some(([mine]) => mine > 0), 'there is a value');
  });
});

test('a message that is cut says less, and nothing else', () => {
  for (const [name, packet] of Object.entries(MADE)) {
    for (let size = 17; size < packet.length; size++) {
      const [{networks, ...values}] = valuesOf(captureOf([packetOf(packet.slice(0, size))]));
      const [whole] = valuesOf(captureOf([packetOf(packet)]));
      for (const field of Object.keys(values)) {
        assert.ok(isWithin(values[field], whole[field] ?? []), `${name}, ${size} bytes: ${field}`);
      }
      assert.ok(isWithin(networks, whole.networks), `${name}, ${size} bytes`);
    }
  }
});

test('the line of a row tells causes and algorithms', async () => {
  const viewer = startSession();
  await viewer.feed(captureOf(['attach reject', 'security', 'SIB1', 'release to GSM'].map((name) =>
    packetOf(MADE[name]))));
  assert.deepEqual((await viewer.rows()).map(({info}) => info), [
    'Attach reject · EMM cause No suitable cells in tracking area',
    'SecurityModeCommand · Ciphering EEA0 (no ciphering), Integrity protection EIA0 ' +
      '(no integrity protection) · pci 7 · EARFCN 1300 · SFN 256',
    'SystemInformationBlockType1 · PLMN 001-01, PLMN 001-02, PLMN 901-70, TAC 41394, ' +
      'Cell identity 267242401 · pci 7 · EARFCN 1300 · SFN 256',
    'RRCConnectionRelease · Release cause other, Redirected to geran, First ARFCN 871 · ' +
      'pci 7 · EARFCN 1300 · SFN 256']);
});
