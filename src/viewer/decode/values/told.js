// SPDX-License-Identifier: MIT
/**
 * values/told.js - the values of a message that are worth a line.
 *
 * Most rows are never read.  So a row keeps the values, each with the one before
 * it, and the words are made when somebody reads them.
 */

import {messageWords} from './fields.js';

/** Nobody reads more characters than these of a message in a line. */
const LENGTH_MAX = 100;

export class Told {
  /** @param before the values before this one, or null */
  constructor(field, value, before) {
    this.field = field;
    this.value = value;
    this.before = before;
  }
}

/** The line: "Ciphering EEA2, Integrity protection EIA2"; last: a Told, or null. */
export function toldText(last) {
  const values = [];
  for (let it = last; it; it = it.before) values.push(it);
  let text = '';
  for (const {field, value} of values.reverse()) {
    if (text.length >= LENGTH_MAX) break;
    text += (text && ', ') + messageWords(field, value);
  }
  return text;
}
