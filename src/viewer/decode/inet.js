// SPDX-License-Identifier: MIT
/**
 * inet.js - an IP packet in a line: addresses, ports, protocol (RFC 791, RFC
 * 8200).  The packet may be cut anywhere.
 */

import {ipv4Text, ipv6Text} from './fields.js';

const PROTOCOLS = new Map([[1, 'ICMP'], [2, 'IGMP'], [6, 'TCP'], [17, 'UDP'],
  [47, 'GRE'], [50, 'ESP'], [58, 'ICMPv6'], [132, 'SCTP']]);
const WITH_PORTS = new Set([6, 17, 132]);

/** IPv6 extension headers that hold nothing but the next one's number. */
const EXTENSIONS = new Set([0, 43, 60]);
const FRAGMENT = 44;

const be16 = (s, at) => s[at] << 8 | s[at + 1];

function readV4(s, at, end) {
  const size = (s[at] & 15) * 4;
  if (end - at < 20 || size < 20) return null;
  const isFirst = (be16(s, at + 6) & 0x1fff) === 0;
  return {version: 4, source: ipv4Text(s, at + 12),
    target: ipv4Text(s, at + 16), protocol: s[at + 9],
    upper: isFirst ? at + size : end, at, size};
}

function readV6(s, at, end) {
  if (end - at < 40) return null;
  let protocol = s[at + 6];
  let upper = at + 40;
  while (EXTENSIONS.has(protocol) && upper + 2 <= end) {
    protocol = s[upper];
    upper += (s[upper + 1] + 1) * 8;
  }
  if (protocol === FRAGMENT && upper + 8 <= end) {
    protocol = s[upper];
    upper = be16(s, upper + 2) >> 3 === 0 ? upper + 8 : end;
  }
  return {version: 6, source: `[${ipv6Text(s, at + 8)}]`,
    target: `[${ipv6Text(s, at + 24)}]`, protocol, upper, at, size: 40};
}

/**
 * The packet at..end, or null if that is none: {version, source, target,
 * protocol, name, ports: [source, target] or null, upper}.
 */
export function readIp(s, at, end) {
  if (at >= end) return null;
  const version = s[at] >> 4;
  const ip = version === 4 ? readV4(s, at, end)
    : version === 6 ? readV6(s, at, end) : null;
  if (!ip) return null;
  ip.name = PROTOCOLS.get(ip.protocol) ?? `protocol ${ip.protocol}`;
  ip.ports = WITH_PORTS.has(ip.protocol) && ip.upper + 4 <= end
    ? [be16(s, ip.upper), be16(s, ip.upper + 2)] : null;
  return ip;
}

/** "TCP 10.0.0.1:443 → 10.0.0.2:50000", or '' for what is no packet. */
export function ipLine(ip) {
  if (!ip) return '';
  const {name, source, target, ports} = ip;
  return ports ? `${name} ${source}:${ports[0]} → ${target}:${ports[1]}`
    : `${name} ${source} → ${target}`;
}

/** The packet's nodes, under names of Wireshark's fields. */
export function showIp(ctx, tree, ip) {
  if (!tree || !ip) return;
  const {at, size, version, ports, upper} = ip;
  const item = ctx.group(tree, `IPv${version}: ${ipLine(ip)}`, at, size);
  const add = (label, field, value, offset, length) =>
    Object.assign(ctx.group(item, `${label}: ${value}`, offset, length),
      {field, value: String(value).replace(/[[\]]/g, '')});
  const [from, length] = version === 4 ? [at + 12, 4] : [at + 8, 16];
  const family = version === 4 ? 'ip' : 'ipv6';
  add('Source', `${family}.src`, ip.source, from, length);
  add('Destination', `${family}.dst`, ip.target, from + length, length);
  add('Protocol', version === 4 ? 'ip.proto' : 'ipv6.nxt', ip.protocol,
    version === 4 ? at + 9 : at + 6, 1);
  if (!ports) return;
  const transport = ip.name.toLowerCase();
  add('Source port', `${transport}.srcport`, ports[0], upper, 2);
  add('Destination port', `${transport}.dstport`, ports[1], upper + 2, 2);
}
