// SPDX-License-Identifier: MIT
/**
 * fields.js - the fields of a filter.
 *
 * filter.js and complete.js use them.  Each field is {kind, get, has, note,
 * values, notes, others}.  get(row) gives the value to compare: a number, or a text in
 * lower case.  has(row): whether the row has the field.  A comparison is false
 * for a row without it.  values: words for values.  notes: a text for each word.
 * others: more words, which are understood but not offered.
 *
 * Names that begin with "diagtap." are those of the dissector: tree_field.js.
 */

import {LANES, LOG_CODES, OPCODES, RATS} from '../decode/names.js';
import {treeField} from './tree_field.js';

const lower = (text) => text.toLowerCase();

const number = (note, key) => ({kind: 'number', note,
  get: (row) => row[key], has: (row) => row[key] >= 0});

/** A field that is a number, and is written as one of `names`. */
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
  dir: {...words('direction: up or down', 'dir', 'up', 'down'),
    others: new Map([['ul', 'up'], ['uplink', 'up'], ['dl', 'down'],
      ['downlink', 'down']])},
  name: text('column Message: name contains dcch', (row) => row.name),
  info: text('column Info: info contains paging', (row) => row.info),
  lane: choice('channel: bcch, pcch, ccch, dcch, nas, ...', LANES, 'lane'),
  code,
  op,
  pci: number('physical cell id', 'pci'),
  psc: number('primary scrambling code of UMTS', 'psc'),
  arfcn: number('channel number: EARFCN, NR-ARFCN, UARFCN', 'arfcn'),
  sfn: number('system frame number', 'sfn'),
  radio: number('radio of a multi-radio packet: 1, 2', 'radio'),
  len: number('length in bytes', 'length'),
  n: number('row number', 'n'),
  crc: words('check sequence: ok or bad', 'crc', 'ok', 'bad'),
  truncated: flag('packet is cut short', (row) => row.truncated),
  loss: flag('containers were lost here', (row) => row.loss !== null),
}));

/** Other names of fields. */
export const ALIASES = new Map([['earfcn', 'arfcn'], ['uarfcn', 'arfcn'],
  ['nr_arfcn', 'arfcn'], ['length', 'len'], ['channel', 'lane'],
  ['number', 'n'], ['opcode', 'op'], ['direction', 'dir']]);

/**
 * Fields of the dissector that a row has itself: no tree is needed for them.  Of
 * cells a row has but the first.
 */
const IN_ROWS = new Map([['diagtap.log.code', code]]);

/** The field with a name, or undefined. */
export const fieldOf = (word) => {
  const name = lower(word);
  return FILTER_FIELDS.get(ALIASES.get(name) ?? name) ?? IN_ROWS.get(name) ??
    treeField(name);
};

/** All names that one can write, without those of the dissector. */
export const FIELD_NAMES = [...FILTER_FIELDS.keys(), ...ALIASES.keys()];
