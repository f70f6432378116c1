// SPDX-License-Identifier: MIT
// What the viewer's worker costs: `tests/viewer/bench.sh [SECONDS]`.
//
// First as fast as it goes: frames for each second of processor time.  Then
// live, paced as a daemon paces them, with a page that follows the last 50
// rows: the share of one core, and the heap of each minute's end.

import {LTE, sib1} from './bits.mjs';
import {captureOf, containerOf, frameOf, logOf, packetOf, startSession} from
  './lib.mjs';
import {emm, lteRrc} from './made.mjs';

const SECONDS = Number(process.argv[2] ?? 10);

/** Processor seconds of this process. */
const spent = () => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e6;
};

const heap = () => {
  globalThis.gc();
  const {heapUsed, arrayBuffers} = process.memoryUsage();
  return ((heapUsed + arrayBuffers) / 1e6).toFixed(1);
};

const range = (count) => Array.from({length: count}, (_, i) => i);

/** Records without the header of a pcap. */
const body = (records) => captureOf(records).slice(24);

const single = (count) => body(range(count).map((i) =>
  packetOf(logOf(i & 511))));
const full = (containers, frames) => body(range(containers).map(() =>
  containerOf(...range(frames).map((i) => frameOf(logOf(i & 511))))));

/** What a phone says while it is used: a connection of 25 messages, of RRC and NAS. */
function connection(i) {
  const pci = i % 8;
  const rrc = (channel, pdu) => lteRrc(channel, pdu, {pci});
  const page = (n) => rrc('pcch', LTE.pageTmsi(i * 16 + n));
  const report = rrc('ul_dcch', Uint8Array.of(0x08, 0x10, 0x38, 0x9d, 0x80, 0x0c, 0x11, 0x33));
  return [
    rrc('bcch_dl_sch', sib1({plmns: [['001', '01']], tac: 7, cell: 0x1234500 + pci})),
    ...range(8).map(page),
    rrc('ul_ccch', LTE.request(3)),
    rrc('ul_dcch', LTE.setupComplete([0xc7, 5, 1, 2], true)),
    emm('up', [7, 0x48, 0x0b, 11, 0xf6, 0x00, 0xf1, 0x10, 2, 1, 3, 1, 2, 3, i & 255]),
    rrc('dl_dcch', LTE.security(2, 2)),
    rrc('ul_dcch', Uint8Array.of(0x28, 0)),
    rrc('dl_dcch', LTE.reconfigured()),
    rrc('ul_dcch', Uint8Array.of(0x10, 0)),
    report, report, report,
    rrc('dl_dcch', LTE.down([0x27, 1, 2, 3, 4, 5, 7, 0x49, 0])),
    emm('down', [7, 0x49, 0, 0x5a, 0x49]),
    emm('up', [7, 0x4a]),
    rrc('ul_dcch', LTE.up([0x27, 1, 2, 3, 4, 5, 6, 7, 8])),
    report,
    rrc('dl_dcch', LTE.release()),
  ];
}

const signalling = range(40).flatMap(connection);

async function fast(what, bytes) {
  const viewer = startSession();
  await viewer.feed(captureOf([]));
  const begun = spent();
  while (spent() - begun < 2) {
    await viewer.feed(bytes);
    viewer.session.tick();
  }
  const {total} = viewer.said.find(({type}) => type === 'tick');
  const rate = (n) => Math.round(n / (spent() - begun)).toLocaleString('en');
  console.log(`${what.padEnd(34)} ${rate(total.frames).padStart(9)} ` +
    `frames/s ${rate(total.records).padStart(9)} records/s`);
}

/** `bytes` come `rate` times a second. */
async function live(what, bytes, rate, filter = '') {
  const viewer = startSession();
  await viewer.feed(captureOf([]));
  await viewer.ask({type: 'filter', text: filter});
  await viewer.ask({type: 'view', count: 50, follow: true});
  const begun = spent();
  const start = performance.now();
  const heaps = [];
  let sent = 0;
  for (;;) {
    const passed = (performance.now() - start) / 1000;
    if (passed >= SECONDS) break;
    for (; sent < passed * rate; sent++) await viewer.feed(bytes);
    viewer.session.tick();
    if (passed > (heaps.length + 1) * SECONDS / 5) heaps.push(heap());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  heaps.push(heap());
  const share = (spent() - begun) / SECONDS;
  console.log(`${what.padEnd(34)} ${(100 * share).toFixed(1).padStart(9)} % ` +
    `of a core; MB of heap: ${heaps.join(' ')}`);
}

console.log('As fast as it goes, for each second of processor time');
await fast('a frame in each container', single(1000));
await fast('64 frames in each container', full(50, 64));
await fast('signalling, a frame in each', body(signalling.map((log) => packetOf(log))));
await fast('signalling, 25 in each', body(range(40).map((i) =>
  containerOf(...signalling.slice(25 * i, 25 * (i + 1)).map(frameOf)))));
console.log(`\nLive, ${SECONDS} s`);
await live('3,000 containers/s, a frame each', single(30), 100);
await live('20,000 frames/s, 20 in each', full(10, 20), 100);
await live('the same, filter "paging"', full(10, 20), 100, 'paging');
