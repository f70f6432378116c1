// SPDX-License-Identifier: MIT
/**
 * ipa.js - the status headers that stand before IPA's packets, by the form
 * that a record names; docs/wire.md has their layouts.
 */

import {FIELDS} from './fields.js';
import {IPA} from './data/layouts_generated.js';
import {NAMES} from './names.js';

const {ipa_exceptions: IPA_EXCEPTIONS, ipa_opcodes: IPA_OPCODES} = NAMES;

/** Bytes of the trailer with a checksum. */
const TRAILER = 8;

// Layouts have rows of [name, word, bit, bits, isBig], see data/README.md;
// here they get them by name too.
for (const layout of Object.values(IPA.layouts)) {
  layout.byName = new Map(layout.rows.map((row) => [row[0], row]));
}

const layoutNamed = (name) => IPA.layouts[name];

const NEW_RULE = layoutNamed(IPA.newRule);
const OPCODE_NEW_RULE = 2;

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
  const found = layoutNamed(form === 0 ? IPA.lengths.get(head.aLen)
    : IPA.forms.get(form));
  if (!found || found.size !== head.aLen) return null;
  return form < 3 && s[head.a] === OPCODE_NEW_RULE ? NEW_RULE : found;
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
    const isWide = FIELDS.get(name).type === 'UINT64';
    const first = bit >> 3;
    w.add(tree, name, head.a + word + first,
      (bit + bits - 1 >> 3) - first + 1, isWide ? value : Number(value));
  }
  if (rows === NEW_RULE.rows) {
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
  const both = valueIn(w, head, found, 'ipa.size');
  return both && both - valueIn(w, head, found, 'ipa.pad');
}

function check(w, head, tree, found) {
  const endpoint = valueIn(w, head, found, 'ipa.endpoint');
  const sequence = valueIn(w, head, found, 'ipa.sequence');
  const lost = sequence === undefined ? 0 : lostBefore(w, endpoint, sequence);
  const said = [];
  if (lost > 0) {
    w.note(tree, 'ipa.lost', lost);
    w.complain(tree, 'ipa.gap',
      `Endpoint ${endpoint}: ${lost} missing before this entry`);
    said.push(`[${lost} missing]`);
  }
  const length = valueIn(w, head, found, 'ipa.len') ?? lengthOfQmap(w, head, found);
  const present = w.s.length - head.payload;
  if (length !== undefined && length !== present) {
    w.complain(tree, 'length', `Packet of ${length} octets, ${present} present`);
  }
  return said;
}

/** What to read of the header in a line. */
function line(w, head, found) {
  const opcode = valueIn(w, head, found, 'ipa.opcode');
  const exception = valueIn(w, head, found, 'ipa.exception');
  const [from, to] = ['ipa.endpoint', 'ipa.destination'].map((name) =>
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
