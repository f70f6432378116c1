// SPDX-License-Identifier: MIT
// What is put together of the radio: cells, their strength, procedures, and what
// rules see.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LTE, NR, bits, joined, sib1, u32} from './bits.mjs';
import {captureOf, load, packetOf, startSession} from './lib.mjs';
import {emm, gmm, gsmDcch, logPacket, lteRrc, mm5g, nrRrc, umtsNas} from './made.mjs';

const {RULES} = await load('radio/rules.js');
const {PROCEDURES} = await load('radio/procedure_table.js');
const {Levels} = await load('radio/levels.js');
const {Row} = await load('decode/row.js');
const {Values} = await load('decode/seen.js');
const {MESSAGE_FIELDS} = await load('decode/values/fields.js');

const BEGIN = 1767323045000;

/** A session that was fed logs, made at times in ms: [[ms, (ms) => log], ...]. */
async function fed(...logs) {
  const viewer = startSession();
  // The host's time is the record's, which is what counts here.
  const capture = captureOf([]);
  const records = logs.map(([ms, make]) => {
    const record = packetOf(make(BEGIN + ms));
    return joined([u32(Math.floor((BEGIN + ms) / 1000)), u32((BEGIN + ms) % 1000 * 1000),
      u32(record.length), u32(record.length), record]);
  });
  await viewer.feed(joined([capture, ...records]));
  return viewer;
}

/** All procedures, each with its steps. */
async function proceduresOf(...logs) {
  const viewer = await fed(...logs);
  const ask = (more) => viewer.ask({type: 'radio', what: 'procedures', chosen: null, row: null, ...more});
  const {procedures} = await ask({});
  const all = [];
  for (const it of procedures) all.push({...it, ...await ask({chosen: it.id})});
  return all;
}

const about = async (what, ...logs) => (await fed(...logs)).ask({type: 'radio', what});

test('a value that the pictures ask for has its place among them', () => {
  const keys = new Set(Object.keys(new Values()));
  for (const [name, {key}] of MESSAGE_FIELDS) assert.ok(key === '' || keys.has(key), name);
  const kept = new Set([...MESSAGE_FIELDS.values()].map(({key}) => key));
  for (const key of keys) {
    assert.ok(kept.has(key) || ['plmn', 'nas', 'isImsiPaged'].includes(key), key);
  }
});

// Rules ------------------------------------------------------------------------

const IMSI = [0x09, 0x10, 0x10, 0x21, 0x43, 0x65, 0x87, 0x09];
const SUCI = [1, 0x00, 0xf1, 0x10, 0x00, 0x00, 0x00, 0x00, 0x21, 0x43, 0x65];
const lte = (channel, pdu) => (ms) => lteRrc(channel, pdu, {ms});
const at = (make, ...rest) => (ms) => make(...rest, ms);

const SECURE = at(emm, 'down', [7, 0x5d, 0x12, 0, 2, 0xf0, 0xf0]);
const OPEN = at(emm, 'down', [7, 0x5d, 0x02, 0, 2, 0xf0, 0xf0]);
const COMPLETE = at(emm, 'up', [7, 0x5e]);

