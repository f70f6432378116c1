// SPDX-License-Identifier: MIT
/**
 * netif.js - packets: of network interfaces and of Tailscale; IPA's go this way
 * too, once their status header is read.
 */

import {LANE, RAT} from './row.js';
import {PATH, PATHS} from './names.js';
import {u16} from './bytes.js';
import {ipLine, readIp, showIp} from './inet.js';

/** Paths whose packets may come cut. */
export const CUT_BEFORE = new Set([PATH.ENTRY, PATH.NETIF]);

/** Begins the row of a packet. */
export function open(ctx, head, rat, lane) {
  const row = ctx.open(0, ctx.s.length - head.payload);
  row.name = PATHS.get(head.path);
  row.rat = rat;
  row.lane = lane;
  return row;
}

/** The payload as an IP packet, if it is one; it may have been cut. */
export function packet(ctx, at) {
  const {s, row, top} = ctx;
  const missing = ctx.record.length - s.length;
  if (ctx.isCut && at < s.length) ctx.note(top, 'missing', missing);
  const ip = readIp(s, at, s.length);
  row.what += (row.what && ip ? ' · ' : '') + ipLine(ip);
  if (at < s.length) ctx.add(top, 'payload', at, s.length - at);
  showIp(ctx, top, ip);
}

/** Bytes before the IP packet, by linktype. */
const LINKTYPES = new Map([[0, 4], [1, 14], [9, 4], [12, 0], [14, 0],
  [101, 0], [108, 4], [113, 16], [228, 0], [229, 0], [276, 20]]);

export function netif(ctx, head) {
  const row = open(ctx, head, RAT.ip, LANE.IP);
  if (head.aLen < 2) {
    ctx.complain(null, 'short', 'Interface frame without its linktype');
    packet(ctx, Infinity);
    return ctx.close();
  }
  const linktype = u16(ctx.s, head.a);
  ctx.add(ctx.top, 'linktype', head.a, 2);
  row.what = `linktype ${linktype}`;
  const before = LINKTYPES.get(linktype);
  packet(ctx, before === undefined ? Infinity : head.payload + before);
  ctx.close();
}

/** Tailscale's own paths: a and b are addresses before NAT. */
export function tailscale(ctx, head) {
  open(ctx, head, RAT.ip, LANE.IP);
  const source = {4: 'snat', 16: 'snat6'}[head.aLen];
  const target = {4: 'dnat', 16: 'dnat6'}[head.bLen];
  if (source) ctx.add(ctx.top, source, head.a, head.aLen);
  if (target) ctx.add(ctx.top, target, head.b, head.bLen);
  packet(ctx, head.path === 254 ? Infinity : head.payload);
  ctx.close();
}

/**
 * Only its shape tells a Tailscale record, and any USER0 capture may begin with
 * a small number.  So all of it must look right.
 */
export function isTailscale(s, head) {
  const {path, aLen, bLen, payload} = head;
  if (path > 3 && path !== 254 || s.length <= payload) return false;
  if (![0, 4, 16].includes(aLen) || ![0, 4, 16].includes(bLen)) return false;
  return path === 254 || s[payload] >> 4 === 4 || s[payload] >> 4 === 6;
}
