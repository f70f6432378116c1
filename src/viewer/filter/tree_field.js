// SPDX-License-Identifier: MIT
/**
 * tree_field.js - the fields of the detail tree in a filter, by the dissector's
 * names, diagtap.event.id, and those of Wireshark, lte-rrc.trackingAreaCode.
 *
 * fields.js and filter.js use it.  A row has any number of such fields.  They
 * are compared as Wireshark does it: one that fits is enough; for != none may
 * be equal.  To see them a row is decoded again, which takes much longer than a
 * look at the row.
 */

import {FIELDS} from '../decode/fields.js';
import {MESSAGE_FIELDS} from '../decode/values/fields.js';

const PREFIX = 'diagtap.';

/** What a comparison needs to know of a type; others are numbers. */
const KINDS = new Map([['STRING', 'text'], ['BYTES', 'bytes'],
  ['NONE', 'flag'], ['ABSOLUTE_TIME', 'text'], ['IPv4', 'text'],
  ['IPv6', 'text'], ['FRAMENUM', 'flag'], ['DOUBLE', 'real']]);

const SIGNS_OF = {text: ['==', '!=', 'contains', 'matches', 'in'],
  bytes: ['==', '!=', 'contains', 'in'], flag: [],
  number: ['==', '!=', '<', '>', '<=', '>=', 'in'],
  real: ['==', '!=', '<', '>', '<=', '>=', 'in']};

const EXAMPLES = {bytes: '00:1f', real: '-98.5'};

const hexDigits = (text) => text.toLowerCase().replace(/^0x|[:. -]/g, '');

/** A value of the tree, which is text there, in the form that is compared. */
function comparable(kind, text) {
  if (kind === 'text') return text.toLowerCase();
  if (kind === 'bytes') return hexDigits(text);
  return kind === 'real' ? Number(text) : BigInt(text);
}

function numberOf(field, token) {
  const word = token.text.toLowerCase();
  if (/^-?(0x[0-9a-f]+|\d+)$/.test(word)) {
    return word.startsWith('-') ? -BigInt(word.slice(1)) : BigInt(word);
  }
  if (field.type === 'BOOLEAN' && /^(true|false)$/.test(word)) {
    return word === 'true' ? 1n : 0n;
  }
  for (const [number, name] of field.names ?? []) {
    if (name.toLowerCase() === word) return BigInt(number);
  }
  return undefined;
}

/** The value that a token stands for; undefined: it stands for none. */
function valueOf(field, kind, token) {
  if (kind === 'number') return numberOf(field, token);
  if (kind === 'text') return token.text.toLowerCase();
  if (kind === 'real') {
    return /^-?\d+(\.\d+)?$/.test(token.text) ? Number(token.text) : undefined;
  }
  const digits = hexDigits(token.text);
  return /^([0-9a-f]{2})+$/.test(digits) ? digits : undefined;
}

/** Fields of messages by their names in lower case: [name, field]. */
const BY_LOWER = new Map([...MESSAGE_FIELDS].map((entry) =>
  [entry[0].toLowerCase(), entry]));

/** [name, field] of a name in lower case, or undefined. */
function found(lower) {
  const field = lower.startsWith(PREFIX) && FIELDS.get(lower.slice(PREFIX.length));
  // Since Wireshark 4.2 the names of NAS begin with nas-eps and nas-5gs.
  return field ? [lower, field]
    : BY_LOWER.get(lower.replace(/^nas-(eps|5gs)/, 'nas_$1'));
}

/** The nodes with a field, anywhere below. */
function collect(nodes, name, out) {
  for (const node of nodes) {
    if (node.field === name) out.push(node.value);
    if (node.children.length) collect(node.children, name, out);
  }
  return out;
}

/**
 * A field of the detail tree, or undefined, by its name in lower case.
 * all(nodes) gives its values in a tree, in the form that value(token) has.
 */
export function treeField(lower) {
  const [name, field] = found(lower) ?? [];
  if (!field) return undefined;
  const kind = KINDS.get(field.type) ?? 'number';
  return {
    kind: 'tree', note: field.title, signs: SIGNS_OF[kind],
    example: EXAMPLES[kind] ?? '12 or 0x1f',
    value: (token) => valueOf(field, kind, token),
    all: (nodes) => {
      const texts = collect(nodes, name, []);
      return kind === 'flag' ? texts : texts.map((text) => comparable(kind, text));
    },
  };
}

/** Wireshark hands a payload on to another dissector, and has no such field then. */
const NOT_IN_WIRESHARK = new Set(['diagtap.payload']);

/** How a field and its value are written in a filter, here and in Wireshark; '': not at all. */
export function filterText(field, value) {
  const type = found(field.toLowerCase())?.[1].type;
  if (type === undefined || NOT_IN_WIRESHARK.has(field)) return '';
  if (KINDS.get(type) === 'flag' || value === '' && type === 'BYTES') return field;
  if (type === 'STRING' || type === 'ABSOLUTE_TIME') {
    return `${field} == "${value.replace(/["\\]/g, '\\$&')}"`;
  }
  if (type === 'BYTES') return `${field} == ${value.replace(/..(?=.)/g, '$&:')}`;
  return `${field} == ${value}`;
}
