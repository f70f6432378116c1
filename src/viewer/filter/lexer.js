// SPDX-License-Identifier: MIT
/**
 * lexer.js - splits the text of a filter into tokens: {kind, text, at, end}.
 *
 * filter.js and complete.js use it.  Kinds are 'word', 'string' (in quotes; the
 * text is without them), and one for each sign, in one spelling: '(' ')' '{'
 * '}' ',' '==' '!=' '<' '>' '<=' '>=' 'contains' 'matches' 'in' 'and' 'or'
 * 'not'.  The spellings of Wireshark's display filters are known too.
 */

/** An error in a filter: where it is, and a sentence that says what is expected. */
export class FilterError extends Error {
  constructor(at, length, text) {
    super(text);
    this.at = at;
    this.length = length;
  }
}

const SIGNS = /^(==|!=|<=|>=|&&|\|\||[(){},<>=!~])/;
const SPELLED = new Map([['=', '=='], ['&&', 'and'], ['||', 'or'],
  ['!', 'not'], ['~', 'contains'], ['eq', '=='], ['ne', '!='], ['lt', '<'],
  ['gt', '>'], ['le', '<='], ['ge', '>=']]);
const WORDS = new Set(['and', 'or', 'not', 'contains', 'matches', 'in', 'eq',
  'ne', 'lt', 'gt', 'le', 'ge']);
const WORD = /^[^\s(){},<>=!&|"'~]+|^[&|]/;

/** In double quotes a backslash takes the meaning of a quote or a backslash. */
function quoted(source, at) {
  const quote = source[at];
  const body = quote === '"' ? /^"((?:[^"\\]|\\.)*)"/s : /^'([^']*)'/s;
  const found = body.exec(source.slice(at));
  if (!found) {
    throw new FilterError(at, source.length - at,
      `This text has no closing ${quote}.`);
  }
  const text = quote === '"' ? found[1].replace(/\\(["\\])/g, '$1') : found[1];
  return {kind: 'string', text, at, end: at + found[0].length};
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
  const lower = word.toLowerCase();
  const kind = WORDS.has(lower) ? SPELLED.get(lower) ?? lower : 'word';
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
