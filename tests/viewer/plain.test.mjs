// SPDX-License-Identifier: MIT
// The decoder's arithmetic and tables: what plain.lua asks of the dissector's.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {test} from 'node:test';
import {captureOf, containerOf, frameOf, here, load, logOf,
  packetOf as recordOf, startSession} from './lib.mjs';

const bytes = await load('decode/bytes.js');
const {filled} = await load('decode/printf.js');
const {modemTime, modemTimeExact} = await load('decode/modem_time.js');
const {channelOf, layoutOf} = await load('decode/logs/versions.js');
const {RRC} = await load('decode/data/layouts_generated.js');
const {umtsSib} = await load('decode/names.js');
const choice = await load('decode/messages/choice.js');
const {UMTS_MESSAGES} = await load('decode/messages/umts.js');
const {ipv6Text} = await load('decode/fields.js');
const {ipLine, readIp} = await load('decode/inet.js');

const {joined} = bytes;
const ascii = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const hex = (text) => Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [],
  (two) => parseInt(two, 16));

test('numbers are little-endian', () => {
  const s = Uint8Array.of(1, 2, 3, 4, 255, 255, 255, 255);
  assert.equal(bytes.u16(s, 0), 0x0201);
  assert.equal(bytes.u32(s, 0), 0x04030201);
  assert.equal(bytes.u32(s, 4), 4294967295);
  assert.equal(bytes.i32(s, 4), -1);
  assert.equal(bytes.u64(s, 0), 0xffffffff04030201n);
  assert.equal(bytes.uint(s, 0, 3), 0x030201);
});

/** The lines of tests/data/hdlc.txt of one kind. */
function vectors(kind) {
  const lines = fs.readFileSync(`${here}/../data/hdlc.txt`, 'utf8').split('\n')
    .map((line) => line.split(' ')).filter(([what]) => what === kind);
  assert.ok(lines.length > 1, kind);
  return lines.map(([, a, b]) => [a, b]);
}

/** The packet in a frame without its flag, as hexadecimal text, or null. */
function packetOf(text) {
  const escaped = hex(text);
  const s = bytes.unescape(escaped, 0, escaped.length);
  const size = s.length - 2;
  if (size < 0 || bytes.crc16(s, 0, size) !== bytes.u16(s, size)) return null;
  return bytes.hex(s, 0, size) || '-';
}

test('the CRC is that of the shared vectors', () => {
  for (const [text, crc] of vectors('crc')) {
    const s = hex(`00${text}00`);
    assert.equal(bytes.crc16(s, 1, s.length - 1), parseInt(crc, 16), text);
  }
});

test('frames are those of the shared vectors', () => {
  for (const [packet, frame] of vectors('frame')) {
    assert.equal(packetOf(frame.slice(0, -2)), packet);
  }
});

test('damaged frames of the shared vectors are refused', () => {
  for (const [frame] of vectors('damaged')) {
    assert.equal(packetOf(frame), null, frame);
  }
});

test('a lone escape stays', () => {
  assert.equal(bytes.hex(bytes.unescape(hex('637d'), 0, 2)), '637d');
});

test('time is exact', () => {
  const time = (low, ticks) => {
    const s = new Uint8Array(8);
    const view = new DataView(s.buffer);
    view.setUint16(0, low, true);
    view.setUint16(2, ticks % 65536, true);
    view.setUint32(4, Math.floor(ticks / 65536), true);
    const {seconds, nanos} = modemTimeExact(s, 0);
    assert.ok(Math.abs(modemTime(s, 0) - seconds * 1e3 - nanos / 1e6) <
      0.001 * Math.max(1, seconds / 1e9));
    return `${seconds}.${String(nanos).padStart(9, '0')}`;
  };
  assert.equal(time(0, 0), '315964800.000000000');
  assert.equal(time(0, 1), '315964800.001250000');
  assert.equal(time(49151, 0), '315964800.001249974');
  assert.equal(time(24576, 0), '315964800.000625000');
  assert.equal(time(0, 799), '315964800.998750000');
  assert.equal(time(49152, 799), '315964801.000000000');
  assert.equal(time(0, 1451358245 * 800), '1767323045.000000000');
  assert.equal(time(65535, 281474976710655), '352159685688.320416641');
});

const FILLED = [
  ['%d%%', [], '%d%'], ['%d %i', [0xffffffff, 5], '-1 5'],
  ['%u %lu', [0xffffffff, 1], '4294967295 1'],
  ['%x %08X %#x %o', [255, 255, 255, 8], 'ff 000000FF 0xff 10'],
  ['%c%c', [65, 7], 'A.'], ['%5d|%-5d|%+d', [1, 2, 3], '    1|2    |+3'],
  ['%s %d', [1, 2], '%s 2'], ['%.3d', [7], '007'], ['%05d', [-42], '-0042'],
  ['%p', [0xbeef], 'beef'], ['100%', [1], '100%'], ['%d %d', [1], '1 %d'],
];

test('messages are filled in', () => {
  for (const [format, args, expected] of FILLED) {
    assert.equal(filled(format, args), expected, format);
  }
});

test('layouts by version', () => {
  const payload = (layouts) => (version) => layoutOf(layouts, version).payload;
  const both = [
    [payload(RRC.lteRrc), {2: 13, 4: 13, 5: 17, 7: 17, 8: 19, 24: 19,
      25: 21, 29: 21, 30: 24, 255: 24}],
    [payload(RRC.nrRrc), {7: 24, 9: 24, 12: 23, 14: 23, 17: 31,
      19: 32, 20: 32, 23: 35, 24: 35, 25: 32, 26: 35, 28: 35,
      4294967295: 35}]];
  for (const [of, expected] of both) {
    for (const [version, at] of Object.entries(expected)) {
      assert.equal(of(Number(version)), at, version);
    }
  }
});

