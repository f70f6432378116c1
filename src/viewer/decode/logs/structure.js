// SPDX-License-Identifier: MIT
/**
 * logs/structure.js - shows structures: fields at places, lists of structures,
 * bytes.  data/bodies has them, data/README.md says what they mean.
 *
 * Nothing is read of a structure that does not fit into what is there.
 *
 * A function of a kind of row gets a place: the tree (or null), where the row
 * begins (at), where the bytes end (stop), the values that are kept by field,
 * and the words of the log.  It returns where the row ends, if only the bytes
 * tell.
 */

import {STRUCTURES} from '../data/layouts_generated.js';
import {FIELDS} from '../fields.js';
import {readNumber, structureOf, worded, worth} from './rows.js';

/** Nobody reads more words than these of a log in a line. */
const WORDS_MAX = 12;

const structures = new Map(Object.entries(STRUCTURES).map(([name, it]) =>
  [name, structureOf(it)]));

/** The values of a structure of which none is kept. */
const NO_VALUES = new Map();

export function say(words, text) {
  if (words.length <= WORDS_MAX) {
    words.push(words.length < WORDS_MAX ? text : '...');
  }
}

/** The row of the list shows the first cell; the words name the others. */
function tell(ctx, row, place, n) {
  if (row.ofRow && ctx.row[row.ofRow] < 0) {
    ctx.row[row.ofRow] = n;
  } else if (row.info) {
    say(place.words, worded(row, n));
  }
}

/** What stands behind what came before may not be there. */
function isMissing(ctx, row, place) {
  const present = place.stop - place.at;
  const {length} = row;
  if (row.at !== undefined || length <= present) return false;
  ctx.complain(place.tree, 'short', `${length} bytes announced, ` +
    `${present} present`);
  place.isOver = true;
  return true;
}

function number(ctx, row, place) {
  if (isMissing(ctx, row, place)) return place.stop;
  showNumber(ctx, row, place);
  return row.at === undefined ? place.at + row.length : undefined;
}

function showNumber(ctx, row, place) {
  const {at, tree} = place;
  if (tree === null && !row.isNeeded) return;
  const n = readNumber(ctx.s, at, row);
  if (n !== undefined && n === row.none) return;
  if (row.keep) place.values.set(row.field, n);
  if (row.info || row.ofRow) tell(ctx, row, place, n);
  if (ctx.emit && n !== undefined && row.isHeard) {
    ctx.hear(row.field, worth(row, n));
  }
  if (!tree) return;
  ctx.add(tree, row.field, at + row.first, row.length,
    n === undefined ? n : worth(row, n));
}

/** The digits of a network: "460-00"; null if they are none. */
function network(digits) {
  if (digits.slice(0, 5).some((digit) => digit > 9)) return null;
  const third = digits[5] > 9 ? '' : digits[5];
  return `${digits.slice(0, 3).join('')}-${digits[3]}${digits[4]}${third}`;
}

function showText(ctx, row, place, size, text) {
  if (text === null) return;
  if (row.info) say(place.words, `${FIELDS.get(row.field).label} ${text}`);
  if (ctx.emit && row.isHeard) ctx.hear(row.field, text);
  ctx.add(place.tree, row.field, place.at, size, text);
}

/** 3GPP TS 24.008, 10.5.1.13: two digits a byte. */
function plmn(ctx, row, place) {
  const [a, b, c] = ctx.s.subarray(place.at, place.at + 3);
  showText(ctx, row, place, 3, network([a & 15, a >> 4, b & 15, c & 15,
    c >> 4, b >> 4]));
}

/** A digit a byte. */
function digits(ctx, row, place) {
  showText(ctx, row, place, 6,
    network([...ctx.s.subarray(place.at, place.at + 6)]));
}

/** How many bytes the row has, of those that are there. */
function sizeOf(ctx, row, place) {
  const present = place.stop - place.at;
  const size = row.size ??
    (row.sizeOf ? place.values.get(row.sizeOf) ?? 0 : present);
  if (size > present) {
    ctx.complain(place.tree, 'short', `${size} bytes announced, ` +
      `${present} present`);
  }
  return Math.min(size, present);
}

function someBytes(ctx, row, place) {
  const size = sizeOf(ctx, row, place);
  if (size > 0) ctx.add(place.tree, row.field, place.at, size);
  return place.at + size;
}

/** Keys of a session are only said to be present. */
function secret(ctx, row, place) {
  const size = sizeOf(ctx, row, place);
  const key = ctx.s.subarray(place.at, place.at + size);
  if (size > 0) {
    ctx.add(place.tree, row.field, place.at, size,
      key.some((byte) => byte !== 0) ? 'present' : 'zeros');
  }
  return place.at + size;
}

/**
 * A structure as an item of a list: {ending, values}, or null.  An item has at
 * least one byte.
 */
function item(ctx, row, place, at) {
  const size = Math.max(structures.get(row.item).size, 1);
  if (at + size > place.stop) return null;
  const tree = ctx.add(place.tree, row.field, at, size);
  const shown = show(ctx, tree, row.item, at, place.stop, place.words);
  if (tree) tree.length = shown.ending - at;
  return shown;
}

/** Where a list should go on, there are no more bytes. */
function tooFew(ctx, row, place, most, done) {
  if (row.whileOf) {
    ctx.complain(place.tree, 'short', `No item of ${done} is the last`);
  } else if (most < Infinity) {
    ctx.complain(place.tree, 'short', `${most} items announced, ` +
      `${done} present`);
  }
}

function list(ctx, row, place) {
  const most = row.count ??
    (row.countOf ? place.values.get(row.countOf) ?? 0 : Infinity);
  let {at} = place;
  for (let i = 0; i < most; i++) {
    const shown = item(ctx, row, place, at);
    if (!shown) {
      tooFew(ctx, row, place, most, i);
      break;
    }
    at = shown.ending;
    if (row.whileOf && shown.values.get(row.whileOf) === 0) break;
  }
  return at;
}

const KINDS = {number, int: number, big: number, plmn, digits, bytes: someBytes,
  text: someBytes, pdu: someBytes, secret, list};

/** Whether a row is there, which other values may tell. */
function isThere(row, {values, isOver}) {
  if (row.ifOf) return (values.get(row.ifOf) ?? 0) !== 0;
  if (row.unlessOf) return (values.get(row.unlessOf) ?? 0) === 0;
  return row.at !== undefined || !isOver;
}

/** Shows a structure: {ending, values}, or null if it does not fit. */
function show(ctx, tree, name, at, stop, words) {
  const {size, rows, brief, isKept} = structures.get(name);
  let ending = at + size;
  if (ending > stop) return null;
  const place = {tree, values: isKept ? new Map() : NO_VALUES, stop, words, at, isOver: false};
  for (const row of tree ? rows : brief) {
    if (!isThere(row, place)) continue;
    place.at = row.at === undefined ? ending : at + row.at;
    ending = Math.max(ending, KINDS[row.kind](ctx, row, place) ?? 0);
  }
  return {ending, values: place.values};
}

/**
 * Shows a structure that begins at `at`, of bytes that end at `stop`.  Returns
 * where it ends, or -1 if it does not fit.
 */
export function showStructure(ctx, tree, name, at, stop, words) {
  return show(ctx, tree, name, at, stop, words)?.ending ?? -1;
}
