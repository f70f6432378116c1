// SPDX-License-Identifier: MIT
/**
 * ipa.js - the status headers that stand before IPA's packets, by the form
 * that a record names; docs/wire.md has their layouts.
 */

import {FIELDS, IPA_EXCEPTIONS, IPA_OPCODES} from './fields.js';

/**
 * Rows of [field, word, bit, bits]: bits are counted from that octet on; and a
 * fifth, true, of what is big-endian.
 */
const COMMON = [['opcode', 0, 0, 8], ['exception', 0, 8, 8],
  ['mask', 0, 16, 16], ['len', 4, 0, 16], ['metadata', 8, 0, 32]];
const ENDPOINTS = [['endpoint', 4, 16, 5], ['destination', 4, 24, 5]];
const ENDPOINTS_5 = [['endpoint', 4, 16, 8], ['destination', 28, 16, 8]];
const FILTER = [['flt.local', 12, 0, 1], ['flt.hash', 12, 1, 1],
  ['flt.global', 12, 2, 1], ['flt.ret_hdr', 12, 3, 1],
  ['flt.rule', 12, 4, 10]];
const ROUTE = [['rt.local', 12, 14, 1], ['rt.hash', 12, 15, 1],
  ['ucp', 12, 16, 1], ['rt.table', 12, 17, 5], ['rt.rule', 12, 22, 10]];
const ROUTE_5 = [['rt.local', 4, 27, 1], ['rt.hash', 4, 28, 1],
  ['rt.table', 12, 14, 8], ['rt.rule', 12, 22, 10], ['ucp', 28, 31, 1]];
const REST = [['nat.hit', 16, 0, 1], ['nat.index', 16, 1, 13],
  ['nat.type', 16, 14, 2], ['tag', 16, 16, 48], ['sequence', 24, 0, 8],
  ['time', 24, 8, 24], ['hdr.local', 28, 0, 1], ['hdr.offset', 28, 1, 10],
  ['frag.hit', 28, 11, 1], ['frag.rule', 28, 12, 4]];
const DPL2 = [['opcode', 0, 0, 8], ['len', 4, 0, 16], ['endpoint', 4, 16, 5],
  ['metadata', 8, 0, 32], ['time', 16, 15, 49], ['sequence', 24, 0, 8]];
const DPL3 = [['opcode', 0, 0, 8], ['sequence', 0, 8, 8],
  ['endpoint', 0, 16, 5], ['metadata', 4, 0, 32], ['time', 8, 0, 48],
  ['len', 12, 16, 16]];

const QMAP = [['pad', 0, 0, 6], ['mux', 0, 8, 8], ['size', 2, 0, 16, true]];

/** Octets of the trailer with a checksum. */
const TRAILER = 8;

const layout = (size, ...rows) => ({size, rows: rows.flat(),
  byName: new Map(rows.flat().map((row) => [row[0], row]))});

const BY_FORM = new Map([
  [1, layout(32, COMMON, ENDPOINTS, FILTER, ROUTE, REST)],
  [2, layout(32, COMMON, ENDPOINTS_5, FILTER, ROUTE_5, REST)],
  [3, layout(32, DPL2)],
  [4, layout(16, DPL3)],
  [5, layout(4, QMAP)],
]);

/** Where a record names no form: what headers of that length share. */
const BY_LENGTH = new Map([[16, BY_FORM.get(4)], [32, layout(32, COMMON,
  [['endpoint', 4, 16, 5], ['sequence', 24, 0, 8]])]]);

/** A new fragment rule has other fields, which nobody has written down. */
const NEW_RULE = 2;
const OF_RULE = layout(32, [['opcode', 0, 0, 8]]);

/** Opcodes of packets that simply passed. */
const PASSED = new Set([0x01, 0x10]);

/** `bits` bits from `bit` on, of the number at `at`. */
function bitsOf(s, at, bit, bits) {
  let value = 0n;
  for (let i = (bit + bits - 1 >> 3); i >= bit >> 3; i--) {
    value = value << 8n | BigInt(s[at + i]);
  }
  return value >> BigInt(bit & 7) & (1n << BigInt(bits)) - 1n;
}

function layoutOf(s, head, form) {
  const found = BY_FORM.get(form) ?? (form === 0 && BY_LENGTH.get(head.aLen));
  if (!found || found.size !== head.aLen) return null;
  return form < 3 && s[head.a] === NEW_RULE ? OF_RULE : found;
}