test('channels by version', () => {
  const lteChannel = (...of) => channelOf(RRC.lteChannels, ...of);
  const nrChannel = (...of) => channelOf(RRC.nrChannels, ...of);
  assert.equal(lteChannel(20, 7), 'dl_dcch');
  assert.equal(lteChannel(9, 15), 'ul_dcch');
  assert.equal(lteChannel(26, 7), 'pcch');
  assert.equal(lteChannel(26, 52), 'ul_dcch.nb');
  assert.equal(lteChannel(20, 61), 'ul_dcch.nb');
  assert.equal(lteChannel(8, 9), undefined);
  assert.equal(nrChannel(8, 10), 'complete');
  assert.equal(nrChannel(20, 6), 'pcch');
  assert.equal(nrChannel(28, 10), 'ul.dcch');
  assert.equal(nrChannel(17, 99), undefined);
  assert.equal(umtsSib(31, false), 'sib11bis');
  assert.equal(umtsSib(31, true), 'sib19');
});

test('integrity protection stands before the name of a message', () => {
  const named = (text) => choice.umtsMessageName(
    UMTS_MESSAGES.get('dl.dcch'), hex(text), 0, text.length / 2);
  // A 1, 36 bits of protection, then 01000.
  assert.equal(named('fffffffffa00'), 'MeasurementControl');
  assert.equal(named('2000'), 'MeasurementControl');
  assert.equal(named('ffffffff'), '', 'cut');
});

test('packets in a line', () => {
  const line = (text) => {
    const s = hex(text);
    return ipLine(readIp(s, 0, s.length));
  };
  const v4 = '450000201234000040110000c0000201c6336402';
  const v6 = (next) => `600000000010${next}40` +
    '20010db8000000000000000000000001' + 'fe800000000000000000000000000002';
  assert.equal(line(`${v4}10002000`), 'UDP 192.0.2.1:4096 → 198.51.100.2:8192');
  assert.equal(line(v4), 'UDP 192.0.2.1 → 198.51.100.2', 'cut');
  assert.equal(line(`${v4.replace('12340000', '12340010')}10002000`),
    'UDP 192.0.2.1 → 198.51.100.2', 'not the first fragment');
  assert.equal(line(`${v6('06')}01bbc350`),
    'TCP [2001:db8::1]:443 → [fe80::2]:50000');
  assert.equal(line(`${v6('00')}3a00000000000000`),
    'ICMPv6 [2001:db8::1] → [fe80::2]', 'hop-by-hop');
  assert.equal(line('4400'), '');
  assert.equal(line('00'), '');
});

test('a record that claims too much ends the stream', async () => {
  const viewer = startSession();
  const capture = captureOf([recordOf(logOf(1)), new Uint8Array(262145),
    recordOf(logOf(2))]);
  const said = await viewer.feed(capture);
  assert.match(said.text, /record at byte 95 claims 262145 bytes/);
  assert.deepEqual((await viewer.rows()).map(({pci}) => pci), [1]);
});

test('a beginning that no one ends is dropped', async () => {
  const viewer = startSession();
  const noise = new Uint8Array(200000).fill(1);
  await viewer.feed(captureOf([recordOf(logOf(1)), containerOf(noise),
    containerOf(noise), recordOf(logOf(2))]));
  assert.deepEqual((await viewer.rows()).map(({pci}) => pci),
    [1, null, null, 2]);
  const {tree} = await viewer.ask({type: 'detail', row: 3});
  assert.ok(labels(tree).includes('Dropped 400000 bytes of a frame'));
});

const labels = (nodes) => nodes.flatMap(({label, children}) =>
  [label, ...labels(children)]);

test('the tree of a row has its frame alone', async () => {
  const viewer = startSession();
  const wrong = frameOf(logOf(5));
  wrong[3] ^= 1;
  await viewer.feed(captureOf([containerOf(frameOf(logOf(4)),
    joined([wrong, frameOf(logOf(6))]), frameOf(logOf(7)))]));
  const {tree} = await viewer.ask({type: 'detail', row: 3});
  const all = labels(tree);
  assert.deepEqual(all.filter((label) =>
    /^(Frame \d|Message|Phys|Bad)/.test(label)), ['Messages: 3', 'Message',
    'Frame 3: LTE RRC OTA message', 'Physical cell id: 6']);
  const other = labels((await viewer.ask({type: 'detail', row: 2})).tree);
  assert.ok(other.some((label) => label.startsWith('Bad frame check')));
});

test('addresses as RFC 5952 has them', () => {
  const text = (words) => ipv6Text(hex(words.map((word) =>
    word.toString(16).padStart(4, '0')).join('')), 0);
  assert.equal(text([0x2001, 0xdb8, 0, 0, 1, 0, 0, 1]), '2001:db8::1:0:0:1');
  assert.equal(text([0x2001, 0xdb8, 0, 1, 1, 0, 0, 0]), '2001:db8:0:1:1::');
  assert.equal(text([0x2001, 0xdb8, 0, 1, 1, 1, 1, 1]), '2001:db8:0:1:1:1:1:1');
  assert.equal(text([0, 0, 0, 0, 0, 0, 0, 0]), '::');
});

test('a PDU that lacks its last byte is cut short', async () => {
  const viewer = startSession();
  await viewer.feed(captureOf([recordOf(logOf(5).subarray(0, 35))]));
  const [row] = await viewer.rows();
  assert.deepEqual([row.truncated, row.info],
    [true, 'pci 5 · EARFCN 1300 · SFN 256 · [cut short]']);
  const {tree} = await viewer.ask({type: 'detail', row: 1});
  assert.ok(labels(tree).includes('PDU of 1 bytes, 0 present'));
});
