// SPDX-License-Identifier: MIT
/**
 * file.js - reads records from a file, plain, gzip or zstd.  The file is a pcap
 * (of diagtap or Tailscale), HDLC frames (QMDL, mi2log), logs (DLF), or a saved
 * container stream.
 *
 * rows/session.js uses it.  A file that is not a pcap gives the same records
 * that `diagtapd --convert` writes, so that the page can save it as a pcap.
 */

import {u32} from '../decode/bytes.js';
import {containersOf, isContainers} from './containers_file.js';
import {framesOf, isHdlc} from './frames_file.js';
import {isLogs, logsOf} from './logs_file.js';
import {PcapStream, RECORD_MAX, Record, isPcap} from './pcap.js';
import {packingOf, unpacked} from './unpack.js';

/** Size of the copies that are decoded: a row then holds one copy in memory, not the file. */
const PIECE = 1 << 20;

function readPcap(bytes, give) {
  let error = null;
  const stream = new PcapStream({record: give, trouble: (text) => {
    error = text;
  }});
  for (let at = 0; at < bytes.length; at += PIECE) {
    stream.push(bytes.slice(at, at + PIECE));
  }
  if (!error && stream.pending > 0) {
    error = `The file is cut short: ${stream.pending} bytes at its end are ` +
      'not a whole record.';
  }
  return error;
}

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
      yield* early.map((container) => ({container, time: 0}));
      return value;
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
    if (done) return value;
    giveContainer(value.container, value.time, number, give);
  }
}

/** For each kind of file: its name, a test of the first bytes, and its reader. */
const KINDS = [
  ['pcap', isPcap, readPcap],
  ['container stream', isContainers, (bytes, give) =>
    readContainers(containersOf(bytes), give)],
  // Before HDLC frames: a long DLF has bytes somewhere that look like a frame.
  ['DLF', isLogs, (bytes, give) => readContainers(logsOf(bytes), give)],
  ['HDLC frames', isHdlc, (bytes, give) =>
    readContainers(framesOf(bytes), give)],
];

/**
 * Calls give() with each record, up to the first damage.
 * @returns {kind, error}: error is null or a sentence for the reader
 */
export async function openFile(bytes, give) {
  let damage = null;
  const packing = packingOf(bytes);
  if (packing !== 'none') {
    ({bytes, error: damage} = await unpacked(bytes, packing));
  }
  const [kind, , read] = KINDS.find(([, isIt]) => isIt(bytes)) ?? [];
  if (!kind) {
    return {kind: '', error: damage ?? 'This file is not a capture: it is ' +
      'not pcap, HDLC frames (QMDL, mi2log), DLF or a container stream.'};
  }
  const error = read(bytes, give);
  return {kind, error: error ?? damage};
}
