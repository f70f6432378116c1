// SPDX-License-Identifier: MIT
/**
 * logs/rows.js - the rows of structures: how a number is read, what it is
 * worth, and how it is worded in a line.
 */

import {FIELDS} from '../fields.js';

/** `bits` bits from `bit` on, of the little-endian number at `at`. */
function bitsOf(s, at, bit, bits) {
  let value = 0;
  let weight = 1;
  for (let i = bit >> 3; i <= bit + bits - 1 >> 3; i++) {
    if (weight === 1) {
      value = s[at + i] >> (bit & 7);
      weight = 2 ** (8 - (bit & 7));
    } else {
      value += s[at + i] * weight;
      weight *= 256;
    }
  }
  return value % 2 ** bits;
}

function bigOf(s, at, size) {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + s[at + i];
  return value;
}

/** The number of a row that stands at `at`; undefined of those of 64 bits. */
export function readNumber(s, at, {kind, bit = 0, bits}) {
  if (bits === 64) return undefined;
  if (kind === 'big') return bigOf(s, at, bits >> 3);
  const n = bitsOf(s, at, bit, bits);
  return kind === 'int' && n >= 2 ** (bits - 1) ? n - 2 ** bits : n;
}

/** What a number is worth. */
export const worth = ({add, div}, n) => div ? (n + add) / div : n;

/** Where the bytes of a row are: {first, length}, from its place. */
export function bytesOf({bit = 0, bits}) {
  const first = bit >> 3;
  return {first, length: (bit + bits + 7 >> 3) - first};
}

/** "RSRP -98.3 dBm", "state registered". */
export function worded(row, n) {
  const {label, title, names, unit} = FIELDS.get(row.field);
  const text = names?.get(n) ?? (row.div ? worth(row, n).toFixed(1) : n);
  return `${label ?? title} ${text}${unit ? ` ${unit}` : ''}`;
}
