// SPDX-License-Identifier: MIT
/**
 * values/reader.js - the bits of a message in unaligned PER (ITU-T X.691), one
 * after the other.
 *
 * Behind the end all bits are 0, and nothing is told any more.  So a message that
 * is cut, or lies, gives what is there, and nothing else.
 */

export class Reader {
  #bit;
  #stop;

  /** Reads at..end of ctx.s, from bit `skip` on, and tells what `tree` shows. */
  constructor(ctx, tree, at, end, skip) {
    this.ctx = ctx;
    this.tree = tree;
    this.isOver = false;
    this.#bit = at * 8 + skip;
    this.#stop = end * 8;
  }

  /** The next `size` bits, 0 to 36, as a number. */
  take(size) {
    if (this.#bit + size > this.#stop) this.isOver = true;
    if (this.isOver) return 0;
    const {s} = this.ctx;
    let n = 0;
    for (let left = size; left > 0;) {
      const room = 8 - (this.#bit & 7);
      const some = Math.min(room, left);
      const bits = s[this.#bit >> 3] >> room - some & (1 << some) - 1;
      n = n * (1 << some) + bits;
      this.#bit += some;
      left -= some;
    }
    return n;
  }

  flag() {
    return this.take(1) === 1;
  }

  /** Goes over `size` bits, however many. */
  skip(size) {
    if (this.#bit + size > this.#stop) this.isOver = true;
    this.#bit += size;
  }

  /** The bytes that lie between a bit and here. */
  #place(from) {
    const at = from >> 3;
    return [at, (this.#bit + 7 >> 3) - at];
  }

  /** Reads a value and tells it, by its name in fields.js. */
  tell(name, size, from = this.#bit) {
    const n = this.take(size);
    if (!this.isOver) this.ctx.tell(this.tree, name, ...this.#place(from), n);
    return n;
  }

  /** Reads an enumeration that may be extended; an extended value is not told. */
  tellEnum(name, size) {
    if (this.flag()) this.isOver = true;
    return this.tell(name, size);
  }

  /** Digits of four bits each, as text. */
  digits(count) {
    let text = '';
    for (let i = 0; i < count; i++) text += this.take(4);
    return text;
  }

  /**
   * PLMN-Identity of LTE and NR: the MCC may be left out, and is then the one
   * before it.  Returns the MCC.
   */
  plmn(mcc) {
    const from = this.#bit;
    if (this.flag()) mcc = this.digits(3);
    const mnc = this.digits(this.flag() ? 3 : 2);
    if (!this.isOver) {
      this.ctx.tellNetwork(this.tree, `${mcc}-${mnc}`, ...this.#place(from));
    }
    return mcc;
  }

  /** An OCTET STRING of up to 16383 bytes, or null. */
  bytes() {
    const size = this.flag() ? this.#longSize() : this.take(7);
    if (this.isOver || this.#bit + size * 8 > this.#stop) return null;
    const {s} = this.ctx;
    const at = this.#bit >> 3;
    const shift = this.#bit & 7;
    const out = new Uint8Array(size);
    for (let i = 0; i < size; i++) out[i] = s[at + i] << shift | s[at + i + 1] >> 8 - shift;
    this.#bit += 8 * size;
    return out;
  }

  #longSize() {
    if (this.flag()) this.isOver = true; // in fragments
    return this.take(14);
  }
}
