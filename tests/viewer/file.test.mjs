// SPDX-License-Identifier: MIT
// Local files: what they are is told by what they hold, and damage is said.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deflateRawSync, gunzipSync, gzipSync} from 'node:zlib';
import {bufferOf, captureOf, containerOf, frameOf, load, logOf, packetOf,
  startSession, u32} from './lib.mjs';
import {logPacket} from './made.mjs';

const u16 = (value) => Uint8Array.of(value & 255, value >> 8);

const {joined} = await load('decode/bytes.js');
const {isContainers} = await load('input/containers_file.js');
const {packingOf} = await load('input/unpack.js');

async function open(bytes, name = 'a file') {
  const viewer = startSession({rows: 1000});
  await viewer.ask({type: 'open', name, buffer: bufferOf(bytes)});
  const opened = viewer.said.at(-1);
  return {opened, viewer, rows: await viewer.rows()};
}

const pcis = (rows) => rows.map(({pci}) => pci);

const payloadOf = (record) => record.subarray(4);
const notice = (type, size) => joined([u32(type), new Uint8Array(size)]);

const frames = joined([1, 2, 3].map((pci) => frameOf(logOf(pci))));
const containers = joined([notice(1, 20), notice(4, 9),
  payloadOf(containerOf(frameOf(logOf(1)), frameOf(logOf(2)))),
  joined([u32(0x1000), Uint8Array.of(0)]), u32(0x10), notice(2, 33),
  payloadOf(packetOf(logOf(3), -1)), payloadOf(packetOf(logOf(4)))]);
const capture = captureOf([packetOf(logOf(1)), packetOf(logOf(2)),
  packetOf(logOf(3))]);

test('a pcap', async () => {
  const {opened, rows} = await open(capture, 'x.pcap');
  assert.deepEqual(opened, {type: 'opened', name: 'x.pcap', kind: 'pcap',
    rows: 3, error: null});
  assert.deepEqual(pcis(rows), [1, 2, 3]);
});

test('HDLC frames', async () => {
  const {opened, rows} = await open(frames);
  assert.deepEqual([opened.kind, opened.error], ['HDLC frames', null]);
  assert.deepEqual(pcis(rows), [1, 2, 3]);
  assert.ok(Math.abs(rows[0].host - rows[0].modem) < 0.001, 'modem time');
});

test('DLF', async () => {
  const logs = joined([1, 2, 3].map((pci) => logOf(pci).subarray(4)));
  const {opened, rows} = await open(logs);
  assert.deepEqual([opened.kind, opened.error], ['DLF', null]);
  assert.deepEqual(pcis(rows), [1, 2, 3]);
  const cut = await open(logs.subarray(0, logs.length - 1));
  assert.match(cut.opened.error, /cut short at byte/);
  assert.deepEqual(pcis(cut.rows), [1, 2]);
});

test('a body that looks like some logs is no damage of a DLF', async () => {
  const cell = Uint8Array.from({length: 16}, (_, i) => ({0: 16, 3: 0x84, 8: 0x6d, 12: 1})[i] ?? 0);
  const log = logOf(1).subarray(4);
  for (const [count, behind] of [[4, 5], [4, 0], [20, 0]]) {
    const body = joined([new Uint8Array(12), ...Array(count).fill(cell), new Uint8Array(behind)]);
    const measured = logPacket(0xb195, body).subarray(4);
    for (const after of [0, 3, 12]) {
      const {opened, rows} = await open(joined([log, measured, ...Array(after).fill(log)]));
      assert.deepEqual([opened.kind, opened.error, rows.length], ['DLF', null, 2 + after], `${count} ${behind} ${after}`);
    }
  }
});

/** A frame of zstd with its bytes as they are: RFC 8878, 3.1.1. */
const zstdOf = (bytes) => joined([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x60), u16(bytes.length - 256),
  Uint8Array.of(bytes.length << 3 & 255 | 1, bytes.length >> 5, 0), bytes]);

test('zstd', async () => {
  const long = joined([frames, new Uint8Array(300).fill(0x7e)]);
  const packed = zstdOf(long);
  assert.deepEqual([packed, gzipSync(frames), frames].map(packingOf), ['zstd', 'gzip', 'none']);
  for (const zeros of [0, 512]) {
    const {opened, rows} = await open(joined([packed, new Uint8Array(zeros)]));
    assert.deepEqual([opened.kind, opened.error], ['HDLC frames', null]);
    assert.deepEqual(pcis(rows).slice(0, 3), [1, 2, 3]);
  }
  const cut = await open(joined([packed, packed.subarray(0, 9)]));
  assert.equal(cut.opened.error, 'The zstd file is damaged or cut short.');
  assert.deepEqual(pcis(cut.rows).slice(0, 3), [1, 2, 3], 'what is whole is there');
});

