// SPDX-License-Identifier: MIT
// The values that we read of messages of NAS and RRC are those that tshark's own
// dissectors read: in each message of real captures, and in messages that are
// made up.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {LTE, NR, sib1} from './bits.mjs';
import {captureOf, here, load, need, packetOf, startSession, tmp} from './lib.mjs';
import {emm, esm, gmm, gsmDcch, lteRrc, mm5g, nrRrc, sm5g, umtsNas} from './made.mjs';
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

const IMSI = [0x09, 0x10, 0x10, 0x21, 0x43, 0x65, 0x87, 0x09];
const SUCI = [1, 0x00, 0xf1, 0x10, 0x00, 0x00, 0x00, 0x00, 0x21, 0x43, 0x65];
const PROTECTED = [0x37, 1, 2, 3, 4, 0];
const CIPHERED = [0x27, 1, 2, 3, 4, 0];

const MADE = {
  'SIB1': lteRrc('bcch_dl_sch', sib1({plmns: [['001', '01'], [null, '02'], ['901', '70']], tac: 0xa1b2, cell: 0xfedcba1})),
  'SIB1 with three digits': lteRrc('bcch_dl_sch', sib1({plmns: [['310', '410']], tac: 1, cell: 2})),
  'release': lteRrc('dl_dcch', LTE.release(0)),
  'release to GSM': lteRrc('dl_dcch', LTE.toGsm(871)),
  'release to UMTS': lteRrc('dl_dcch', LTE.toUmts(10564)),
  'release to LTE': lteRrc('dl_dcch', LTE.toLte(6300)),
  'request': lteRrc('ul_ccch', LTE.request(2)),
  're-establishment': lteRrc('ul_ccch', LTE.reestablish(300, 1)),
  'security': lteRrc('dl_dcch', LTE.security(0, 0)),
  'security 2': lteRrc('dl_dcch', LTE.security(2, 3)),
  'handover': lteRrc('dl_dcch', LTE.handover(300)),
  'to GERAN': lteRrc('dl_dcch', LTE.toRat(1)),
  'to GERAN, release 9': lteRrc('dl_dcch', LTE.toRat(1, 1)),
  'NAS down': lteRrc('dl_dcch', LTE.down([7, 0x44, 11])),
  'NAS down, protected': lteRrc('dl_dcch', LTE.down([...PROTECTED, 7, 0x5d, 0x02, 0, 2, 0xf0, 0xf0])),
  'NAS up': lteRrc('ul_dcch', LTE.up([7, 0x56, 8, ...IMSI])),
  'NAS at setup': lteRrc('ul_dcch', LTE.setupComplete([7, 0x5c, 20])),
  'NAS at setup, MME': lteRrc('ul_dcch', LTE.setupComplete([7, 0x5c, 20], true)),
  'page IMSI': lteRrc('pcch', LTE.pageImsi('001010123456789')),
  'page TMSI': lteRrc('pcch', LTE.pageTmsi(0x12345678)),
  'NR SIB1': nrRrc('bcch.dl.sch', NR.sib1({plmns: [['001', '01'], [null, '020']], tac: 0xa1b2c3, cell: 0xfedcba987})),
  'NR SIB1 without selection': nrRrc('bcch.dl.sch', NR.sib1({plmns: [['901', '70']], tac: 77, cell: 5, selection: false})),
  'NR SIB1 without TAC': nrRrc('bcch.dl.sch', NR.sib1({plmns: [['901', '70']], tac: null, cell: 5})),
  'NR request': nrRrc('ul.ccch', NR.request(9)),
  'NR re-establishment': nrRrc('ul.ccch', NR.reestablish(1000, 2)),
  'NR security': nrRrc('dl.dcch', NR.security(0, 0)),
  'NR security without integrity': nrRrc('dl.dcch', NR.security(2, null)),
  'NR release': nrRrc('dl.dcch', NR.release()),
  'NR release to LTE': nrRrc('dl.dcch', NR.toLte(1300)),
  'NR to LTE': nrRrc('dl.dcch', NR.toRat(0)),
  'NR NAS down': nrRrc('dl.dcch', NR.down([0x7e, 0, 0x44, 27])),
  'NR NAS up': nrRrc('ul.dcch', NR.up([0x7e, 0, 0x5c, 0, SUCI.length, ...SUCI])),
  'NR NAS at setup': nrRrc('ul.dcch', NR.setupComplete([0x7e, 0, 0x59, 20])),
  'NR NAS at setup, more': nrRrc('ul.dcch', NR.setupComplete([0x7e, 0, 0x59, 20], {amf: true, guami: true, slices: [1, 2]})),
  'attach': emm('up', [7, 0x41, 0x12, 8, ...IMSI, 2, 0xf0, 0xf0, 0, 4, 2, 1, 0xd0, 0x11]),
  'attach reject': emm('down', [7, 0x44, 15]),
  'update reject': emm('down', [7, 0x4b, 9]),
  'service reject': emm('down', [7, 0x4e, 10]),
  'detach': emm('down', [7, 0x45, 1, 0x53, 2]),
  'identity request': emm('down', [7, 0x55, 1]),
  'identity response': emm('up', [7, 0x56, 8, ...IMSI]),
  'security mode': emm('down', [7, 0x5d, 0x12, 0, 2, 0xf0, 0xf0]),
  'security mode, protected': emm('down', [...PROTECTED, 7, 0x5d, 0, 0, 2, 0xf0, 0xf0]),
  'ciphered': emm('down', [...CIPHERED, 0x9d, 0x12, 0x34]),
  'PDN reject': esm('down', [0x52, 3, 0xd1, 27]),
  'bearer release': esm('down', [0x52, 3, 0xcd, 36]),
  'registration': mm5g('up', [0x7e, 0, 0x41, 0x79, 0, SUCI.length, ...SUCI]),
  'registration reject': mm5g('down', [0x7e, 0, 0x44, 27]),
  '5G service reject': mm5g('down', [0x7e, 0, 0x4d, 9]),
  '5G identity request': mm5g('down', [0x7e, 0, 0x5b, 1]),
  '5G identity response': mm5g('up', [0x7e, 0, 0x5c, 0, SUCI.length, ...SUCI]),
  '5G security mode': mm5g('down', [0x7e, 0, 0x5d, 0x02, 0, 2, 0xf0, 0xf0]),
  '5G security mode, protected': mm5g('down', [0x7e, 3, 1, 2, 3, 4, 0, 0x7e, 0, 0x5d, 0x21, 0, 2, 0xf0, 0xf0]),
  '5G session': sm5g('up', [0x2e, 1, 1, 0xc1, 0xff, 0xff, 0x91]),
  'location update reject': umtsNas('down', [5, 4, 12]),
  'CM service reject': umtsNas('down', [5, 0x22, 4]),
  'UMTS identity request': umtsNas('down', [5, 0x18, 1]),
  'GPRS attach reject': gmm('down', [8, 4, 7]),
  'GPRS identity request': gmm('down', [8, 0x15, 1]),
  'GPRS ciphering': gmm('down', [8, 0x12, 0, 1, 0x21, ...new Array(16).fill(3)]),
  'GSM ciphering': gsmDcch('down', [6, 0x35, 0x05]),
  'GSM identity request': gsmDcch('down', [5, 0x18, 1]),
};

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
