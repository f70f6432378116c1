// SPDX-License-Identifier: MIT
/**
 * preamble.js - our octets before a payload: u16 path, u8 a_len, a, u8 b_len,
 * b; and what each path's records hold.  docs/wire.md says it all.
 */

import {PATHS} from './names.js';
import {LANE} from './row.js';
import {joined, u16, u64} from './octets.js';
import {container, request} from './container.js';
import {ipa, isTailscale, netif, stray, tailscale} from './network.js';

/** Paths whose packets come cut, which is no damage. */
const CUT_BEFORE = new Set([0x0200, 0x0201]);

/** {path, a, aLen, b, bLen, payload}: offsets; null where octets end first. */
function read(s) {
  if (s.length < 3) return null;
  const aLen = s[2];
  if (s.length < 4 + aLen) return null;
  const bLen = s[3 + aLen];
  const payload = 4 + aLen + bLen;
  if (s.length < payload) return null;
  return {path: u16(s, 0), a: 3, aLen, b: 4 + aLen, bLen, payload};
}

export function preamble(w) {
  const {s} = w;
  const head = read(s);
  if (!head) {
    w.say('Short record', LANE.Notice, '', s.length);
    return w.complain(null, 'short', 'Record ends within its preamble');
  }
  if (w.top) show(w, head);
  if (w.isCut && !CUT_BEFORE.has(head.path)) {
    w.complain(null, 'cut',
      `Record cut: ${s.length} of ${w.record.length} octets`);
  }
  const body = BODIES.get(head.path) ??
    (isTailscale(s, head) ? tailscale : unknown);
  body(w, head);
}

function show(w, head) {
  w.add(w.top, 'path', 0, 2);
  if (head.aLen > 0) {
    w.add(w.top, 'a_len', 2, 1);
    w.add(w.top, 'a', head.a, head.aLen);
  }
  if (head.bLen > 0) {
    w.add(w.top, 'b_len', head.b - 1, 1);
    w.add(w.top, 'b', head.b, head.bLen);
  }
}

const sizeOf = (w, head) => w.s.length - head.payload;

function unknown(w, head) {
  w.say(PATHS.get(head.path) ?? `Path 0x${head.path.toString(16)}`,
    LANE.Notice, '', sizeOf(w, head));
}

function loss(w, head) {
  if (!w.isVisited) w.state.forget();
  const row = w.open(0, 0);
  row.name = 'Loss';
  row.lane = LANE.Loss;
  if (head.aLen < 16) {
    w.complain(null, 'short', 'Loss record without its counts');
    return w.close();
  }
  w.add(w.top, 'loss.containers', head.a, 8);
  w.add(w.top, 'loss.bytes', head.a + 8, 8);
  row.loss = {containers: Number(u64(w.s, head.a)),
    bytes: Number(u64(w.s, head.a + 8))};
  row.what = `${u64(w.s, head.a)} containers ` +
    `(${u64(w.s, head.a + 8)} bytes) lost`;
  w.complain(null, 'loss', row.what);
  w.close();
}

/** Containers of which parts are missing do not wait for ever. */
const PARTS_PENDING = 16;

const PART_ROWS = [['part.container', 0, 8], ['part.part', 8, 2],
  ['part.parts', 10, 2]];

function part(w, head) {
  const {s} = w;
  if (head.aLen < 12) {
    w.say('Part of a container', LANE.Notice, '', sizeOf(w, head));
    return w.complain(null, 'short', 'Part without its numbers');
  }
  w.show(w.top, PART_ROWS, head.a);
  const job = collect(w, head);
  if (job?.number !== w.record.number) {
    w.note(w.top, 'part.whole_in', job?.number);
    return w.say('Part of a container', LANE.Notice, `part ` +
      `${u16(s, head.a + 8)} of ${u16(s, head.a + 10)}`, sizeOf(w, head));
  }
  for (const number of job.from) w.note(w.top, 'part.from', number);
  w.from = job.from;
  w.within('DIAG container', job.octets, () => container(w, 0));
}

/**
 * The container once all its parts are there.  Earlier parts learn of it too:
 * they get the same object, which is filled when the last part comes.
 */
function collect(w, head) {
  if (w.isVisited) {
    const job = w.recall('container');
    return job?.octets && job;
  }
  const {s} = w;
  const job = w.remember('container', jobOf(w.state.parts, u64(s, head.a)));
  const number = u16(s, head.a + 8);
  if (!job.pieces.has(number) && !w.isCut) {
    job.pieces.set(number, s.slice(head.payload));
    job.from.push(w.record.number);
  }
  if (job.pieces.size < u16(s, head.a + 10)) return null;
  // They count from 0, or from 1 elsewhere: the order alone matters.
  job.octets = joined([...job.pieces].sort(([a], [b]) => a - b)
    .map(([, octets]) => octets));
  job.number = w.record.number;
  job.pieces = new Map();
  w.state.parts.delete(job.key);
  return job;
}

function jobOf(pending, key) {
  let job = pending.get(key);
  if (job) return job;
  if (pending.size >= PARTS_PENDING) {
    pending.delete(pending.keys().next().value);
  }
  job = {key, pieces: new Map(), from: []};
  pending.set(key, job);
  return job;
}

const BODIES = new Map([
  [0x0100, (w, head) => container(w, head.payload)],
  [0x0101, part],
  [0x0102, (w, head) => request(w, head.payload)],
  [0x01ff, loss],
  [0x0200, ipa],
  [0x0201, netif],
  [0x0202, stray],
]);
