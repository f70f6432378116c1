// SPDX-License-Identifier: MIT
/**
 * bytes.js - numbers out of bytes, and what HDLC needs: escapes and CRC.
 *
 * All numbers are little-endian.  The caller has checked that the bytes are
 * there: behind the end these read NaN or 0, and throw nothing.
 */

export const u16 = (s, at) => s[at] | s[at + 1] << 8;

export const u32 = (s, at) =>
  (s[at] | s[at + 1] << 8 | s[at + 2] << 16 | s[at + 3] << 24) >>> 0;

export const i32 = (s, at) => u32(s, at) | 0;

/** A BigInt: a u64 may be above 2^53, up to which numbers are exact. */
export const u64 = (s, at) =>
  BigInt(u32(s, at)) + (BigInt(u32(s, at + 4)) << 32n);

/** A number of `size` bytes, 1 to 4. */
export function uint(s, at, size) {
  let n = 0;
  for (let i = size - 1; i >= 0; i--) n = n * 256 + s[at + i];
  return n;
}

const FLAG = 0x7e;
const ESCAPE = 0x7d;

/** Where the next flag is in at..stop, or -1. */
export function flagIn(s, at, stop) {
  const found = s.indexOf(FLAG, at);
  return found < 0 || found >= stop ? -1 : found;
}

/** Whether at..stop holds an escape. */
export function isEscaped(s, at, stop) {
  const found = s.indexOf(ESCAPE, at);
  return found >= 0 && found < stop;
}

/** How many bytes at..stop has without its escapes. */
function plainSize(s, at, stop) {
  let n = 0;
  for (; at < stop; n++) at += s[at] === ESCAPE && at + 1 < stop ? 2 : 1;
  return n;
}

/**
 * Undoes HDLC byte stuffing of at..stop.  A lone escape at the end stays as it
 * is: the check sequence then tells that the frame is damaged.
 */
export function unescape(s, at, stop) {
  const out = new Uint8Array(plainSize(s, at, stop));
  for (let n = 0; at < stop; n++) {
    let c = s[at++];
    if (c === ESCAPE && at < stop) c = s[at++] ^ 0x20;
    out[n] = c;
  }
  return out;
}

const CRC = new Uint16Array(256);
for (let i = 0; i < 256; i++) {
  let crc = i;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1 ? crc >> 1 ^ 0x8408 : crc >> 1;
  }
  CRC[i] = crc;
}

/** CRC-16/X.25 (ITU-T X.25; RFC 1662's FCS-16) of at..stop. */
export function crc16(s, at, stop) {
  let crc = 0xffff;
  for (let i = at; i < stop; i++) crc = crc >> 8 ^ CRC[(crc ^ s[i]) & 0xff];
  return crc ^ 0xffff;
}

/** Puts pieces (Uint8Arrays) together. */
export function joined(pieces) {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Text up to its zero byte, one character for each byte. */
export function text(s, at, stop) {
  let out = '';
  for (let i = at; i < stop && s[i] !== 0; i++) {
    out += String.fromCharCode(s[i]);
  }
  return out;
}

export function hex(s, at = 0, stop = s.length) {
  let out = '';
  for (let i = at; i < stop; i++) out += s[i].toString(16).padStart(2, '0');
  return out;
}
