// SPDX-License-Identifier: MIT
/**
 * complete.js - the completions at the caret of a filter.
 *
 * rows/session.js uses it.
 */

import {FILTER_FIELDS, fieldOf} from './fields.js';
import {SIGNS, signsOf} from './filter.js';
import {FilterError, tokensOf} from './lexer.js';

const ITEMS_MAX = 20;

const SIGN_NOTES = {'==': 'equal', '!=': 'not equal', '<': 'less',
  '>': 'greater', '<=': 'at most', '>=': 'at least',
  contains: 'contains the text', matches: 'matches the regular expression',
  in: 'is one of {a, b}'};

const fields = () => [
  ...[...FILTER_FIELDS].map(([text, {note}]) => ({text, note})),
  {text: 'not', note: 'the opposite'}];

const links = () => [{text: 'and', note: 'both'}, {text: 'or', note: 'either'}];

const signs = (field) => signsOf(field).map((text) =>
  ({text, note: SIGN_NOTES[text]}));

const values = ({values: all = new Map(), notes}) => [...all.keys()].map(
  (text) => ({text, note: notes?.get(text) ?? ''}));

/** What can follow these tokens. */
function fitting(tokens) {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  if (!last || ['and', 'or', 'not', '('].includes(last.kind)) return fields();
  if (SIGNS.has(last.kind)) {
    const field = before && fieldOf(before.text);
    return field ? values(field) : [];
  }
  const isValue = before && SIGNS.has(before.kind);
  const field = last.kind === 'word' && !isValue ? fieldOf(last.text) : null;
  return field ? [...signs(field), ...links()] : links();
}

const quotedIfNeeded = (item) => /[\s()<>=!&|"'~]/.test(item.text) &&
  !SIGNS.has(item.text) ? {...item, text: `"${item.text}"`} : item;

/** Items that begin with the text come first, then items that contain it. */
function ranked(items, begun) {
  const wanted = begun.toLowerCase();
  const hits = (item) => item.text.toLowerCase().includes(wanted) ||
    item.note.toLowerCase().includes(wanted);
  const first = items.filter(({text}) => text.startsWith(wanted));
  const others = items.filter((item) => !first.includes(item) && hits(item));
  return [...first, ...others].slice(0, ITEMS_MAX).map(quotedIfNeeded);
}

/** {from, to, items}: items[i].text can replace from..to. */
export function completions(text, caret) {
  let tokens;
  try {
    tokens = tokensOf(text.slice(0, caret));
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return {from: caret, to: caret, items: []};
  }
  const last = tokens.at(-1);
  const isBegun = last?.end === caret && !['(', ')', 'string'].includes(
    last.kind) && /[\w.]$/.test(last.text);
  if (isBegun) tokens.pop();
  const [from, begun] = isBegun ? [last.at, last.text] : [caret, ''];
  const [rest] = isBegun ? /^[\w.]*/.exec(text.slice(caret)) : [''];
  return {from, to: caret + rest.length, items: ranked(fitting(tokens),
    begun)};
}