test('what the page cannot unpack says so', async () => {
  const {opened} = await open(Uint8Array.of(0x42, 0x5a, 0x68, 0x39));
  assert.equal(opened.error, 'The page cannot unpack bzip2. Unpack the file first (bzip2 -d FILE).');
});

test('zeros behind gzip are padding', async () => {
  for (const zeros of [1, 7, 512, 100000]) {
    const {opened, rows} = await open(joined([
      new Uint8Array(gzipSync(frames)), new Uint8Array(zeros)]));
    assert.deepEqual([opened.kind, opened.error], ['HDLC frames', null]);
    assert.deepEqual(pcis(rows), [1, 2, 3]);
  }
});

/** As browsers do it, and Node does not: bytes behind a member are an error. */
class StrictGunzip extends TransformStream {
  constructor() {
    const pieces = [];
    super({
      transform: (piece) => void pieces.push(piece),
      flush: (out) => {
        const whole = joined(pieces);
        const {buffer, engine} = gunzipSync(whole, {info: true});
        out.enqueue(new Uint8Array(buffer));
        if (engine.bytesWritten < whole.length) throw new TypeError('junk');
      },
    });
  }
}

test('zeros behind gzip are padding in a browser too', async () => {
  const {DecompressionStream} = globalThis;
  globalThis.DecompressionStream = StrictGunzip;
  try {
    for (const size of [0, 3, 250]) {
      const gzip = gzipSync(joined([frames, new Uint8Array(size).fill(0x7e)]));
      const {opened, rows} = await open(joined([
        new Uint8Array(gzip), new Uint8Array(1000)]));
      assert.equal(opened.error, null);
      assert.deepEqual(pcis(rows).slice(0, 3), [1, 2, 3]);
    }
    const {opened} = await open(joined([
      new Uint8Array(gzipSync(frames)), Uint8Array.of(1, 0, 0)]));
    assert.match(opened.error, /damaged/);
  } finally {
    globalThis.DecompressionStream = DecompressionStream;
  }
});

test('a skippable frame is zstd', () => {
  const bytes = Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, 4, 0, 0, 0);
  assert.equal(packingOf(bytes), 'zstd');
  assert.equal(packingOf(Uint8Array.of(0x60, 0x2a, 0x4d, 0x18)), 'none');
});

test('a container stream', async () => {
  const {opened, rows} = await open(containers);
  assert.deepEqual([opened.kind, opened.error], ['container stream', null]);
  assert.deepEqual(rows.map(({name, pci}) => pci ?? name), [
    'Notice · Message masks changed', 1, 2, 'Notice · HDLC support changed',
    'Notice · Client removed', 'Notice · Log masks changed', 3, 4]);
  assert.deepEqual(rows.map(({length}) => length),
    [4 + 20 + 4 + 9, 36, 36, 5, 4, 37, 36, 36],
    'notices in a row are one');
});

test('gzip of each', async () => {
  for (const [bytes, count] of [[capture, 3], [frames, 3], [containers, 8]]) {
    const {opened, rows} = await open(new Uint8Array(gzipSync(bytes)));
    assert.equal(opened.error, null);
    assert.equal(rows.length, count);
  }
});

/** A zip archive of [name, content, method]: method 8 is deflated, 0 stored. */
function zipOf(...members) {
  const locals = [];
  const entries = [];
  let offset = 0;
  for (const [name, content, method] of members) {
    const text = new TextEncoder().encode(name);
    const data = method === 8 ? new Uint8Array(deflateRawSync(content)) : content;
    const crc = new Uint8Array(gzipSync(content)).slice(-8, -4);
    const facts = joined([u16(20), u16(0), u16(method), u32(0), crc, u32(data.length),
      u32(content.length), u16(text.length), u16(0)]);
    locals.push(u32(0x04034b50), facts, text, data);
    entries.push(u32(0x02014b50), u16(20), facts, u16(0), u16(0), u16(0), u32(0), u32(offset), text);
    offset += 30 + text.length + data.length;
  }
  const directory = joined(entries);
  return joined([...locals, directory, u32(0x06054b50), u32(0), u16(members.length),
    u16(members.length), u32(directory.length), u32(offset), u16(5), new TextEncoder().encode('PK\x05\x06!')]);
}

