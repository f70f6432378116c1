// SPDX-License-Identifier: MIT
/**
 * printf.js - fills 32-bit arguments into a format of C's printf.
 */

const CONVERSION =
  /%([-+ #0]*)(\d?\d?)(?:\.(\d?\d?))?[hlLqjzt]*([A-Za-z%])/g;

const RADIX = {x: 16, X: 16, p: 16, o: 8};
const PREFIX = {x: '0x', X: '0X', o: '0', p: '0x'};

/** Digits and sign of n, before the field's width. */
function digitsOf(letter, flags, precision, n) {
  let sign = '';
  if (letter === 'd' || letter === 'i') {
    n |= 0;
    if (n < 0) sign = '-';
    else if (flags.includes('+')) sign = '+';
    else if (flags.includes(' ')) sign = ' ';
  }
  let digits = Math.abs(n).toString(RADIX[letter] ?? 10);
  if (letter === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(Number(precision), '0');
  if (flags.includes('#') && n !== 0) sign += PREFIX[letter] ?? '';
  return [sign, digits];
}

/** One conversion; undefined for one that needs memory we do not have. */
function converted(letter, flags, width, precision, n) {
  if (letter === 'c') {
    const c = n & 0xff;
    return (c < 32 || c > 126 ? '.' : String.fromCharCode(c))
      .padStart(Number(width));
  }
  if (!'diuxXop'.includes(letter)) return undefined;
  const [sign, digits] = digitsOf(letter, flags, precision, n);
  const size = Number(width);
  if (flags.includes('-')) return (sign + digits).padEnd(size);
  if (flags.includes('0') && precision === undefined) {
    return sign + digits.padStart(size - sign.length, '0');
  }
  return (sign + digits).padStart(size);
}

/** What has no argument, or needs a pointer's memory (%s), stays as it is. */
export function filled(format, args) {
  if (!format.includes('%')) return format;
  let n = 0;
  return format.replace(CONVERSION,
    (whole, flags, width, precision, letter) => {
      if (letter === '%' && whole === '%%') return '%';
      const arg = args[n++];
      return arg === undefined ? whole
        : converted(letter, flags, width, precision, arg) ?? whole;
    });
}
