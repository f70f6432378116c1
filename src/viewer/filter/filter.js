// SPDX-License-Identifier: MIT
/**
 * filter.js - compiles the text of a filter to a test of rows.
 *
 * rows/session.js uses it.  The grammar:
 *
 *   or       = and {"or" and}
 *   and      = not {["and"] not}
 *   not      = "not" not | "(" or ")" | test
 *   test     = field sign value | field "in" "{" value {[","] value} "}"
 *            | field | text
 *   sign     = "==" "!=" "<" ">" "<=" ">=" "contains" "matches"
 *
 * || && ! and Wireshark's eq, ne, lt, gt, le, ge mean the same.  A field alone
 * tests whether a row has it.  Any other plain word, or text in quotes, must be
 * in the name or the info of a row.  Upper and lower case are the same.  What
 * looks like more than a word to search for, and is not understood, is an error.
 */

import {FIELD_NAMES, FILTER_FIELDS, fieldOf} from './fields.js';
import {FilterError, tokensOf} from './lexer.js';

export const SIGNS = new Map([
  ['==', (a, b) => a === b], ['!=', (a, b) => a !== b],
  ['<', (a, b) => a < b], ['>', (a, b) => a > b],
  ['<=', (a, b) => a <= b], ['>=', (a, b) => a >= b],
  ['contains', (a, b) => a.includes(b)],
  ['matches', (a, b) => b.test(a)],
  ['in', (a, b) => b.includes(a)],
]);

/** The signs that a kind of field allows. */
export const FITTING = {
  number: ['==', '!=', '<', '>', '<=', '>=', 'in'],
  choice: ['==', '!=', 'in'],
  text: ['contains', '==', '!=', 'matches', 'in'], flag: []};

export const signsOf = (field) => field.signs ?? FITTING[field.kind];

const fail = (token, text) => {
  throw new FilterError(token.at, token.end - token.at, text);
};

const listed = (words) => [...words].slice(0, 14).join(', ');

function treeValue(name, field, token) {
  return field.value(token) ??
    fail(token, `${name} needs a value such as ${field.example}.`);
}

function valueOf(name, field, token) {
  if (field.kind === 'tree') return treeValue(name, field, token);
  const word = token.text.toLowerCase();
  if (field.kind === 'text') return word;
  const known = field.values?.get(word) ?? field.others?.get(word);
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

function patternOf(token) {
  try {
    return new RegExp(token.text, 'i');
  } catch {
    return fail(token, 'This is not a regular expression.');
  }
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
      [...FILTER_FIELDS.keys()].join(', ')}, and those of the detail ` +
      '(diagtap.…).'));
}

/** Tokens that begin a test.  No "and" is needed before them. */
const BEGINNINGS = new Set(['word', 'string', 'not', '(']);

const DEPTH_MAX = 100;

class Parser {
  #tokens;
  #at = 0;
  #depth = 0;
  #end;
  #look;

  constructor(source, look) {
    this.#tokens = tokensOf(source);
    this.#look = look;
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
    return token.kind === 'word' ? this.#word(token) : search(token);
  }

  #word(token) {
    const field = fieldOf(token.text);
    if (field) return this.#presence(token, field);
    if (token.text.includes('.') && /^[a-z]/i.test(token.text)) {
      unknownField(token);
    }
    if (this.#peek().kind === 'end' && token.end === this.#end.at) {
      refuseBegun(token);
    }
    return search(token);
  }

  #presence(token, field) {
    const next = this.#peek();
    if (['word', 'string', '{'].includes(next.kind) &&
      signsOf(field).length > 0) {
      fail(next, `A sign is missing after ${token.text}, for example ${
        token.text} == ${next.text}.`);
    }
    if (field.kind !== 'tree') return field.has;
    const look = this.#look;
    return (row) => field.all(look(row)).length > 0;
  }

  #comparison(token) {
    const name = token.text.toLowerCase();
    const field = fieldOf(name) ?? unknownField(token);
    const sign = this.#tokens[this.#at++];
    if (!signsOf(field).includes(sign.kind)) {
      fail(sign, signsOf(field).length === 0
        ? `${name} has no value: write it alone, or after "not".`
        : `${name} works with ${listed(signsOf(field))}.`);
    }
    const value = sign.kind === 'in' ? this.#set(name, field)
      : this.#value(name, field, sign);
    return field.kind === 'tree' ? this.#inTree(field, sign.kind, value)
      : ofRow(field, sign.kind, value);
  }

  #value(name, field, sign) {
    const token = this.#take('word') ?? this.#take('string') ??
      fail(this.#peek(), `A value is missing after ${name} ${sign.text}.`);
    return sign.kind === 'matches' ? patternOf(token)
      : valueOf(name, field, token);
  }

  #set(name, field) {
    const open = this.#take('{') ?? fail(this.#peek(),
      `${name} in needs its values in braces: ${name} in {1, 2}.`);
    const values = [];
    while (!this.#take('}')) {
      if (values.length > 0) this.#take(',');
      const token = this.#take('word') ?? this.#take('string');
      if (!token) fail(open, 'This { has no } after its values.');
      values.push(valueOf(name, field, token));
    }
    if (values.length === 0) fail(open, 'There is no value in the braces.');
    return values;
  }

  #inTree(field, kind, value) {
    const compare = SIGNS.get(kind);
    const look = this.#look;
    if (kind === '!=') {
      return (row) => {
        const all = field.all(look(row));
        return all.length > 0 && !all.includes(value);
      };
    }
    return (row) => field.all(look(row)).some((one) => compare(one, value));
  }
}

function ofRow({get, has}, kind, value) {
  const compare = SIGNS.get(kind);
  return (row) => has(row) && compare(get(row), value);
}

function search({text}) {
  const wanted = text.toLowerCase();
  return (row) => row.name.toLowerCase().includes(wanted) ||
    row.info.toLowerCase().includes(wanted);
}

/** The name of a field is being written at the end: no text to search for yet. */
function refuseBegun(token) {
  const word = token.text.toLowerCase();
  const begun = FIELD_NAMES.filter((name) => name.startsWith(word) ||
    `diagtap.${name}`.startsWith(word));
  if (begun.length === 0) return;
  fail(token, `Is this the field ${listed(begun.slice(0, 3))}? To search for ` +
    `the text, write "${token.text}" in quotes.`);
}

/**
 * @param look row => the nodes of its detail tree, for fields of the dissector
 * @returns {test, error}: test is row => bool, or null for all rows; error is
 *   null or {at, length, text}
 */
export function compile(source, look = () => []) {
  if (source.trim() === '') return {test: null, error: null};
  try {
    return {test: new Parser(source, look).whole(), error: null};
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return {test: null, error: {at: error.at, length: error.length,
      text: error.message}};
  }
}
