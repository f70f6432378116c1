// SPDX-License-Identifier: MIT
/**
 * table.js - rows as a table of texts: CSV (RFC 4180) and JSON.
 *
 * session.js uses it.  A row is what worker.js calls a row; `extra` has the
 * columns that the reader has added.  Times are in UTC, with microseconds.  Texts
 * come from the network: in CSV one that a spreadsheet would take for a formula
 * gets a ' before it.
 */

const three = (n) => `${n}`.padStart(3, '0');

/** 2026-11-25T14:03:07.125000Z; ms since 1970, or null. */
function timeOf(ms) {
  if (ms === null) return '';
  const micros = Math.round(ms * 1000);
  const text = new Date(Math.floor(micros / 1000)).toISOString();
  return `${text.slice(0, -1)}${three(micros % 1000)}Z`;
}

const hexOf = (n, digits) => n === null ? '' : `0x${n.toString(16).padStart(digits, '0')}`;

/** The columns: [name, value of a row]. */
const COLUMNS = [
  ['no', ({n}) => n],
  ['time', ({host}) => timeOf(host)],
  ['modem_time', ({modem}) => timeOf(modem)],
  ['direction', ({dir}) => dir],
  ['rat', ({rat}) => rat],
  ['message', ({name}) => name],
  ['opcode', ({op}) => hexOf(op, 2)],
  ['code', ({code}) => hexOf(code, 4)],
  ['length', ({length}) => length],
  ['info', ({info}) => info],
];

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function cell(value) {
  let text = String(value);
  if (/^[=+\-@\t\r]/.test(text) && !NUMBER.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** notes: row number -> text.  fields: names in `extra`. */
const columnsOf = (fields, notes) => [...COLUMNS,
  ...fields.map((field) => [field, ({extra}) => extra[field]]),
  ...Object.keys(notes).length ? [['note', ({n}) => notes[n] ?? '']] : []];

export function csvOf(rows, fields, notes) {
  const columns = columnsOf(fields, notes);
  const lines = rows.map((row) => columns.map(([, valueOf]) => cell(valueOf(row))).join(','));
  return [columns.map(([name]) => cell(name)).join(','), ...lines, ''].join('\r\n');
}

/** An array of objects, one a line. */
export function jsonOf(rows, fields, notes) {
  const columns = columnsOf(fields, notes);
  const objects = rows.map((row) => JSON.stringify(
    Object.fromEntries(columns.map(([name, valueOf]) => [name, valueOf(row)]))));
  return `[${objects.join(',\n')}]\n`;
}
