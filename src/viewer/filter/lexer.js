// SPDX-License-Identifier: MIT
/**
 * lexer.js - splits the text of a filter into tokens: {kind, text, at, end}.
 *
 * filter.js and complete.js use it.  Kinds are 'word', 'string' (in quotes; the
 * text is without them), and one for each sign, in one spelling: '(' ')' '=='
 * '!=' '<' '>' '<=' '>=' 'contains' 'and' 'or' 'not'.
 */

/** An error in a filter: where it is, and a sentence that says what is expected. */
export class FilterError extends Error {
  constructor(at, length, text) {
    super(text);
    this.at = at;
    this.length = length;
  }
}

const SIGNS = /^(==|!=|<=|>=|&&|\|\||[()<>=!~])/;
const SPELLED = new Map([['=', '=='], ['&&', 'and'], ['||', 'or'],
  ['!', 'not'], ['~', 'contains']]);
const WORDS = new Set(['and', 'or', 'not', 'contains']);
const WORD = /^[^\s()<>=!&|"'~]+|^[&|]/;

function quoted(source, at) {
  const end = source.indexOf(source[at], at + 1);
  if (end < 0) {
    throw new FilterError(at, source.length - at,
      `This text has no closing ${source[at]}.`);
  }
  return {kind: 'string', text: source.slice(at + 1, end), at, end: end + 1};
}

function tokenAt(source, at) {
  if (source[at] === '"' || source[at] === "'") return quoted(source, at);
  const rest = source.slice(at);
  const [sign] = SIGNS.exec(rest) ?? [];
  if (sign) {
    return {kind: SPELLED.get(sign) ?? sign, text: sign, at,
      end: at + sign.length};
  }
  const [word] = WORD.exec(rest);
  const kind = WORDS.has(word.toLowerCase()) ? word.toLowerCase() : 'word';
  return {kind, text: word, at, end: at + word.length};
}

export function tokensOf(source) {
  const tokens = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(source[at] ?? '')) at++;
    if (at >= source.length) return tokens;
    const token = tokenAt(source, at);
    tokens.push(token);
    at = token.end;
  }
}
