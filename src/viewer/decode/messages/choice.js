// SPDX-License-Identifier: MIT
/**
 * messages/choice.js - what an RRC message is called, by its first bits.
 *
 * In unaligned PER (ITU-T X.691, 23) a CHOICE begins with the index of its
 * alternative, in as few bits as count them.  A message type is such a choice:
 * c1, or a messageClassExtension that holds the next; so the first bits tell
 * the name, and nothing else need be decoded.
 */

/** The alternatives of a choice in their order; '-' is a spare. */
const choice = (text) => {
  const names = text.trim().split(/\s+/);
  return {names, bits: Math.ceil(Math.log2(names.length))};
};

/** c1, then the choices within messageClassExtension, one in the other. */
export const messageType = (...texts) => texts.map(choice);

/** `size` bits from bit `bit` of s on, at..end; -1 where they end first. */
function bitsAt(s, at, end, bit, size) {
  if (at + (bit + size + 7 >> 3) > end) return -1;
  let n = 0;
  for (let i = bit; i < bit + size; i++) {
    n = n << 1 | s[at + (i >> 3)] >> 7 - (i & 7) & 1;
  }
  return n;
}

const named = (name) => name === undefined || name === '-' ? '' : name;

/**
 * The name of the message at..end of s, or ''.
 * @param type a name, where a channel has but one message; or a messageType
 */
export function messageName(type, s, at, end) {
  if (!type || at >= end) return '';
  if (typeof type === 'string') return type;
  let bit = 0;
  for (const {names, bits} of type) {
    const extension = bitsAt(s, at, end, bit++, 1);
    if (extension < 0) return '';
    if (extension === 0) return named(names[bitsAt(s, at, end, bit, bits)]);
  }
  return '';
}

/**
 * The same for UMTS, whose types have no c1: one choice, of which the last
 * alternative may hold another.
 * @param type {choices, isProtected}: isProtected: a bit comes first that
 *   tells whether 36 bits of integrity protection are in front
 */
export function umtsMessageName(type, s, at, end) {
  if (!type || at >= end) return '';
  if (typeof type === 'string') return type;
  let bit = 0;
  if (type.isProtected) bit = bitsAt(s, at, end, 0, 1) === 1 ? 37 : 1;
  for (const {names, bits} of type.choices) {
    const name = names[bitsAt(s, at, end, bit, bits)];
    if (name !== '+') return named(name);
    bit += bits;
  }
  return '';
}
