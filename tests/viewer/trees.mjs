// SPDX-License-Identifier: MIT
// Our trees beside what the dissector makes of the same records.

import assert from 'node:assert/strict';
import {load} from './lib.mjs';

const {PcapStream} = await load('input/pcap.js');
const {Decoder} = await load('decode/decoder.js');

function gather(nodes, fields) {
  for (const {field, value, children} of nodes) {
    if (field.startsWith('diagtap.')) {
      fields[field] = field in fields ? `${fields[field]}|${value}` : value;
    }
    gather(children, fields);
  }
  return fields;
}

/** {field: values} of every record; all are seen before any is shown. */
export const shown = (bytes) => treesOf(bytes).map((tree) => gather(tree, {}));

function gatherValues(nodes, values, plmns) {
  for (const {label, field, value, children} of nodes) {
    if (field && !field.startsWith('diagtap.')) (values[field] ??= []).push(value);
    const [, mcc, mnc] = /^PLMN: (\d+)-(\d+)$/.exec(label) ?? [];
    if (mcc) plmns.push([mcc, mnc]);
    gatherValues(children, values, plmns);
  }
  return values;
}

/**
 * {field: [values]} of every record: those of Wireshark's own dissectors.
 * networks: the digits of networks.
 */
export const valuesOf = (bytes) => treesOf(bytes).map((tree) => {
  const plmns = [];
  const values = gatherValues(tree, {}, plmns);
  // An MCC may be left out where it is that of the one before.
  return {...values, networks: plmns.flatMap(([mcc, mnc], i) =>
    [...plmns[i - 1]?.[0] === mcc ? '' : mcc, ...mnc])};
});

function treesOf(bytes) {
  const records = [];
  const decoder = new Decoder(() => {});
  const stream = new PcapStream({trouble: assert.fail, record: (record) => {
    records.push(record);
    decoder.take(record);
  }});
  stream.push(bytes);
  return records.map((record) => decoder.look(record, 0).tree);
}

// We show every PDU, where they hand over what they can; and know at once what
// they know on their second pass only.
const OURS_TOO = new Set(['diagtap.payload', 'diagtap.part.whole_in']);

/** Whether each of `values`, joined by |, is among `all`, in order. */
function isWithin(values, all = '') {
  const left = all.split('|');
  return values.split('|').every((value) => {
    const found = left.indexOf(value);
    left.splice(0, found + 1);
    return found >= 0;
  });
}

/**
 * What is wrong with a record; nothing with one that is not theirs.
 * @param isAround true for fields that are not to be compared
 */
export function compare(ours, theirs, isAround = () => false) {
  const wrong = [];
  if (Object.keys(theirs).length === 0) return wrong;
  for (const field of new Set([...Object.keys(ours),
    ...Object.keys(theirs)])) {
    // tshark prints nothing of an empty text.
    const value = ours[field] || undefined;
    const expected = theirs[field];
    if (isAround(field) || value === expected) continue;
    // We show what is there, and need not fill it up.
    if (field === 'diagtap.filled') continue;
    // The time once more, in short: for a column of Wireshark's.
    if (field === 'diagtap.modem_time') continue;
    if (expected === undefined && OURS_TOO.has(field)) continue;
    if (field === 'diagtap.payload' && isWithin(expected, value)) continue;
    wrong.push(`${field}: ${value}, not ${expected}`);
  }
  return wrong;
}
