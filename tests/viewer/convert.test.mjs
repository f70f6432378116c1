// SPDX-License-Identifier: MIT
// A file that is no pcap becomes, record for record, what diagtapd --convert
// writes of it.

import assert from 'node:assert/strict';
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {captures, nameOf, read} from './shared_captures.mjs';
import {bufferOf, load, startSession, tmp, u32} from './lib.mjs';

const {DIAGTAPD, MAKE_CAPTURE} = process.env;
const {joined, unescape} = await load('decode/bytes.js');

const made = (form, count, seed) => new Uint8Array(execFileSync(MAKE_CAPTURE,
  [form, String(count), String(seed)], {maxBuffer: 1e9}));

function converted(bytes) {
  fs.writeFileSync(`${tmp}/in`, bytes);
  fs.rmSync(`${tmp}/out.pcap`, {force: true});
  spawnSync(DIAGTAPD, ['--convert', `${tmp}/in`, `${tmp}/out.pcap`,
    '--split', 'container']);
  return fs.existsSync(`${tmp}/out.pcap`)
    ? new Uint8Array(fs.readFileSync(`${tmp}/out.pcap`)) : null;
}

async function ours(bytes) {
  const viewer = startSession();
  await viewer.ask({type: 'open', name: '', buffer: bufferOf(bytes)});
  const {buffer} = await viewer.ask({type: 'save', rows: 'all', form: 'container'});
  return new Uint8Array(buffer);
}

const frames = made('frames', 400, 3);
const containers = made('containers', 400, 4);
const logs = made('logs', 400, 5);

/** Containers too large for a record, with message ends at odd places. */
const large = joined([70000, 200000, 300000, 262116, 1000].flatMap((size,
  i) => [
  u32(0x20), u32(3), ...[size, 5000 + i, size].flatMap((length) => [
    u32(length), new Uint8Array(length).fill(0x7e)])]));

/** The frames as packets without HDLC: 7E 01, u16 length, packet, 7E. */
const plain = joined(Buffer.from(frames).toString('latin1').split('\x7e').filter((s) => s)
  .map((s) => {
    const frame = Uint8Array.from(Buffer.from(s, 'latin1'));
    const packet = unescape(frame, 0, frame.length).slice(0, -2);
    return joined([Uint8Array.of(0x7e, 1, packet.length & 255, packet.length >> 8), packet,
      Uint8Array.of(0x7e)]);
  }));

const qmdl2Head = (type, guids) => joined([u32(10 + 16 * guids), Uint8Array.of(1, type),
  u32(guids), new Uint8Array(16 * guids).fill(7)]);

/** The logs as HDF: as packets, with bytes of another kind between them. */
const hdf = joined([...function* () {
  for (let at = 0, i = 0; at < logs.length; i++) {
    const size = logs[at] | logs[at + 1] << 8;
    yield Uint8Array.from({length: 1 + i * 7 % 50}, (_, k) => [0x89, 0x48, 0x10, 0][k % 4] + i % 3);
    yield Uint8Array.of(0x10, 0, size & 255, size >> 8);
    yield logs.subarray(at, at + size);
    at += size;
  }
}()]);

const CASES = {
  'frames of the simulator': frames,
  'containers of the simulator': containers,
  'logs of the simulator': logs,
  'packets without HDLC': plain,
  'QMDL2 of packets': joined([qmdl2Head(0, 3), plain]),
  'QMDL2 of HDLC': joined([qmdl2Head(1, 2), frames]),
  'HDF': hdf,
  'HDF cut short': hdf.subarray(0, 30001),
  'logs cut short': logs.subarray(0, 30001),
  'frames cut short': frames.subarray(0, 30001),
  'containers cut short': containers.subarray(0, 30001),
  'containers too large for a record': large,
};

for (const [what, bytes] of Object.entries(CASES)) {
  test(what, async () => {
    const theirs = converted(bytes);
    assert.ok(theirs.length > 1000);
    assert.deepEqual(await ours(bytes), theirs);
  });
}

// Damage: viewer, --convert and a replay of the daemon give the same.

/** Containers as pcap, which is read with resync like the others. */
const records = converted(containers);

/** The same as pcapng: a section, an interface, and packets. */
const block = (type, ...body) => {
  const whole = joined(body);
  const length = u32(12 + whole.length + (-whole.length & 3));
  return joined([u32(type), length, whole, new Uint8Array(-whole.length & 3), length]);
};
const view = new DataView(records.buffer, records.byteOffset);
const pcapng = [block(0x0a0d0d0a, u32(0x1a2b3c4d), u32(1), u32(-1), u32(-1)),
  block(1, u32(147), u32(262144))];
for (let at = 24; at < records.length;) {
  const size = view.getUint32(at + 8, true);
  const micros = BigInt(view.getUint32(at, true)) * 1000000n +
    BigInt(view.getUint32(at + 4, true));
  pcapng.push(block(6, u32(0), u32(Number(micros >> 32n)),
    u32(Number(micros & 0xffffffffn)), u32(size), u32(size),
    records.subarray(at + 16, at + 16 + size)));
  at += 16 + size;
}
const blocks = joined(pcapng);

test('HDF gives what DLF gives', () => assert.deepEqual(converted(hdf), converted(logs)));

test('pcapng is the pcap that it was made of', async () => {
  assert.deepEqual(converted(blocks), records);
  assert.deepEqual(await ours(blocks), records);
});

const filled = (size, byte) => new Uint8Array(size).fill(byte);
const text = new TextEncoder().encode('no capture at all. '.repeat(200));

