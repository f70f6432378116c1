// SPDX-License-Identifier: MIT
/**
 * network.js - records of IP packets and interface frames: paths 0x0200,
 * 0x0201, 0x0202, and Tailscale's own.
 */

import {LANE, RAT} from './row.js';
import {PATHS} from './names.js';
import {u16} from './octets.js';
import {status} from './ipa.js';
import {ipLine, readIp, showIp} from './layers/inet.js';

function open(w, head, rat, lane) {
  const row = w.open(0, w.s.length - head.payload);
  row.name = PATHS.get(head.path);
  row.rat = rat;
  row.lane = lane;
  return row;
}

/** The payload as an IP packet, if it is one; it may have been cut. */
function packet(w, at) {
  const {s, row, top} = w;
  const missing = w.record.length - s.length;
  if (w.isCut && at < s.length) w.note(top, 'missing', missing);
  const ip = readIp(s, at, s.length);
  row.what += (row.what && ip ? ' · ' : '') + ipLine(ip);
  if (at < s.length) w.add(top, 'payload', at, s.length - at);
  showIp(w, top, ip);
}

export function ipa(w, head) {
  const row = open(w, head, RAT.ipa, LANE.IP);
  row.what = status(w, head);
  packet(w, head.payload);
  w.close();
}

/** Octets of an IPA device that are no entry. */
export function stray(w, head) {
  const size = w.s.length - head.payload;
  const row = open(w, head, RAT.ipa, LANE.Notice);
  row.what = `IPA: ${size} octets that are no entry`;
  w.complain(null, 'ipa.out_of_step', row.what);
  if (size > 0) w.add(w.top, 'ipa.stray', head.payload, size);
  w.close();
}

/** Octets before the IP packet, by linktype. */
const LINKTYPES = new Map([[0, 4], [1, 14], [9, 4], [12, 0], [14, 0],
  [101, 0], [108, 4], [113, 16], [228, 0], [229, 0], [276, 20]]);

export function netif(w, head) {
  const row = open(w, head, RAT.ip, LANE.IP);
  if (head.aLen < 2) {
    w.complain(null, 'short', 'Interface frame without its linktype');
    packet(w, Infinity);
    return w.close();
  }
  const linktype = u16(w.s, head.a);
  w.add(w.top, 'linktype', head.a, 2);
  row.what = `linktype ${linktype}`;
  const before = LINKTYPES.get(linktype);
  packet(w, before === undefined ? Infinity : head.payload + before);
  w.close();
}

/** Tailscale's own paths: a and b are addresses before NAT. */
export function tailscale(w, head) {
  open(w, head, RAT.ip, LANE.IP);
  const source = {4: 'snat', 16: 'snat6'}[head.aLen];
  const target = {4: 'dnat', 16: 'dnat6'}[head.bLen];
  if (source) w.add(w.top, source, head.a, head.aLen);
  if (target) w.add(w.top, target, head.b, head.bLen);
  packet(w, head.path === 254 ? Infinity : head.payload);
  w.close();
}

/**
 * Nothing marks a Tailscale record but its shape, and any USER0 capture may
 * begin with a small number; so it must look right all through.
 */
export function isTailscale(s, head) {
  const {path, aLen, bLen, payload} = head;
  if (path > 3 && path !== 254 || s.length <= payload) return false;
  if (![0, 4, 16].includes(aLen) || ![0, 4, 16].includes(bLen)) return false;
  return path === 254 || s[payload] >> 4 === 4 || s[payload] >> 4 === 6;
}
