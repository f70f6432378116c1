// SPDX-License-Identifier: MIT
// What is saved: the records as they were served, or one for each message.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {captureOf, containerOf, fixture, fixtures, frameOf, logOf, packetOf,
  startSession} from './lib.mjs';

const HEADER = 24;

const saved = async (viewer, rows, form = 'container') => {
  const {buffer, records} = await viewer.ask({type: 'save', rows, form});
  return {bytes: new Uint8Array(buffer), records};
};

test('all of a capture is that capture', async () => {
  for (const name of fixtures) {
    const viewer = startSession();
    await viewer.feed(fixture(name));
    const {bytes} = await saved(viewer, 'all');
    assert.deepEqual(bytes, fixture(name), name);
  }
});

const capture = captureOf([
  packetOf(logOf(1)), packetOf(logOf(2)),
  containerOf(frameOf(logOf(3)), frameOf(logOf(4))), packetOf(logOf(5)),
]);

/** The capture's records of these places. */
function picked(bytes, places) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const records = [];
  for (let at = HEADER; at < bytes.length;) {
    const end = at + 16 + view.getUint32(at + 8, true);
    records.push(bytes.subarray(at, end));
    at = end;
  }
  return [...bytes.subarray(0, HEADER),
    ...places.flatMap((i) => [...records[i]])];
}

test('selected rows are their records, each once, in order', async () => {
  const viewer = startSession();
  await viewer.feed(capture);
  const {bytes, records} = await saved(viewer, [5, 3, 4]);
  assert.equal(records, 2);
  assert.deepEqual([...bytes], picked(capture, [2, 3]));
});

test('filtered rows are theirs', async () => {
  const viewer = startSession();
  await viewer.feed(capture);
  await viewer.ask({type: 'filter', text: 'pci == 2 or pci == 4'});
  const {bytes} = await saved(viewer, 'filtered');
  assert.deepEqual([...bytes], picked(capture, [1, 2]));
});

test('a frame in two records takes both along', async () => {
  const frame = frameOf(logOf(7));
  const cut = captureOf([packetOf(logOf(6)),
    containerOf(frame.subarray(0, 9)), packetOf(logOf(6), -1),
    containerOf(frame.subarray(9))]);
  const viewer = startSession();
  await viewer.feed(cut);
  const rows = await viewer.rows();
  assert.deepEqual(rows.map(({pci}) => pci), [6, null, 6, 7]);
  const {bytes} = await saved(viewer, [4]);
  assert.deepEqual([...bytes], picked(cut, [1, 3]));
});

test('a container in parts takes all of them along', async () => {
  const viewer = startSession();
  await viewer.feed(fixture('path'));
  const rows = await viewer.rows();
  const whole = rows.find(({name}) => name === 'LTE RRC · DL-DCCH');
  const {bytes} = await saved(viewer, [whole.n]);
  assert.deepEqual([...bytes], picked(fixture('path'), [0, 1, 3]));
});

test('a record that was cut keeps its length on the wire', async () => {
  const short = captureOf([packetOf(logOf(1))]);
  new DataView(short.buffer).setUint32(HEADER + 12, 5000, true);
  const viewer = startSession();
  await viewer.feed(short);
  assert.equal((await viewer.rows())[0].truncated, true);
  assert.deepEqual((await saved(viewer, 'all')).bytes, short);
});

/** The frames of a viewer's rows, and what it says of each. */
const texts = async (viewer) => (await viewer.rows()).map(
  ({name, info, crc, radio, dir}) => [name, info, crc, radio, dir].join('|'));

test('by message each row is a record of its own', async () => {
  const viewer = startSession();
  await viewer.feed(capture);
  const {bytes, records} = await saved(viewer, [5, 3], 'message');
  assert.equal(records, 2);
  assert.deepEqual([...bytes], [...captureOf([packetOf(logOf(3)),
    packetOf(logOf(5))])]);
  const plain = await viewer.ask({type: 'save', rows: 'all'});
  assert.equal(plain.records, 5, 'it is the default');
});

test('by message nothing is lost but what is no frame', async () => {
  for (const name of fixtures) {
    const viewer = startSession();
    await viewer.feed(fixture(name));
    const {bytes} = await saved(viewer, 'all', 'message');
    const again = startSession();
    await again.feed(bytes);
    // A wrong frame without a flag before it is taken for the rest of one.
    const isFrame = (text) => !/^(Part of a|Container)/.test(text) &&
      !/starts inside a frame|bad FCS/.test(text);
    assert.deepEqual((await texts(again)).filter(isFrame),
      (await texts(viewer)).filter(isFrame), name);
  }
});

test('by message a cut frame is whole, with the token of its modem', async () => {
  const frame = frameOf(logOf(7));
  const cut = captureOf([containerOf(frame.subarray(0, 9)),
    packetOf(logOf(6), -1), containerOf(frame.subarray(9))]);
  const viewer = startSession();
  await viewer.feed(cut);
  const {bytes} = await saved(viewer, 'all', 'message');
  assert.deepEqual([...bytes], [...captureOf([packetOf(logOf(6), -1),
    packetOf(logOf(7))])]);
});
