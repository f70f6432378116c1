// SPDX-License-Identifier: MIT
/**
 * fields.js - the fields of a detail tree (data/fields.txt), by their names
 * without "diagtap." in front.
 *
 * A field's value is written as tshark -T fields prints it, so that what is
 * read here can be used as a display filter there.
 */

import {EXPERTS as experts, FIELDS as fields} from
  './data/fields_generated.js';
import {NAMES} from './names.js';
import {modemTimeExact} from './modem_time.js';
import {hex, text, u32, u64, uint} from './bytes.js';

/** Types whose names Wireshark does not write in capitals. */
const TYPES = {bool: 'BOOLEAN', ipv4: 'IPv4', ipv6: 'IPv6'};

/** name: {type, title, isHex, [names], [mask], [unit], [label], [severity]} */
export const FIELDS = new Map();

for (const {name, type, title, base, names, mask, unit, label} of fields) {
  FIELDS.set(name, {type: TYPES[type] ?? type.toUpperCase(), title,
    isHex: base?.startsWith('hex') ?? false,
    names: names && NAMES[names], mask, unit, label});
}

// What is wrong: Wireshark's expert items.
for (const {name, title, severity} of experts) {
  FIELDS.set(name, {type: 'NONE', title, isHex: false, severity});
}

/** Bytes of a number, by type. */
const SIZES = {UINT8: 1, UINT16: 2, UINT32: 4, UINT64: 8};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep',
  'Oct', 'Nov', 'Dec'];

function timeText({seconds, nanos}) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} s`;
  return `${MONTHS[date.getUTCMonth()]} ` +
    `${String(date.getUTCDate()).padStart(2)}, ${date.getUTCFullYear()} ` +
    `${date.toISOString().slice(-13, -5)}.` +
    `${String(nanos).padStart(9, '0')} UTC`;
}

export function ipv6Text(s, at) {
  const words = [];
  for (let i = 0; i < 16; i += 2) words.push(s[at + i] << 8 | s[at + i + 1]);
  // The first of the longest runs of zeros becomes "::" (RFC 5952).
  let best = 0;
  let most = 1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && words[i + n] === 0) n++;
    if (n > most) [best, most] = [i, n];
  }
  const name = (list) => list.map((word) => word.toString(16)).join(':');
  if (most === 1) return name(words);
  return `${name(words.slice(0, best))}::${name(words.slice(best + most))}`;
}

export const ipv4Text = (s, at) => Array.from(s.subarray(at, at + 4)).join('.');

/** What the masked bits of n are worth, counted from their lowest. */
const masked = (n, mask) => (n & mask) / (mask & -mask);

function numberText(field, n) {
  if (!field.isHex) return String(n);
  return `0x${n.toString(16).padStart(2 * SIZES[field.type], '0')}`;
}

/** How bytes at..at+length of s read as a value, by the field's type. */
const READERS = {
  BYTES: (field, s, at, length) => hex(s, at, at + length),
  STRING: (field, s, at, length) => text(s, at, at + length),
  NONE: () => '1',
  BOOLEAN: (field, s, at, length) =>
    uint(s, at, length) & (field.mask ?? ~0) ? 1 : 0,
  INT32: (field, s, at) => u32(s, at) | 0,
  UINT64: (field, s, at) => u64(s, at),
  ABSOLUTE_TIME: (field, s, at) => timeText(modemTimeExact(s, at)),
  IPv4: (field, s, at) => ipv4Text(s, at),
  IPv6: (field, s, at) => ipv6Text(s, at),
};

const readUint = (field, s, at, length) => field.mask
  ? masked(uint(s, at, length), field.mask) : uint(s, at, length);

/** The value of a field that stands in the bytes: a number, BigInt or text. */
export function valueOf(field, s, at, length) {
  return (READERS[field.type] ?? readUint)(field, s, at, length);
}

/** The value as text. */
export const valueText = (field, value) =>
  typeof value === 'string' ? value : numberText(field, value);

/** "Title: value (name)", shortened where it would be long. */
export function labelOf(field, value) {
  if (field.type === 'NONE') return field.title;
  let shown = valueText(field, value);
  if (shown.length > 64) shown = `${shown.slice(0, 60)}...`;
  const name = field.names?.get(value);
  return `${field.title}: ${shown}${name ? ` (${name})` : ''}`;
}
