// SPDX-License-Identifier: MIT
/**
 * filter.js - compiles the text of a filter to a test of rows.
 *
 * rows/session.js uses it.  The grammar:
 *
 *   or       = and {"or" and}
 *   and      = not {["and"] not}
 *   not      = "not" not | "(" or ")" | test
 *   test     = field sign value | field | text
 *   sign     = "==" "!=" "<" ">" "<=" ">=" "contains"
 *
 * || && ! = mean the same.  A field alone tests whether a row has it.  Any other
 * word, or text in quotes, must be in the name or the info of a row.  Upper and
 * lower case are the same.
 */

import {FILTER_FIELDS, fieldOf} from './fields.js';
import {FilterError, tokensOf} from './lexer.js';

export const SIGNS = new Map([
  ['==', (a, b) => a === b], ['!=', (a, b) => a !== b],
  ['<', (a, b) => a < b], ['>', (a, b) => a > b],
  ['<=', (a, b) => a <= b], ['>=', (a, b) => a >= b],
  ['contains', (a, b) => a.includes(b)],
]);

/** The signs that a kind of field allows. */
export const FITTING = {number: ['==', '!=', '<', '>', '<=', '>='],
  choice: ['==', '!='], text: ['contains', '==', '!='], flag: []};

const fail = (token, text) => {
  throw new FilterError(token.at, token.end - token.at, text);
};

const listed = (words) => [...words].slice(0, 14).join(', ');

function valueOf(name, field, token) {
  const word = token.text.toLowerCase();
  if (field.kind === 'text') return word;
  const known = field.values?.get(word);
  if (known !== undefined) return known;
  if (field.kind === 'choice') {
    fail(token, `${name} is one of ${listed(field.values.keys())}.`);
  }
  if (/^(0x[0-9a-f]+|\d+)$/.test(word)) return Number(word);
  if (field.isHex && /^[0-9a-f]{4}$/.test(word)) return parseInt(word, 16);
  const examples = field.notes ? `, or one of ${listed(field.notes.keys())}`
    : '';
  return fail(token, `${name} is a number, for example 12 or 0x1f${examples}.`);
}

/** The field with a similar name, or undefined. */
function nearest(word) {
  const near = (name) => name.startsWith(word) || word.startsWith(name) ||
    [...name].sort().join('') === [...word].sort().join('');
  return [...FILTER_FIELDS.keys()].find((name) => name.length > 1 &&
    near(name));
}

function unknownField(token) {
  const guess = nearest(token.text.toLowerCase());
  fail(token, `No field is called ${token.text}.` + (guess
    ? ` Do you mean ${guess}?` : ` The fields are ${
      [...FILTER_FIELDS.keys()].join(', ')}.`));
}

/** Tokens that begin a test.  No "and" is needed before them. */
const BEGINNINGS = new Set(['word', 'string', 'not', '(']);

const DEPTH_MAX = 100;

class Parser {
  #tokens;
  #at = 0;
  #depth = 0;
  #end;

  constructor(source) {
    this.#tokens = tokensOf(source);
    this.#end = {kind: 'end', text: '', at: source.length,
      end: source.length};
  }

  #peek(ahead = 0) {
    return this.#tokens[this.#at + ahead] ?? this.#end;
  }

  #take(kind) {
    return this.#peek().kind === kind ? this.#tokens[this.#at++] : null;
  }

  whole() {
    const test = this.#or();
    const rest = this.#peek();
    if (rest.kind === ')') fail(rest, 'This ) has no ( before it.');
    if (rest.kind !== 'end') fail(rest, 'A field, a text or ( is missing here.');
    return test;
  }

  #or() {
    let test = this.#and();
    while (this.#take('or')) {
      const [a, b] = [test, this.#and()];
      test = (row) => a(row) || b(row);
    }
    return test;
  }

  #and() {
    let test = this.#not();
    for (;;) {
      const {kind} = this.#peek();
      if (!this.#take('and') && !BEGINNINGS.has(kind)) return test;
      const [a, b] = [test, this.#not()];
      test = (row) => a(row) && b(row);
    }
  }

  #not() {
    if (++this.#depth > DEPTH_MAX) {
      fail(this.#peek(), 'Too many ( or "not" inside each other.');
    }
    const test = this.#take('not') ? this.#opposite() : this.#group();
    this.#depth--;
    return test;
  }

  #opposite() {
    const test = this.#not();
    return (row) => !test(row);
  }

  #group() {
    const open = this.#take('(');
    if (!open) return this.#test();
    const test = this.#or();
    if (!this.#take(')')) fail(open, 'This ( has no ) after it.');
    return test;
  }

  #test() {
    const token = this.#peek();
    if (token.kind !== 'word' && token.kind !== 'string') {
      fail(token, token.kind === 'end' ? 'A field, a text or ( is missing ' +
        'at the end.' : `A field, a text or ( is missing before ` +
        `${token.text}.`);
    }
    this.#at++;
    if (SIGNS.has(this.#peek().kind)) return this.#comparison(token);
    const field = token.kind === 'word' ? fieldOf(token.text) : null;
    if (field) return field.has;
    const wanted = token.text.toLowerCase();
    return (row) => row.name.toLowerCase().includes(wanted) ||
      row.info.toLowerCase().includes(wanted);
  }

  #comparison(token) {
    const name = token.text.toLowerCase();
    const field = fieldOf(name) ?? unknownField(token);
    const sign = this.#tokens[this.#at++];
    if (!FITTING[field.kind].includes(sign.kind)) {
      fail(sign, FITTING[field.kind].length === 0
        ? `${name} has no value: write it alone, or after "not".`
        : `${name} works with ${listed(FITTING[field.kind])}.`);
    }
    const token2 = this.#take('word') ?? this.#take('string') ??
      fail(this.#peek(), `A value is missing after ${name} ${sign.text}.`);
    const value = valueOf(name, field, token2);
    const compare = SIGNS.get(sign.kind);
    const {get, has} = field;
    return (row) => has(row) && compare(get(row), value);
  }
}

/**
 * @returns {test, error}: test is row => bool, or null for all rows; error is
 *   null or {at, length, text}
 */
export function compile(source) {
  if (source.trim() === '') return {test: null, error: null};
  try {
    return {test: new Parser(source).whole(), error: null};
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return {test: null, error: {at: error.at, length: error.length,
      text: error.message}};
  }
}