function read(s, head, [, word, bit, bits, isBig]) {
  const at = head.a + word;
  return isBig ? BigInt(s[at] << 8 | s[at + 1]) : bitsOf(s, at, bit, bits);
}

function valueIn(w, head, {byName}, name) {
  const row = byName.get(name);
  return row && Number(read(w.s, head, row));
}

/** What stands behind the packet: padding, and of a status perhaps a trailer. */
function showTail(w, head, form, tree) {
  const size = head.bLen - 1;
  const trailer = (form === 1 || form === 2) && size >= TRAILER ? TRAILER : 0;
  const at = head.b + head.bLen - trailer;
  if (size > trailer) w.add(tree, 'ipa.padding', head.b + 1, size - trailer);
  if (trailer === 0) return;
  const item = w.add(tree, 'ipa.trailer', at, trailer);
  w.add(item, 'ipa.csum.valid', at + 1, 1, w.s[at + 1] & 1);
  w.add(item, 'ipa.csum.len', at + 4, 2, w.s[at + 4] << 8 | w.s[at + 5]);
  w.add(item, 'ipa.csum', at + 6, 2, w.s[at + 6] << 8 | w.s[at + 7]);
}

function show(w, head, form, {rows}) {
  const tree = w.add(w.top, 'ipa', head.a, head.aLen);
  if (!tree) return null;
  if (form > 0) w.add(tree, 'ipa.form', head.b, 1);
  for (const row of rows) {
    const [name, word, bit, bits] = row;
    const value = read(w.s, head, row);
    const isWide = FIELDS.get(`ipa.${name}`).type === 'UINT64';
    const first = bit >> 3;
    w.add(tree, `ipa.${name}`, head.a + word + first,
      (bit + bits - 1 >> 3) - first + 1, isWide ? value : Number(value));
  }
  if (rows === OF_RULE.rows) {
    w.add(tree, 'ipa.rest', head.a + 1, head.aLen - 1);
  }
  showTail(w, head, form, tree);
  return tree;
}

/** Entries of a source endpoint that are missing before this one. */
function lostBefore(w, endpoint, sequence) {
  if (w.isVisited) return w.recall('lost') ?? 0;
  const before = w.state.sequences.get(endpoint);
  w.state.sequences.set(endpoint, sequence);
  if (before === undefined) return 0;
  return w.remember('lost', sequence - before - 1 & 0xff);
}

function lengthOfQmap(w, head, found) {
  const both = valueIn(w, head, found, 'size');
  return both && both - valueIn(w, head, found, 'pad');
}

function check(w, head, tree, found) {
  const endpoint = valueIn(w, head, found, 'endpoint');
  const sequence = valueIn(w, head, found, 'sequence');
  const lost = sequence === undefined ? 0 : lostBefore(w, endpoint, sequence);
  const said = [];
  if (lost > 0) {
    w.note(tree, 'ipa.lost', lost);
    w.complain(tree, 'ipa.gap',
      `Endpoint ${endpoint}: ${lost} missing before this entry`);
    said.push(`[${lost} missing]`);
  }
  const length = valueIn(w, head, found, 'len') ?? lengthOfQmap(w, head, found);
  const present = w.s.length - head.payload;
  if (length !== undefined && length !== present) {
    w.complain(tree, 'length', `Packet of ${length} octets, ${present} present`);
  }
  return said;
}

/** What to read of the header in a line. */
function line(w, head, found) {
  const opcode = valueIn(w, head, found, 'opcode');
  const exception = valueIn(w, head, found, 'exception');
  const [from, to] = ['endpoint', 'destination'].map((name) =>
    valueIn(w, head, found, name));
  const parts = [];
  if (opcode !== undefined && !PASSED.has(opcode)) {
    parts.push(`[${IPA_OPCODES.get(opcode) ?? `opcode ${opcode}`}]`);
  }
  if (exception) {
    parts.push(`[${IPA_EXCEPTIONS.get(exception) ?? exception}]`);
  }
  if (from !== undefined) {
    parts.push(`endpoint ${from}${to === undefined ? '' : ` → ${to}`}`);
  }
  return parts;
}

/** Shows the status header of an entry; returns what to read in a line. */
export function status(w, head) {
  const form = head.bLen > 0 ? w.s[head.b] : 0;
  const found = layoutOf(w.s, head, form);
  if (found) {
    const tree = show(w, head, form, found);
    return [...check(w, head, tree, found), ...line(w, head, found)].join(' · ');
  }
  if (head.aLen > 0) {
    w.complain(null, 'unknown',
      `IPA status header of ${head.aLen} octets, form ${form}`);
  }
  return '';
}
