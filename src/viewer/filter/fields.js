// SPDX-License-Identifier: MIT
/**
 * fields.js - what a filter may ask of a row.
 *
 * Each: {kind, get, has, note, values}.  get gives what is compared: a number,
 * or a text in lower case.  has tells whether the row has it at all; a
 * comparison is false for a row that has not.  values: words that stand for a
 * value, with a note each.
 */

import {LANES, LOG_CODES, OPCODES, RATS} from '../decode/names.js';

const lower = (text) => text.toLowerCase();

const number = (note, key) => ({kind: 'number', note,
  get: (row) => row[key], has: (row) => row[key] >= 0});

/** Names of an index: compared as numbers, written as words. */
const choice = (note, names, key) => ({kind: 'choice', note,
  get: (row) => row[key], has: (row) => names[row[key]] !== '',
  values: new Map(names.map((name, i) => [lower(name), i])
    .filter(([name]) => name)), notes: new Map()});

const words = (note, key, ...all) => ({kind: 'choice', note,
  get: (row) => row[key], has: (row) => row[key] !== '',
  values: new Map(all.map((word) => [word, word])), notes: new Map()});

const flag = (note, has) => ({kind: 'flag', note, has});

const text = (note, get) => ({kind: 'text', note,
  get: (row) => lower(get(row)), has: (row) => get(row) !== ''});

const SHORT_OPS = [['log', 0x10], ['event', 0x60], ['text', 0x79],
  ['terse', 0x99], ['subsystem', 0x4b], ['config', 0x73]];

const op = {...number('opcode: log, event, 0x79, ...', 'op'),
  values: new Map([...SHORT_OPS, ...[...OPCODES].map(([n, name]) =>
    [lower(name), n])]),
  notes: new Map(SHORT_OPS.map(([word, n]) => [word, OPCODES.get(n)]))};

const code = {...number('log code: 0xb0c0', 'code'), isHex: true,
  values: new Map([...LOG_CODES].map(([n]) =>
    [`0x${n.toString(16)}`, n])),
  notes: new Map([...LOG_CODES].map(([n, name]) =>
    [`0x${n.toString(16)}`, name]))};

export const FILTER_FIELDS = new Map(Object.entries({
  rat: choice('radio: lte, nr, umts, gsm, ip, ipa', RATS, 'rat'),
  dir: words('direction: up or down', 'dir', 'up', 'down'),
  name: text('as in the list: name contains dcch', (row) => row.name),
  info: text('as in the list: info contains paging', (row) => row.info),
  lane: choice('channel: bcch, pcch, ccch, dcch, nas, ...', LANES, 'lane'),
  code,
  op,
  pci: number('physical cell id', 'pci'),
  psc: number('primary scrambling code of UMTS', 'psc'),
  arfcn: number('channel number: EARFCN, NR-ARFCN, UARFCN', 'arfcn'),
  sfn: number('system frame number', 'sfn'),
  radio: number('of a multi-radio packet: 1, 2', 'radio'),
  len: number('bytes', 'length'),
  n: number('number of the row', 'n'),
  crc: words('check sequence: ok or bad', 'crc', 'ok', 'bad'),
  truncated: flag('ends too early', (row) => row.truncated),
  loss: flag('containers were lost here', (row) => row.loss !== null),
}));

/** Other words for the same. */
export const ALIASES = new Map([['earfcn', 'arfcn'], ['uarfcn', 'arfcn'],
  ['nr_arfcn', 'arfcn'], ['length', 'len'], ['channel', 'lane'],
  ['number', 'n'], ['opcode', 'op'], ['direction', 'dir']]);

export const fieldOf = (word) => {
  const name = lower(word);
  return FILTER_FIELDS.get(ALIASES.get(name) ?? name);
};