const none = new Uint8Array(0);
const long = joined(Array.from({length: 3000}, (_, i) => frameOf(logOf(i % 500))));

test('the only file of a zip, stored or deflated', async () => {
  for (const content of [capture, frames, long]) {
    for (const method of [0, 8]) {
      const zip = zipOf(['logs/', none, 0], ['logs/trip.qmdl', content, method],
        ['__MACOSX/logs/._trip.qmdl', frames, 8], ['empty', none, 0]);
      const {opened} = await open(zip);
      const plain = await open(content);
      assert.deepEqual(opened, plain.opened);
      const shifted = await open(joined([zip.subarray(0, 4), zip.subarray(4)]));
      assert.deepEqual(shifted.opened, plain.opened);
    }
  }
});

test('a zip that cannot be unpacked says why', async () => {
  const good = zipOf(['trip.qmdl', frames, 8]);
  const entry = good.length - 22 - 5 - 46 - 9;
  const changed = (at, ...bytes) => {
    const odd = good.slice();
    odd.set(bytes, at);
    return odd;
  };
  for (const [zip, says] of [
    [zipOf(['a.qmdl', frames, 8], ['b.qmdl', frames, 8]), /holds 2 files, such as a\.qmdl/],
    [zipOf(['logs/', none, 0]), /no file in this zip/],
    [zipOf(), /no file in this zip/],
    [good.subarray(0, good.length - 1), /cut short: its directory/],
    [changed(entry + 8, 1), /encrypted/],
    [changed(entry + 10, 12), /unusual way/],
    [changed(entry + 16, 1, 2, 3, 4), /zip file is damaged or cut short/],
    [changed(entry + 24, 1), /zip file is damaged or cut short/],
    [changed(entry + 42, 9), /its file is not there/],
    [changed(entry + 20, 255, 255, 255), /its file is not there/],
    [changed(entry + 28, 255), /directory of the zip file is damaged/],
    [changed(good.length - 22 - 5 + 12, 0xff, 0xff, 0xff, 0xff), /directory of the zip file is damaged/],
  ]) {
    const {opened} = await open(zip);
    assert.match(String(opened.error), says);
  }
});

