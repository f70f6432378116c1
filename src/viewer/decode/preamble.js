// SPDX-License-Identifier: MIT
/**
 * preamble.js - our bytes before a payload: u16 path, u8 a_len, a, u8 b_len,
 * b; and what each path's records hold.  See docs/wire.md.
 */

import {PATH, PATHS} from './names.js';
import {LANE} from './row.js';
import {u16, u64} from './bytes.js';
import {container, request} from './container.js';
import {ipa, stray} from './ipa.js';
import {CUT_BEFORE, isTailscale, netif, tailscale} from './netif.js';
import {part} from './parts.js';

/** {path, a, aLen, b, bLen, payload}: offsets; null where bytes end first. */
function read(s) {
  if (s.length < 3) return null;
  const aLen = s[2];
  if (s.length < 4 + aLen) return null;
  const bLen = s[3 + aLen];
  const payload = 4 + aLen + bLen;
  if (s.length < payload) return null;
  return {path: u16(s, 0), a: 3, aLen, b: 4 + aLen, bLen, payload};
}

export function preamble(ctx) {
  const {s} = ctx;
  const head = read(s);
  if (!head) {
    ctx.say('Short record', LANE.Notice, '', s.length);
    return ctx.complain(null, 'short', 'Record ends within its preamble');
  }
  if (ctx.top) show(ctx, head);
  if (ctx.isCut && !CUT_BEFORE.has(head.path)) {
    ctx.complain(null, 'cut',
      `Record cut: ${s.length} of ${ctx.record.length} bytes`);
  }
  const body = BODIES.get(head.path) ??
    (isTailscale(s, head) ? tailscale : unknown);
  body(ctx, head);
}

function show(ctx, head) {
  ctx.add(ctx.top, 'path', 0, 2);
  if (head.aLen > 0) {
    ctx.add(ctx.top, 'a_len', 2, 1);
    ctx.add(ctx.top, 'a', head.a, head.aLen);
  }
  if (head.bLen > 0) {
    ctx.add(ctx.top, 'b_len', head.b - 1, 1);
    ctx.add(ctx.top, 'b', head.b, head.bLen);
  }
}

const sizeOf = (ctx, head) => ctx.s.length - head.payload;

function unknown(ctx, head) {
  ctx.say(PATHS.get(head.path) ?? `Path 0x${head.path.toString(16)}`,
    LANE.Notice, '', sizeOf(ctx, head));
}

/** "1 byte", "2 bytes"; the number is a BigInt. */
const count = (number, noun) => `${number} ${noun}${number === 1n ? '' : 's'}`;

function loss(ctx, head) {
  if (!ctx.isVisited) ctx.state.forget();
  const row = ctx.open(0, 0);
  row.name = 'Loss';
  row.lane = LANE.Loss;
  if (head.aLen < 16) {
    ctx.complain(null, 'short', 'Loss record without its counts');
    return ctx.close();
  }
  ctx.add(ctx.top, 'loss.containers', head.a, 8);
  ctx.add(ctx.top, 'loss.bytes', head.a + 8, 8);
  row.loss = {containers: Number(u64(ctx.s, head.a)),
    bytes: Number(u64(ctx.s, head.a + 8))};
  row.what = `${count(u64(ctx.s, head.a), 'container')} ` +
    `(${count(u64(ctx.s, head.a + 8), 'byte')}) lost`;
  if (row.loss.containers === 0 && row.loss.bytes === 0)
    row.what = 'Unknown amount lost: the client connected again';
  ctx.complain(null, 'loss', row.what);
  ctx.close();
}

/** A request of a client of the port has the client's number. */
function clientRequest(ctx, head) {
  if (head.aLen === 4) ctx.add(ctx.top, 'request.client', head.a, 4);
  request(ctx, head.payload);
}

/** By path: who reads its records. */
const BODIES = new Map([
  [PATH.CONTAINER, (ctx, head) => container(ctx, head.payload)],
  [PATH.PART, part],
  [PATH.REQUEST, clientRequest],
  [PATH.LOSS, loss],
  [PATH.ENTRY, ipa],
  [PATH.NETIF, netif],
  [PATH.STRAY, stray],
]);
