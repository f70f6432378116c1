// SPDX-License-Identifier: MIT
/**
 * file.js - reads records from a file, plain, gzip, zstd or alone in a zip.  The
 * file is a pcap (of diagtap or Tailscale), a pcapng that Wireshark made of it, HDLC
 * frames (QMDL, mi2log), logs (DLF, HDF), or a saved container stream.
 *
 * rows/session.js uses it.  A file that is not a pcap gives the same records
 * that `diagtapd --convert` writes, so that the page can save it as a pcap.
 */

import {u32} from '../decode/bytes.js';
import {containersOf, findData, isContainers} from './containers_file.js';
import {Damage} from './damage.js';
import {FRAME_MAX, findFrame, framesOf} from './frames_file.js';
import {hintOf} from './foreign.js';
import {hdfOf, isHdf} from './hdf_file.js';
import {findWholeLogs, isLogs, logsOf} from './logs_file.js';
import {isPackets, packetsOf, qmdl2Head} from './packets_file.js';
import {RECORD_MAX, Record, isPcap} from './pcap.js';
import {readPcap} from './pcap_file.js';
import {isPcapng, readPcapng} from './pcapng_file.js';
import {packingOf, unpacked} from './unpack.js';

const PREAMBLE = 4;
const PART_PREAMBLE = 16;

function preambleOf(path, aLen) {
  const bytes = new Uint8Array(4 + aLen);
  bytes[0] = path & 0xff;
  bytes[1] = path >> 8;
  bytes[2] = aLen;
  return bytes;
}

/** Yields [begin, end] of each part of a container.  A part ends after a message, if it can. */
function* partsOf(container) {
  const limit = RECORD_MAX - PART_PREAMBLE;
  let begin = 0;
  let next = 8; // where the next message begins
  while (container.length - begin > limit) {
    let end = begin;
    while (next - begin <= limit) {
      end = next;
      next += 4 + u32(container, next);
    }
    if (end === begin) end = begin + limit;
    yield [begin, end];
    begin = end;
  }
  yield [begin, container.length];
}

/** Calls give() with a container as one record, or with its parts. */
function giveContainer(container, micros, number, give) {
  const seconds = Math.floor(micros / 1e6);
  const send = (preamble, payload) => {
    const bytes = new Uint8Array(preamble.length + payload.length);
    bytes.set(preamble);
    bytes.set(payload, preamble.length);
    give(new Record(seconds, micros % 1e6, bytes.length, bytes));
  };
  if (container.length <= RECORD_MAX - PREAMBLE) {
    return send(preambleOf(0x100, 0), container);
  }
  const parts = [...partsOf(container)];
  parts.forEach(([begin, end], i) => {
    const preamble = preambleOf(0x101, 12);
    const view = new DataView(preamble.buffer);
    view.setUint32(3, number, true);
    view.setUint16(11, i, true);
    view.setUint16(13, parts.length, true);
    send(preamble, container.subarray(begin, end));
  });
}

/** Yields {container, time}.  A container without a time gets the last time before it, or the
 * first time after it. */
function* timed(containers) {
  const early = [];
  let time = NaN;
  for (;;) {
    const {done, value} = containers.next();
    if (done) {
      return yield* early.map((container) => ({container, time: 0}));
    }
    if (value.time <= 0xffffffff * 1e6) ({time} = value);
    if (Number.isNaN(time)) {
      early.push(value.container);
      continue;
    }
    yield* early.splice(0).map((container) => ({container, time}));
    yield {container: value.container, time};
  }
}

function readContainers(containers, give) {
  const all = timed(containers);
  for (let number = 0; ; number++) {
    const {done, value} = all.next();
    if (done) return null;
    giveContainer(value.container, value.time, number, give);
  }
}

const readerOf = (containersIn) => (bytes, give, damage, at) =>
  readContainers(containersIn(bytes, at, damage), give);

const CONTAINERS = ['container stream', readerOf(containersOf)];
const DLF = ['DLF', readerOf(logsOf)];
const HDF = ['HDF', readerOf(hdfOf)];
const FRAMES = ['HDLC frames', readerOf(framesOf)];
const PACKETS = ['packets without HDLC', readerOf(packetsOf)];

/**
 * Logs that prove HDF: where no frame is right, and where one comes behind them, because among
 * random bytes one is.
 */
const HDF_PROOF = 3;
const HDF_BEFORE_FRAME = 8;

/** Zeros before a capture that a disk may have left: a sector. */
const ZEROS = 512;

/** What begins at `at`, or soon after: [name, reader, where, bytes of its head], or null. */
function find(s, at) {
  if (isContainers(s, at)) return [...CONTAINERS, at];
  const head = at === 0 ? qmdl2Head(s) : 0;
  if (isPackets(s, at + head)) return [...PACKETS, at + head, head];
  if (head > 0 && findFrame(s, head) === head) return [...FRAMES, head, head];
  // Before HDLC frames: a long DLF has bytes somewhere that look like a frame.
  if (isLogs(s, at)) return [...DLF, at];
  const frame = findFrame(s, at);
  const stop = frame < 0 ? Math.min(s.length, at + FRAME_MAX) : frame;
  const data = findData(s, at + 1, stop);
  if (data >= 0) return [...CONTAINERS, data];
  const logs = findWholeLogs(s, at + 1, stop);
  if (logs >= 0) return [...DLF, logs];
  if (isHdf(s, at, stop, frame < 0 ? HDF_PROOF : HDF_BEFORE_FRAME)) return [...HDF, at];
  return frame < 0 ? null : [...FRAMES, at];
}

/** The same as the daemon's file source: at the front, or behind zeros. */
function detect(s) {
  if (isPcap(s)) return ['pcap', readPcap, 0];
  if (isPcapng(s)) return ['pcapng', readPcapng, 0];
  const found = find(s, 0);
  let zeros = 0;
  while (zeros < s.length && s[zeros] === 0) zeros++;
  if (found !== null || zeros < ZEROS) return found;
  if (isPcap(s.subarray(zeros))) {
    return ['pcap', (bytes, give, damage) =>
      readPcap(bytes.subarray(zeros), give, damage), zeros];
  }
  return find(s, zeros);
}

/**
 * Calls give() with each record.  Damage is skipped.
 * @param name of the file, for what it may be if nothing of it is understood
 * @returns {kind, error}: error is null or a sentence for the reader
 */
export async function openFile(bytes, give, name = '') {
  let error = null;
  const packing = packingOf(bytes);
  if (packing !== 'none') {
    ({bytes, error} = await unpacked(bytes, packing));
  }
  const found = detect(bytes);
  if (!found) {
    return {kind: '', error: error ?? hintOf(name) ?? 'This file is not a capture: it is ' +
      'not pcap, pcapng, HDLC frames (QMDL, mi2log), DLF, HDF or a container stream.'};
  }
  const [kind, read, at, head = 0] = found;
  const damage = new Damage();
  if (at > head) damage.add(head, at - head, 'no capture');
  return {kind, error: read(bytes, give, damage, at) ?? damage.sentence ??
    error};
}
