// SPDX-License-Identifier: MIT
/**
 * names.js - what numbers are called: paths, opcodes, log codes, radios.
 *
 * The tables are those of data/names.txt and data/log_codes.txt, as Maps by
 * number; CODES has the numbers that code names.
 */

import {CODES as codes, RADIOS, VALUES} from './data/names_generated.js';

export const {path: PATH, containerType: CONTAINER_TYPE, opcode: OPCODE} =
  codes;

/** All tables by their names. */
export const NAMES = VALUES;

export const {paths: PATHS, container_types: CONTAINER_TYPES,
  opcodes: OPCODES, subsystems: SUBSYSTEMS, log_operations: LOG_OPERATIONS,
  message_operations: MESSAGE_OPERATIONS, events: EVENTS,
  log_codes: LOG_CODES} = VALUES;

const padded = (n, digits) => n.toString(16).padStart(digits, '0');

export const logName = (code) =>
  LOG_CODES.get(code) ?? `log 0x${padded(code, 4)}`;

export const opcodeName = (op) =>
  OPCODES.get(op) ?? `command 0x${padded(op, 2)}`;

/** The radio of each page of 0x100 log codes. */
const RADIO_OF_PAGE = [];
for (const [first, last, radio] of RADIOS) {
  for (let page = first >> 8; page <= last >> 8; page++) {
    RADIO_OF_PAGE[page] = radio;
  }
}

/** As the dissector's field diagtap.rat has it; '' for none. */
export const ratName = (code) => RADIO_OF_PAGE[code >> 8] ?? '';

/** The name of a SIB of WCDMA.  In the newer form id 31 is SIB19. */
export const umtsSib = (id, isNew) =>
  isNew && id === 31 ? 'sib19' : VALUES.umts_sibs.get(id);

/** What a row belongs to, in the order of their indices. */
export const RATS = ['', 'lte', 'nr', 'umts', 'gsm', 'tdscdma', 'ip', 'ipa'];

/** The lanes of the chart, likewise. */
export const LANES = ['BCCH', 'PCCH', 'CCCH', 'DCCH', 'MCCH', 'NAS', 'IP',
  'Log', 'Text', 'Event', 'Command', 'Notice', 'Loss'];

const RAT_KEYS = {LTE: 'lte', NR: 'nr', UMTS: 'umts', GSM: 'gsm',
  'TD-SCDMA': 'tdscdma'};

/** The radio of each page, as an index into RATS. */
const RAT_OF_PAGE = RADIO_OF_PAGE.map((radio) => RATS.indexOf(RAT_KEYS[radio]));

/** The radio of a log, as an index into RATS. */
export const ratOf = (code) => RAT_OF_PAGE[code >> 8] ?? 0;
