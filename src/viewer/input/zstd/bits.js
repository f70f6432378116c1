// SPDX-License-Identifier: MIT
/**
 * bits.js - the bits of zstd: forward for the shapes of tables, backward for all
 * else (RFC 8878, 4.1 and 4.2).
 *
 * The other files of this folder use it.  Only backward(..., isBounded = false) may
 * read before its begin, where all bits are 0: the caller looks at `left`.
 */

/** Something is not as the format has it; zstd.js catches it. */
export class Damaged extends Error {}

export function must(isTrue) {
  if (!isTrue) throw new Damaged();
}

/** 0 for 1, 4 for 16 to 31. */
export const highestBit = (n) => 31 - Math.clz32(n);

/** `n` bits, 25 at most, from the bit `at` on, the lowest first. */
function bitsAt(s, begin, at, n) {
  const byte = begin + (at >> 3);
  const four = s[byte] | s[byte + 1] << 8 | s[byte + 2] << 16 | s[byte + 3] << 24;
  return four >>> (at & 7) & (1 << n) - 1;
}

const AT_ONCE = 24;

export class ForwardBits {
  constructor(s, begin, end) {
    Object.assign(this, {s, begin, end, at: 0});
  }

  read(n) {
    must(this.begin + (this.at >> 3) < this.end);
    const value = bitsAt(this.s, this.begin, this.at, n);
    this.at += n;
    return value;
  }

  /** The last `n` bits once more. */
  unread(n) {
    this.at -= n;
  }

  /** Where the next whole byte is. */
  get next() {
    const next = this.begin + Math.ceil(this.at / 8);
    must(next <= this.end);
    return next;
  }
}

/** The highest 1 of the last byte ends the bits. */
export class BackwardBits {
  constructor(s, begin, end) {
    must(begin < end && s[end - 1] !== 0);
    Object.assign(this, {s, begin, left: (end - begin - 1) * 8 + highestBit(s[end - 1])});
  }

  /** Up to 31 bits.  `left` is below 0 if they were not there. */
  read(n) {
    if (n > AT_ONCE) {
      const high = this.read(n - AT_ONCE);
      return high * (1 << AT_ONCE) + this.read(AT_ONCE);
    }
    this.left -= n;
    if (this.left >= 0) return bitsAt(this.s, this.begin, this.left, n);
    const there = this.left + n;
    return there <= 0 ? 0 : bitsAt(this.s, this.begin, 0, there) << n - there & (1 << n) - 1;
  }
}
