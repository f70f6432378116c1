// SPDX-License-Identifier: MIT
/**
 * names.js - what numbers are called: paths, opcodes, log codes, radios.
 *
 * The tables are the dissector's (names/, see there); keys are numbers.
 */

import * as lines from './names/lines.js';
import {COMMON} from './names/logs_common.js';
import {UMTS_GSM} from './names/logs_umts_gsm.js';
import {LTE_NR} from './names/logs_lte_nr.js';

/** Lines of "hexadecimal number, space, name", as a Map. */
function names(text) {
  const list = new Map();
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) {
      list.set(parseInt(line.slice(0, space), 16), line.slice(space + 1));
    }
  }
  return list;
}

export const PATHS = names(lines.PATHS);
export const CONTAINER_TYPES = names(lines.CONTAINER_TYPES);
export const OPCODES = names(lines.OPCODES);
export const SUBSYSTEMS = names(lines.SUBSYSTEMS);
export const LOG_OPERATIONS = names(lines.LOG_OPERATIONS);
export const MESSAGE_OPERATIONS = names(lines.MESSAGE_OPERATIONS);
export const EVENTS = names(lines.EVENTS);
export const LOG_CODES = names(COMMON + UMTS_GSM + LTE_NR);

// The second SIM's copies stand 0xa00 above GSM's and UMTS NAS's own codes.
for (const [code, name] of [...LOG_CODES]) {
  const page = code >> 8;
  if (page >= 0x50 && page <= 0x52 || page === 0x71) {
    LOG_CODES.set(code + 0xa00, `${name}, second SIM`);
  }
}

// QMI links 1 to 16, two codes each.
for (let link = 1; link <= 16; link++) {
  LOG_CODES.set(0x138c + 2 * link, `QMI link ${link}, received`);
  LOG_CODES.set(0x138d + 2 * link, `QMI link ${link}, sent`);
}

const padded = (n, digits) => n.toString(16).padStart(digits, '0');

export const logName = (code) =>
  LOG_CODES.get(code) ?? `log 0x${padded(code, 4)}`;

export const opcodeName = (op) =>
  OPCODES.get(op) ?? `command 0x${padded(op, 2)}`;

/** The radio a log code belongs to; '' for none. */
const RATS_BY_DIGIT = {0x4: 'UMTS', 0x5: 'GSM', 0x7: 'UMTS', 0xb: 'LTE',
  0xd: 'TD-SCDMA'};

/** As the dissector's field diagtap.rat has it; '' for none. */
export function ratName(code) {
  if (code >= 0xb800 && code < 0xba00) return 'NR';
  return RATS_BY_DIGIT[code >> 12] ?? '';
}

/** What a row belongs to, in the order of their indices. */
export const RATS = ['', 'lte', 'nr', 'umts', 'gsm', 'tdscdma', 'ip', 'ipa'];

/** The lanes of the chart, likewise. */
export const LANES = ['BCCH', 'PCCH', 'CCCH', 'DCCH', 'MCCH', 'NAS', 'IP',
  'Log', 'Text', 'Event', 'Command', 'Notice', 'Loss'];

const RAT_KEYS = {LTE: 'lte', NR: 'nr', UMTS: 'umts', GSM: 'gsm',
  'TD-SCDMA': 'tdscdma'};

export const ratKey = (code) => RAT_KEYS[ratName(code)] ?? '';
