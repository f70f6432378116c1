// SPDX-License-Identifier: MIT
/**
 * logs/rows.js - the rows of structures: how a number is read, what it is
 * worth, and how it is worded in a line.
 *
 * The rows of data/layouts_generated.js have only what they need.  Here each is
 * made into a StructureRow once, with the answers to what is asked for each log.
 */

import {FIELDS} from '../fields.js';
import {isHeard} from '../seen.js';

/** What a row of the list has of its own, by field. */
const OF_ROW = {pci: 'pci', psc: 'psc', earfcn: 'arfcn', nr_arfcn: 'arfcn',
  uarfcn: 'arfcn', dl_uarfcn: 'arfcn', arfcn: 'arfcn', sfn: 'sfn'};

/** Kinds that do nothing but show or tell what stands at their place. */
const PLAIN = ['number', 'int', 'big', 'plmn', 'digits'];

class StructureRow {
  constructor(it) {
    this.field = it.field;
    this.kind = it.kind ?? 'number';
    this.at = it.at;           // undefined: behind what came before
    this.bit = it.bit ?? 0;
    this.bits = it.bits;
    this.first = this.bit >> 3; // of its bytes, from its place
    this.length = (this.bit + this.bits + 7 >> 3) - this.first;
    this.add = it.add;
    this.div = it.div;
    this.none = it.none;
    this.keep = it.keep ?? false;
    this.info = it.info ?? false;
    this.size = it.size;
    this.sizeOf = it.sizeOf;
    this.count = it.count;
    this.countOf = it.countOf;
    this.whileOf = it.whileOf;
    this.ifOf = it.ifOf;
    this.unlessOf = it.unlessOf;
    this.item = it.item;
    this.ofRow = OF_ROW[it.field]; // which member of a row of the list it is
    this.isHeard = isHeard(it.field);
    // Whether anybody asks for it when there is no tree.
    this.isNeeded = this.keep || this.info || this.ofRow !== undefined || this.isHeard;
  }

  /** Whether it does nothing when there is no tree. */
  get isIdle() {
    return this.at !== undefined && PLAIN.includes(this.kind) && !this.isNeeded;
  }
}

/** {size, rows, brief, isKept}: brief are the rows when there is no tree. */
export function structureOf({size, rows}) {
  const all = rows.map((it) => new StructureRow(it));
  return {size, rows: all, brief: all.filter((row) => !row.isIdle),
    isKept: all.some(({keep}) => keep)};
}

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
export function readNumber(s, at, {kind, bit, bits}) {
  if (bits === 64) return undefined;
  if (kind === 'big') return bigOf(s, at, bits >> 3);
  const n = bitsOf(s, at, bit, bits);
  return kind === 'int' && n >= 2 ** (bits - 1) ? n - 2 ** bits : n;
}

/** What a number is worth. */
export const worth = ({add, div}, n) => div ? (n + add) / div : n;

/** "RSRP -98.3 dBm", "state registered". */
export function worded(row, n) {
  const {label, title, names, unit} = FIELDS.get(row.field);
  const text = names?.get(n) ?? (row.div ? worth(row, n).toFixed(1) : n);
  return `${label ?? title} ${text}${unit ? ` ${unit}` : ''}`;
}