/** By rule: [what it sees, logs, how many rows], and logs of which it sees nothing. */
const CASES = {
  'null-cipher': {
    hits: [
      ['The network chose no ciphering for NAS.', 1, OPEN],
      ['The network chose no ciphering for NAS, and the phone accepted.', 2, OPEN, COMPLETE],
      ['The network chose no ciphering for RRC.', 1, lte('dl_dcch', LTE.security(0, 2))],
      ['The network chose no ciphering for RRC.', 1, (ms) => nrRrc('dl.dcch', NR.security(0, 2), {ms})],
      ['The network chose no ciphering for NAS.', 1, at(mm5g, 'down', [0x7e, 0, 0x5d, 0x02, 0, 2, 0xf0, 0xf0])],
      ['The network does not start ciphering (A5/0).', 1, at(gsmDcch, 'down', [6, 0x35, 0x00])],
      ['The network chose no ciphering for NAS.', 1, at(gmm, 'down', [8, 0x12, 0, 0, 0x21, ...new Array(16).fill(3)])],
    ],
    none: [[SECURE, COMPLETE], [lte('dl_dcch', LTE.security(2, 2))], [at(gsmDcch, 'down', [6, 0x35, 0x05])]],
  },
  'null-integrity': {
    hits: [['The network chose no integrity protection.', 1, lte('dl_dcch', LTE.security(2, 0))]],
    none: [[lte('dl_dcch', LTE.security(0, 2))], [OPEN, COMPLETE].slice(1)],
  },
  'imsi-asked': {
    hits: [
      ['The network asked for the IMSI.', 1, at(emm, 'down', [7, 0x55, 1])],
      ['The network asked for the IMSI, in the clear.', 2, lte('dl_dcch', LTE.down([7, 0x55, 1])), at(emm, 'down', [7, 0x55, 1])],
      ['The network asked for the IMSI.', 1, lte('dl_dcch', LTE.down([0x17, 1, 2, 3, 4, 0, 7, 0x55, 1]))],
      ['The network asked for the IMSI.', 1, at(umtsNas, 'down', [5, 0x18, 1])],
      ['The network asked for the IMSI; GSM has no protection of requests.', 1, at(gsmDcch, 'down', [5, 0x18, 1])],
    ],
    none: [[at(emm, 'down', [7, 0x55, 2])], [at(emm, 'up', [7, 0x56, 8, ...IMSI])]],
  },
  'imsi-sent': {
    hits: [
      ['The phone answered with its IMSI.', 1, at(emm, 'up', [7, 0x56, 8, ...IMSI])],
      ['The phone gave its IMSI in its request.', 1, at(emm, 'up', [7, 0x41, 0x12, 8, ...IMSI, 2, 0xf0, 0xf0, 0, 4, 2, 1, 0xd0, 0x11])],
      ['The phone sent a SUCI with the null scheme.', 1, at(mm5g, 'up', [0x7e, 0, 0x41, 0x79, 0, SUCI.length, ...SUCI])],
    ],
    none: [[at(emm, 'up', [7, 0x41, 0x12, 11, 0xf6, 0, 0xf1, 0x10, 1, 2, 3, 4, 5, 6, 7, 2, 0xf0, 0xf0])]],
  },
  'imsi-paged': {
    hits: [['Somebody was paged by IMSI.', 1, lte('pcch', LTE.pageImsi('001010123456789'))]],
    none: [[lte('pcch', LTE.pageTmsi(7))]],
  },
  'redirect-2g': {
    hits: [['The cell released the phone and redirected it to GSM, ARFCN 871.', 1, lte('dl_dcch', LTE.toGsm(871))]],
    none: [[lte('dl_dcch', LTE.toUmts(10564))], [lte('dl_dcch', LTE.release())], [lte('dl_dcch', LTE.toLte(6300))]],
  },
  'downgrade-2g': {
    hits: [
      ['The cell ordered the phone to GSM.', 1, lte('dl_dcch', LTE.toRat(1))],
      ['The phone uses GSM; it used LTE or NR just before.', 1, lte('ul_ccch', LTE.request(2)), at(gsmDcch, 'up', [5, 0x24, 1])],
    ],
    none: [[lte('dl_dcch', LTE.toRat(0))], [at(gsmDcch, 'up', [5, 0x24, 1])],
      [lte('pcch', LTE.pageTmsi(7)), at(gsmDcch, 'up', [5, 0x24, 1])]],
  },
  'reject': {
    hits: [
      ['Attach reject: cause 15, No suitable cells in tracking area.', 1, at(emm, 'down', [7, 0x44, 15])],
      ['Tracking area update reject: cause 9, UE identity cannot be derived by the network.', 1, at(emm, 'down', [7, 0x4b, 9])],
      ['Service reject: cause 200, 200.', 1, at(emm, 'down', [7, 0x4e, 200])],
      ['Authentication was rejected.', 1, at(emm, 'down', [7, 0x54])],
      ['Registration reject: cause 27, N1 mode not allowed.', 1, at(mm5g, 'down', [0x7e, 0, 0x44, 27])],
      ['Location Updating Reject: cause 12, Location area not allowed.', 1, at(umtsNas, 'down', [5, 4, 12])],
    ],
    none: [[at(emm, 'up', [7, 0x60, 97])], [at(emm, 'down', [7, 0x60, 97])], [at(emm, 'up', [7, 0x5c, 21])],
      [at(emm, 'down', [7, 0x42])]],
  },
};