test('what no browser unpacks says what to do', async () => {
  for (const [bytes, says] of [['BZh91AY', /cannot unpack bzip2.*bzip2 -d/], ['\xfd7zXZ\x00', /cannot unpack xz.*xz -d/]]) {
    const {opened} = await open(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
    assert.match(opened.error, says);
  }
});

test('a format of another tool is named', async () => {
  const text = new TextEncoder().encode('no capture '.repeat(500));
  for (const [name, says] of [['trip.ISF', /save it as DLF/], ['a.isf.gz', /save it as DLF/],
    ['a.qdss', /not DIAG/], ['isf', /not a capture/],
    ['a.hdf', /no log was found/], ['constructor', /not a capture/], ['.__proto__', /not a capture/]]) {
    assert.match((await open(text, name)).opened.error, says);
  }
  const gsmtap = Uint8Array.from(captureOf([]), (byte, i) => i === 20 ? 228 : byte);
  assert.match((await open(gsmtap)).opened.error, /linktype 228\. .*GSMTAP opens in Wireshark/);
});

test('a file replaces what was there', async () => {
  const {viewer} = await open(capture);
  await viewer.ask({type: 'open', name: 'y', buffer: bufferOf(frames)});
  assert.deepEqual((await viewer.rows()).map(({n}) => n), [1, 2, 3]);
});

const DAMAGE = [
  ['a pcap cut short', capture.subarray(0, capture.length - 5), 'pcap', 2,
    /skipped \(cut short at byte \d+, inside the pcap record/],
  ['frames cut short', frames.subarray(0, frames.length - 3), 'HDLC frames',
    2, /cut short at byte 114, inside the frame that begins at 78/],
  ['containers cut short', containers.subarray(0, containers.length - 3),
    'container stream', 7, /cut short at byte \d+, inside the container that begins/],
  ['gzip cut short', new Uint8Array(gzipSync(capture)).subarray(0, 60),
    'pcap', null, /gzip file is damaged|cut short/],
  ['text', new TextEncoder().encode('no capture '.repeat(500)), '', 0,
    /not a capture: it is not pcap/],
  ['zeros before flags', new Uint8Array(3000).fill(0x7e, 2000), '', 0,
    /not a capture/],
  ['nothing', new Uint8Array(0), '', 0, /not a capture/],
  ['a pcap of Ethernet', Uint8Array.from(captureOf([]), (byte, i) =>
    i === 20 ? 1 : byte), 'pcap', 0, /linktype 1\./],
];

for (const [what, bytes, kind, count, says] of DAMAGE) {
  test(what, async () => {
    const {opened, rows} = await open(bytes);
    assert.equal(opened.kind, kind);
    assert.match(opened.error, says);
    if (count !== null) assert.equal(rows.length, count);
  });
}

test('bytes of a log are not taken for a container', () => {
  assert.equal(isContainers(frames), false);
  assert.equal(isContainers(joined([u32(0x20), u32(2), u32(5), frames])),
    false);
});

test('the page has counted the rows before it is told of the file', async () => {
  const viewer = startSession();
  await viewer.feed(captureOf([packetOf(logOf(9))]));
  await viewer.ask({type: 'open', name: 'a', buffer: bufferOf(capture)});
  const [replaced, tick, opened] = viewer.said;
  assert.equal(replaced.type, 'replaced');
  assert.deepEqual([tick.type, tick.held.rows, tick.total.records], ['tick', 3, 3]);
  assert.deepEqual([opened.type, opened.rows], ['opened', 3]);
});

test('what is shown stays while a file is decoded, and if it cannot be read', async () => {
  const viewer = startSession();
  await viewer.feed(captureOf([packetOf(logOf(9))]));
  const opening = viewer.session.take(
    {type: 'open', name: 'a', buffer: bufferOf(new Uint8Array(gzipSync(capture)))});
  assert.deepEqual(pcis(await viewer.rows()), [9], 'not decoded yet');
  await opening;
  assert.deepEqual(pcis(await viewer.rows()), [1, 2, 3]);
  await viewer.ask({type: 'open', name: 'b', buffer: bufferOf(Uint8Array.of(1, 2, 3))});
  assert.deepEqual(viewer.said.map(({type}) => type), ['opened']);
  assert.notEqual(viewer.said[0].error, null);
  assert.deepEqual(pcis(await viewer.rows()), [1, 2, 3]);
});

test('bytes of the live stream do not mix with a file', async () => {
  const viewer = startSession();
  await viewer.ask({type: 'open', name: 'a', buffer: bufferOf(capture)});
  await viewer.feed(captureOf([packetOf(logOf(9))]));
  assert.deepEqual(pcis(await viewer.rows()), [1, 2, 3]);
  await viewer.ask({type: 'clear'});
  await viewer.ask({type: 'begin'});
  await viewer.feed(captureOf([packetOf(logOf(9))]));
  assert.deepEqual(pcis(await viewer.rows()), [9]);
});

test('a file comes with the filter that is set', async () => {
  const viewer = startSession();
  await viewer.ask({type: 'filter', text: 'pci > 1'});
  await viewer.ask({type: 'open', name: 'a', buffer: bufferOf(capture)});
  assert.deepEqual(pcis(await viewer.rows()), [2, 3]);
});

test('a file that nobody wants any more leaves no rows, and no word', async () => {
  const viewer = startSession();
  const opening = viewer.session.take(
    {type: 'open', name: 'a', buffer: bufferOf(new Uint8Array(gzipSync(capture)))});
  viewer.session.take({type: 'clear'});
  viewer.session.take({type: 'begin'});
  viewer.session.take({type: 'bytes', buffer: bufferOf(captureOf([packetOf(logOf(9))]))});
  await opening;
  assert.deepEqual(viewer.said.filter(({type}) => type === 'opened'), []);
  assert.deepEqual(pcis(await viewer.rows()), [9]);
});

test('nothing that is opened throws', async () => {
  let seed = 3;
  const roll = (most) => (seed = seed * 16807 % 2147483647) % most;
  for (const good of [capture, frames, containers]) {
    for (let i = 0; i < 300; i++) {
      const odd = good.slice(0, roll(good.length + 1));
      for (let k = roll(4); k > 0 && odd.length > 0; k--) {
        odd[roll(odd.length)] = roll(256);
      }
      await open(odd);
    }
  }
});