/** The parts of `bytes` with `junk` between them. */
const broken = (bytes, junk, places = 1) => {
  const step = Math.floor(bytes.length / (places + 1));
  const pieces = [];
  for (let i = 0; i <= places; i++) {
    pieces.push(bytes.subarray(i * step,
      i === places ? bytes.length : (i + 1) * step));
    if (i < places) pieces.push(junk);
  }
  return joined(pieces);
};

const JUNK = {
  'a zero': filled(1, 0), '4 KiB of zeros': filled(4096, 0),
  '2 MiB of zeros': filled(2 << 20, 0), 'a byte': filled(1, 0xa5),
  '3 KiB of ones': filled(3000, 255), 'text': text,
};

const DAMAGED = {};
for (const [form, good] of Object.entries({frames, containers, logs, hdf, records, blocks})) {
  const twice = form === 'records' ? joined([good, good.subarray(24)])
    : joined([good, good]);
  for (const [what, junk] of Object.entries(JUNK)) {
    DAMAGED[`${form}, ${what} within`] = broken(good, junk);
    DAMAGED[`${form}, ${what} between`] = joined([good, junk,
      twice.subarray(good.length)]);
    DAMAGED[`${form}, ${what} behind`] = joined([good, junk]);
    if (form !== 'records' && form !== 'blocks') {
      DAMAGED[`${form}, ${what} before`] = joined([junk, good]);
    }
  }
  DAMAGED[`${form}, a byte in ten places`] = broken(good, filled(1, 0), 10);
  DAMAGED[`${form}, without the middle`] = joined([
    good.subarray(0, good.length / 3), good.subarray(good.length / 2)]);
  DAMAGED[`${form}, the middle overwritten`] = joined([
    good.subarray(0, good.length / 3), filled(500, 0x20),
    good.subarray(Math.floor(good.length / 3) + 500)]);
}

/** Mutations of a seed: bytes set, taken out, or put in. */
let seed = 7;
const roll = (most) => (seed = seed * 16807 % 2147483647) % most;
for (const [form, good] of Object.entries({frames, containers, logs, hdf, records, blocks})) {
  for (let i = 0; i < 15; i++) {
    let odd = good.slice(0, 40000);
    for (let k = 1 + roll(6); k > 0; k--) {
      const at = (form === 'records' ? 24 : form === 'blocks' ? 48 : 0) + roll(odd.length - 30);
      const kind = roll(3);
      if (kind === 0) odd[at] = [0, 0x20, 0x7e, 0xff, roll(256)][roll(5)];
      else if (kind === 1) odd = joined([odd.subarray(0, at),
        odd.subarray(at + 1 + roll(30))]);
      else odd = joined([odd.subarray(0, at), filled(1 + roll(9), roll(256)),
        odd.subarray(at)]);
    }
    DAMAGED[`${form}, mutation ${i}`] = odd;
  }
}

/** The raw stream of a replay. */
async function replayed(bytes) {
  fs.writeFileSync(`${tmp}/in`, bytes);
  const daemon = spawn(DIAGTAPD, ['-c', '/dev/null', '-o', 'listen.port=0',
    '-o', 'diag_stream_enabled=true', '-o', 'sandbox=false',
    '-o', 'diag.source=file', '-o', `diag.file=${tmp}/in`,
    '-o', 'diag.speed=0', '-o', 'diag.wait_subscribers=1',
    '-o', 'diag.at_end=exit'], {stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  const url = await new Promise((resolve, reject) => {
    daemon.on('exit', () => reject(new Error(said)));
    daemon.stderr.on('data', (piece) => {
      said += piece;
      const [, at] = said.match(/listens on (http:\/\/[^/]*)\//) ?? [];
      if (at) resolve(at);
    });
  });
  const answer = await fetch(`${url}/api/diag/stream`);
  return new Uint8Array(await answer.arrayBuffer());
}

/**
 * The containers in a pcap of ours, one after the other.  The viewer shows cut
 * records too; --convert and a replay leave them out.
 */
function containersIn(pcap) {
  const pieces = [];
  const view = new DataView(pcap.buffer, pcap.byteOffset);
  for (let at = 24; at < pcap.length;) {
    const size = view.getUint32(at + 8, true);
    const end = at + 16 + size;
    const isCut = view.getUint32(at + 12, true) > size;
    const path = isCut ? 0 : view.getUint16(at + 16, true);
    if (path === 0x100) pieces.push(pcap.subarray(at + 20, end));
    if (path === 0x101) pieces.push(pcap.subarray(at + 32, end));
    at = end;
  }
  return joined(pieces);
}

for (const [what, bytes] of Object.entries(DAMAGED)) {
  test(what, async () => {
    const theirs = converted(bytes);
    assert.ok(theirs.length > 1000);
    const mine = await ours(bytes);
    if (what.startsWith('records')) {
      // --convert numbers parts anew, and joins them.
      assert.deepEqual(containersIn(mine), containersIn(theirs));
    } else {
      assert.deepEqual(mine, theirs);
    }
  });
}

// A replay takes a daemon each: some of them.
const every = (what, i) => i % 7 === 0;
for (const [what, bytes] of Object.entries(DAMAGED).filter(([w], i) =>
  every(w, i))) {
  test(`a replay of ${what}`, async () => {
    assert.deepEqual(await replayed(bytes), containersIn(converted(bytes)));
  });
}

for (const file of captures) {
  test(nameOf(file), async () => {
    assert.deepEqual(await ours(read(file)), converted(read(file)));
  });
}