test('every rule has cases, a title, innocent causes and sources', () => {
  assert.deepEqual(RULES.map(({id}) => id).sort(), Object.keys(CASES).sort());
  for (const {title, looksFor, innocent, sources} of RULES) {
    assert.ok(title && looksFor.endsWith('.') && innocent.length > 0 && sources.length > 0, title);
    for (const [text, address] of sources) assert.match(`${text} ${address}`, /^\S.* https:\/\//);
  }
});

const timed = (logs) => logs.map((make, i) => [i * 20, make]);

for (const [rule, {hits, none}] of Object.entries(CASES)) {
  test(`rule ${rule}`, async () => {
    for (const [text, rows, ...logs] of hits) {
      const {observations, counts, looked} = await about('observations', ...timed(logs));
      const seen = observations.filter((it) => it.rule === rule);
      assert.deepEqual(seen.map((it) => [it.text, it.rows.length]), [[text, rows]]);
      assert.equal(counts[rule], 1);
      assert.equal(looked, logs.length);
    }
    for (const logs of none) {
      const {observations} = await about('observations', ...timed(logs));
      assert.deepEqual(observations.filter((it) => it.rule === rule), []);
    }
  });
}

test('the same again is another observation', async () => {
  const ask = at(emm, 'down', [7, 0x55, 1]);
  const {observations} = await about('observations', [0, ask], [500, ask], [5000, ask]);
  assert.deepEqual(observations.map(({rows}) => rows), [[1, 2], [3]]);
});

test('GSM long after LTE is no downgrade', async () => {
  const {observations} = await about('observations', [0, lte('ul_ccch', LTE.request(2))],
    [61000, at(gsmDcch, 'up', [5, 0x24, 1])]);
  assert.deepEqual(observations, []);
});

// Procedures -------------------------------------------------------------------

const REQUEST = at(emm, 'up', [7, 0x41, 0x12, 8, ...IMSI, 2, 0xf0, 0xf0, 0, 4, 2, 1, 0xd0, 0x11]);
const told = ({title, kind, result, cause, steps}) => [title, kind, result, cause, steps.map(({n}) => n)];

test('an attach that is rejected', async () => {
  const procedures = await proceduresOf([0, REQUEST], [10, lte('ul_ccch', LTE.request(3))],
    [30, lte('dl_dcch', LTE.down([7, 0x44, 11]))], [31, at(emm, 'down', [7, 0x44, 11])]);
  assert.deepEqual(procedures.map(told), [['Attach', 'bad', 'rejected', 'EMM cause PLMN not allowed', [1, 2, 3]]]);
  assert.deepEqual(procedures[0].steps.map(({layer, dir, name, nas}) => [layer, dir, name, nas]), [
    ['nas', 'up', 'Attach request', ''], ['rrc', 'up', 'RRCConnectionRequest', ''],
    ['rrc', 'down', 'DLInformationTransfer', 'Attach reject']]);
});

test('an attach that is accepted goes on until it is complete', async () => {
  const procedures = await proceduresOf([0, REQUEST], [10, at(emm, 'down', [7, 0x42])],
    [20, OPEN], [30, at(emm, 'up', [7, 0x43])], [40, OPEN]);
  assert.deepEqual(procedures.map(told), [['Attach', 'good', 'accepted', '', [1, 2, 3, 4]]]);
});

test('what follows a result a while later is not of the procedure', async () => {
  const procedures = await proceduresOf([0, REQUEST], [10, at(emm, 'down', [7, 0x42])],
    [1500, OPEN], [2500, OPEN]);
  assert.deepEqual(procedures.map(told), [['Attach', 'good', 'accepted', '', [1, 2, 3]]]);
});

test('nobody answers: the procedure ends with its timer, and a new one begins', async () => {
  const procedures = await proceduresOf([0, REQUEST], [16000, REQUEST], [16500, REQUEST]);
  assert.deepEqual(procedures.map(told), [['Attach', 'none', 'no end was seen', '', [1]],
    ['Attach', 'none', 'no answer yet', '', [2, 3]]]);
});

test('the steps are those of the chosen one, or of the one with the selected row', async () => {
  const viewer = await fed([0, REQUEST], [16000, REQUEST], [32000, REQUEST]);
  const ask = async (chosen, row) => {
    const answer = await viewer.ask({type: 'radio', what: 'procedures', chosen, row});
    return [answer.chosen, answer.steps.map(({n}) => n)];
  };
  assert.deepEqual(await ask(null, null), [3, [3]]);
  assert.deepEqual(await ask(1, null), [1, [1]]);
  assert.deepEqual(await ask(1, 2), [2, [2]]);
  assert.deepEqual(await ask(2, 2), [2, [2]]);
  assert.deepEqual(await ask(99, 99), [3, [3]]);
});

test('a handover is one only if a message orders it', async () => {
  const plain = lte('dl_dcch', bits('00100', '00', '0', '000', '000000'));
  const done = lte('ul_dcch', LTE.reconfigured());
  const procedures = await proceduresOf([0, plain], [10, done],
    [100, lte('dl_dcch', LTE.handover(300))], [120, done], [200, lte('dl_dcch', LTE.handover(8))],
    [250, lte('ul_ccch', LTE.reestablish(8, 1))]);
  assert.deepEqual(procedures.map(told), [['Handover', 'good', 'completed', '', [3, 4]],
    ['Handover', 'bad', 'failed: the phone re-establishes its connection',
      'Re-establishment cause handoverFailure', [5, 6]],
    ['Re-establishment', 'none', 'no answer yet', '', [6]]]);
});

test('every message of the table is named so somewhere', async () => {
  const names = new Set();
  const sources = await Promise.all(['messages/nas.js', 'messages/gsm.js', 'messages/lte.js',
    'messages/nr.js', 'messages/umts.js'].map(async (file) => {
    const {readFileSync} = await import('node:fs');
    return readFileSync(`${process.env.VIEWER}/decode/${file}`, 'utf8').toLowerCase();
  }));
  const text = sources.join('\n');
  for (const {begins, good, bad, last} of PROCEDURES) {
    for (const name of [...begins, ...Object.keys(good), ...Object.keys(bad), last ?? begins[0]]) {
      assert.ok(text.includes(name), name);
      names.add(name);
    }
  }
  assert.ok(names.size > 20);
});

// Cells ------------------------------------------------------------------------

/** LTE intra-frequency measurement, version 4, with one neighbour. */
function measured(ms, {earfcn, pci, level, neighbour}) {
  const body = new Uint8Array(28 + 12);
  const view = new DataView(body.buffer);
  const raw = (dbm) => (dbm + 180) * 16;
  body[0] = 4;
  view.setUint32(8, earfcn, true);
  view.setUint16(12, pci, true);
  view.setUint16(16, raw(level), true);
  view.setUint16(20, (-10 + 30) * 16, true);
  body[24] = 1;
  view.setUint16(28, neighbour.pci, true);
  view.setUint16(30, raw(neighbour.level), true);
  view.setUint16(34, (-15 + 30) * 16, true);
  return logPacket(0xb179, body, ms);
}

const near = (level, neighbour) => (ms) => measured(ms, {earfcn: 1300, pci: 7, level, neighbour});

test('cells: who they are, since when, and how strong', async () => {
  const info = sib1({plmns: [['310', '410']], tac: 5, cell: 99});
  const {cells} = await about('cells', [0, lte('bcch_dl_sch', info)],
    [1000, near(-90, {pci: 8, level: -101.5})], [2000, near(-95, {pci: 8, level: -99})]);
  assert.deepEqual(cells.map(({rat, arfcn, pci, plmn, tac, cellId, measured: times, best, first, last}) =>
    [rat, arfcn, pci, plmn, tac, cellId, times, best.level, best.n, first.n, last.n]), [
    ['lte', 1300, 7, '310-410', 5, 99, 2, -90, 2, 1, 3],
    ['lte', 1300, 8, null, null, null, 2, -99, 3, 2, 3]]);
});

test('a neighbour that is measured does not serve', async () => {
  // One sub-packet 0x1f, version 4: EARFCN 1300, one cell, PCI 8.
  const body = new Uint8Array(4 + 4 + 8 + 52);
  body.set([1, 1, 0, 0, 0x1f, 4, 64, 0, 0x14, 5, 0, 0, 1, 0, 0, 0, 8]);
  const viewer = await fed([0, lte('bcch_dl_sch', sib1({plmns: [['310', '410']], tac: 5, cell: 99}))],
    [10, (ms) => logPacket(0xb195, body, ms)], [20, lte('pcch', LTE.pageTmsi(1))]);
  viewer.said.length = 0;
  viewer.session.tick();
  const {cells} = viewer.said.find(({type}) => type === 'tick');
  assert.deepEqual(cells.map(({pci}) => pci), [7]);
  assert.equal((await viewer.rows())[1].pci, 8);
});

test('levels: one for each cell and column, the last one there', async () => {
  const viewer = await fed([0, near(-90, {pci: 8, level: -101})], [100, near(-91, {pci: 8, level: -102})],
    [5000, near(-92, {pci: 8, level: -103})]);
  const ask = (from, to, columns) => viewer.ask({type: 'radio', what: 'signal', from: BEGIN + from, to: BEGIN + to, columns});
  const all = await ask(0, 10000, 10000);
  assert.deepEqual(all.points.map(({row, level, quality, snr}) => [row, level, quality, snr]), [
    [1, -90, -10, null], [1, -101, -15, null], [2, -91, -10, null], [2, -102, -15, null],
    [3, -92, -10, null], [3, -103, -15, null]]);
  assert.deepEqual(all.cells.map(({pci, count}) => [pci, count]), [[7, 3], [8, 3]]);
  assert.deepEqual((await ask(0, 10000, 10)).points.map(({row}) => row), [2, 2, 3, 3]);
  assert.deepEqual((await ask(50, 4000, 10)).points.map(({row}) => row), [2, 2]);
});

test('levels are bounded, and the newest stay', () => {
  const levels = new Levels(3);
  for (let n = 1; n <= 5; n++) {
    levels.take(Object.assign(new Row({host: n}, 1, 0), {n}), [{rat: 1, arfcn: 1, pci: 1, level: -50}]);
  }
  assert.deepEqual(levels.between(0, 10, 100).points.map(({row}) => row).sort(), [3, 4, 5]);
});

test('clearing forgets the radio', async () => {
  const viewer = await fed([0, near(-90, {pci: 8, level: -101})]);
  await viewer.ask({type: 'clear'});
  assert.deepEqual((await viewer.ask({type: 'radio', what: 'cells'})).cells, []);
});
