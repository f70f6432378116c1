// SPDX-License-Identifier: MIT
/**
 * ipa.js - the status headers that stand before IPA's packets, by the form
 * that a record names; docs/wire.md has their layouts.
 */

import {FIELDS} from './fields.js';
import {IPA} from './data/layouts_generated.js';
import {LANE, RAT} from './row.js';
import {NAMES} from './names.js';
import {open, packet} from './netif.js';

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

/** Opcodes of packets that passed. */
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

/** What a row says of the header, as a BigInt. */
export function read(s, head, [, word, bit, bits, isBig]) {
  const at = head.a + word;
  return isBig ? BigInt(s[at] << 8 | s[at + 1]) : bitsOf(s, at, bit, bits);
}

function valueIn(ctx, head, {byName}, name) {
  const row = byName.get(name);
  return row && Number(read(ctx.s, head, row));
}

/** What stands behind the packet: padding, and of a status a trailer too. */
function showTail(ctx, head, form, tree) {
  const size = head.bLen - 1;
  const trailer = (form === 1 || form === 2) && size >= TRAILER ? TRAILER : 0;
  const at = head.b + head.bLen - trailer;
  if (size > trailer) ctx.add(tree, 'ipa.padding', head.b + 1, size - trailer);
  if (trailer === 0) return;
  const item = ctx.add(tree, 'ipa.trailer', at, trailer);
  ctx.add(item, 'ipa.csum.valid', at + 1, 1, ctx.s[at + 1] & 1);
  ctx.add(item, 'ipa.csum.len', at + 4, 2, ctx.s[at + 4] << 8 | ctx.s[at + 5]);
  ctx.add(item, 'ipa.csum', at + 6, 2, ctx.s[at + 6] << 8 | ctx.s[at + 7]);
}

function show(ctx, head, form, {rows}) {
  const tree = ctx.add(ctx.top, 'ipa', head.a, head.aLen);
  if (!tree) return null;
  if (form > 0) ctx.add(tree, 'ipa.form', head.b, 1);
  for (const row of rows) {
    const [name, word, bit, bits] = row;
    const value = read(ctx.s, head, row);
    const isWide = FIELDS.get(name).type === 'UINT64';
    const first = bit >> 3;
    ctx.add(tree, name, head.a + word + first,
      (bit + bits - 1 >> 3) - first + 1, isWide ? value : Number(value));
  }
  if (rows === NEW_RULE.rows) {
    ctx.add(tree, 'ipa.rest', head.a + 1, head.aLen - 1);
  }
  showTail(ctx, head, form, tree);
  return tree;
}

/** Entries of a source endpoint that are missing before this one. */
function lostBefore(ctx, endpoint, sequence) {
  if (ctx.isVisited) return ctx.recall('lost') ?? 0;
  const before = ctx.state.sequences.get(endpoint);
  ctx.state.sequences.set(endpoint, sequence);
  if (before === undefined) return 0;
  return ctx.remember('lost', sequence - before - 1 & 0xff);
}

function lengthOfQmap(ctx, head, found) {
  const both = valueIn(ctx, head, found, 'ipa.size');
  return both && both - valueIn(ctx, head, found, 'ipa.pad');
}

function check(ctx, head, tree, found) {
  const endpoint = valueIn(ctx, head, found, 'ipa.endpoint');
  const sequence = valueIn(ctx, head, found, 'ipa.sequence');
  const lost = sequence === undefined ? 0 : lostBefore(ctx, endpoint, sequence);
  const said = [];
  if (lost > 0) {
    ctx.note(tree, 'ipa.lost', lost);
    ctx.complain(tree, 'ipa.gap',
      `Endpoint ${endpoint}: ${lost} missing before this entry`);
    said.push(`[${lost} missing]`);
  }
  const length = valueIn(ctx, head, found, 'ipa.len') ??
    lengthOfQmap(ctx, head, found);
  const present = ctx.s.length - head.payload;
  if (length !== undefined && length !== present) {
    ctx.complain(tree, 'length',
      `Packet of ${length} bytes, ${present} present`);
  }
  return said;
}

/** What to read of the header in a line. */
function line(ctx, head, found) {
  const opcode = valueIn(ctx, head, found, 'ipa.opcode');
  const exception = valueIn(ctx, head, found, 'ipa.exception');
  const [from, to] = ['ipa.endpoint', 'ipa.destination'].map((name) =>
    valueIn(ctx, head, found, name));
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
function status(ctx, head) {
  const form = head.bLen > 0 ? ctx.s[head.b] : 0;
  const found = layoutOf(ctx.s, head, form);
  if (found) {
    const tree = show(ctx, head, form, found);
    return [...check(ctx, head, tree, found),
      ...line(ctx, head, found)].join(' · ');
  }
  if (head.aLen > 0) {
    ctx.complain(null, 'unknown',
      `IPA status header of ${head.aLen} bytes, form ${form}`);
  }
  return '';
}

/** An entry: its status header, then the packet. */
export function ipa(ctx, head) {
  const row = open(ctx, head, RAT.ipa, LANE.IP);
  row.what = status(ctx, head);
  packet(ctx, head.payload);
  ctx.close();
}

/** Bytes of an IPA device that are not an entry. */
export function stray(ctx, head) {
  const size = ctx.s.length - head.payload;
  const row = open(ctx, head, RAT.ipa, LANE.Notice);
  row.what = `IPA: ${size} bytes that are not an entry`;
  ctx.complain(null, 'ipa.out_of_step', row.what);
  if (size > 0) ctx.add(ctx.top, 'ipa.stray', head.payload, size);
  ctx.close();
}
