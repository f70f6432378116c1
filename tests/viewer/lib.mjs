// SPDX-License-Identifier: MIT
// What the viewer's tests share.  run.sh puts the paths into the environment.

import {spawnSync} from 'node:child_process';
import fs from 'node:fs';

export const here = process.env.HERE;
export const tmp = process.env.TMP;
export const lua = process.env.LUA;
const viewer = process.env.VIEWER;

/** A module of the viewer. */
export const load = (path) => import(`${viewer}/${path}`);

const {Session} = await load('rows/session.js');

/** Ends a test that cannot run here. */
export function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

/** Ends it where there is no such program. */
export function need(program) {
  if (spawnSync(program, ['--version']).error) skip(`no ${program}`);
}

/** The names of the dissector's fixtures. */
export const fixtures = fs.readdirSync(`${tmp}/fixtures`).map((name) =>
  name.replace('.pcap', ''));

export const fixture = (name) =>
  new Uint8Array(fs.readFileSync(`${tmp}/fixtures/${name}.pcap`));

/** A buffer of its own, as a transferred one is. */
export const bufferOf = (bytes) => bytes.slice().buffer;

/** A worker without a thread: it posts into `said`, and ticks when told. */
export function startSession(bounds) {
  const said = [];
  const session = new Session({post: (message) => said.push(message),
    later: () => {}, bounds});
  const ask = async (message) => {
    said.length = 0;
    await session.take(message);
    return said[0];
  };
  return {said, session, ask,
    feed: (bytes) => ask({type: 'bytes', buffer: bufferOf(bytes)}),
    rows: async (first = 0, count = 1e9) =>
      (await ask({type: 'view', first, count})).rows};
}

// Captures that a test makes itself ------------------------------------------

const {crc16, joined} = await load('decode/bytes.js');

const filled = (size, fill) => {
  const out = new Uint8Array(size);
  fill(new DataView(out.buffer));
  return out;
};

export const u32 = (n) => filled(4, (view) => view.setUint32(0, n, true));

/** A log of LTE RRC, version 20: paging, by cell `pci`. */
export const logOf = (pci) => filled(36, (view) => {
  const body = [0x14, 0x0e, 0x30, 1, pci & 255, pci >> 8, 0x14, 5, 0, 0, 1,
    0x10, 5, 2, 0, 0, 0, 1, 0, 0x20];
  view.setUint8(0, 0x10);
  view.setUint16(2, 32, true);
  view.setUint16(4, 32, true);
  view.setUint16(6, 0xb0c0, true);
  // 2026-01-02T03:04:05.6775 and a part of a tick.
  view.setUint16(8, 12345, true);
  const ticks = 1451358245n * 800n + 542n;
  view.setUint16(10, Number(ticks & 0xffffn), true);
  view.setUint32(12, Number(ticks >> 16n), true);
  body.forEach((byte, i) => view.setUint8(16 + i, byte));
});

/** A packet as an HDLC frame. */
export function frameOf(packet) {
  const crc = crc16(packet, 0, packet.length);
  const out = [];
  for (const byte of [...packet, crc & 255, crc >> 8]) {
    if (byte === 0x7d || byte === 0x7e) out.push(0x7d, byte ^ 0x20);
    else out.push(byte);
  }
  return Uint8Array.from([...out, 0x7e]);
}

const withToken = (message, token) =>
  joined([...token === undefined ? [] : [u32(token)], u32(message.length),
    message]);

/** A record, of path 0x0100, whose container has these messages. */
export const containerOf = (...messages) => joined([
  Uint8Array.of(0, 1, 0, 0), u32(0x20), u32(messages.length),
  ...messages.map((message) => withToken(message))]);

/** A packet alone in its container, perhaps of a second modem. */
export const packetOf = (packet, token) => joined([
  Uint8Array.of(0, 1, 0, 0), u32(0x20), u32(1),
  withToken(frameOf(packet), token)]);

/** A pcap of these records, all of one time. */
export const captureOf = (records) => joined([
  u32(0xa1b2c3d4), u32(0x00040002), u32(0), u32(0), u32(262144), u32(147),
  ...records.flatMap((record) => [u32(1767323045), u32(0), u32(record.length),
    u32(record.length), record])]);
