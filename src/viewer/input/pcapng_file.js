// SPDX-License-Identifier: MIT
/**
 * pcapng_file.js - reads records from a pcapng file, as Wireshark saves diagtap's
 * pcap, and goes on after damage.
 *
 * file.js uses it.  src/sources/file/split_pcapng.c reads the same.
 */

import {broken, cutShort, readOn} from './damage.js';
import {foreignPcap} from './foreign.js';
import {RECORD_MAX, Record, USER0} from './pcap.js';

const SECTION = 0x0a0d0d0a; // the same in both byte orders
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const PACKET = 6;
const SECRETS = 10;

const ORDER_MAGIC = 0x1a2b3c4d;
const FRAME = 12; // bytes of type and both lengths
const BLOCK_MAX = 1 << 20;
const INTERFACES_MAX = 32;

const OPTION_END = 0;
const OPTION_RESOLUTION = 9;
const OPTION_OFFSET = 14;

/** Blocks in a row that prove pcapng after damage. */
const RESYNC_PROOF = 2;

/** What a search takes. */
const isKnown = (type) => type === SECTION || type === SECRETS ||
  (type >= INTERFACE && type <= PACKET);

export const isPcapng = (s) => s.length >= 4 &&
  new DataView(s.buffer, s.byteOffset).getUint32(0) === SECTION;

/** [seconds, microseconds]; resolution is a power of 10, or with 0x80 of 2. */
function timeOf(ticks, {resolution, offset}) {
  const power = resolution & 0x7f;
  const base = resolution & 0x80 ? 2 : 10;
  if (power > (base === 2 ? 63 : 19)) return [0, 0];
  const second = BigInt(base) ** BigInt(power);
  const seconds = BigInt.asIntN(64, ticks / second + offset);
  const nanoseconds = Number(ticks % second * 1000000000n / second);
  return [Number(seconds), nanoseconds / 1000];
}

class PcapngFile {
  little = true;
  interfaces = [];

  constructor(s) {
    this.s = s;
    this.view = new DataView(s.buffer, s.byteOffset, s.length);
  }

  u16(at) {
    return this.view.getUint16(at, this.little);
  }

  u32(at) {
    return this.view.getUint32(at, this.little);
  }

  /** Whether a packet's data has room in the block. */
  hasRoom(at, length) {
    const size = this.u32(at + 20);
    return length >= 32 && size <= length - 32 &&
      size <= this.u32(at + 24) && size <= RECORD_MAX;
  }

  isWhole(at, length) {
    if (this.u32(at + length - 4) !== length) return false;
    switch (this.u32(at)) {
      case SECTION: return length >= 28 && this.u16(at + 12) === 1;
      case INTERFACE: return length >= 20;
      case OLD_PACKET:
      case PACKET: return this.hasRoom(at, length);
      case SIMPLE_PACKET: return length >= 16;
      default: return true;
    }
  }

  /** The end of the whole block at `at`; NaN: it is cut; -1: no block. */
  end(at) {
    const left = this.s.length - at;
    if (left < FRAME) return NaN;
    if (this.u32(at) === SECTION) {
      const isLittle = this.view.getUint32(at + 8, true) === ORDER_MAGIC;
      if (!isLittle && this.view.getUint32(at + 8) !== ORDER_MAGIC) return -1;
      this.little = isLittle;
    }
    const length = this.u32(at + 4);
    if (length < FRAME || length % 4 !== 0 || length > BLOCK_MAX) return -1;
    if (left < length) return NaN;
    return this.isWhole(at, length) ? at + length : -1;
  }

  /** Whether blocks of known types follow each other at `at`. */
  check(at) {
    const {little} = this;
    let isGood = true;
    for (let found = 0; isGood && found < RESYNC_PROOF; found++) {
      isGood = this.s.length - at < 4 || isKnown(this.u32(at));
      const end = isGood ? this.end(at) : -1;
      if (Number.isNaN(end)) {
        isGood = found > 0;
        break;
      }
      isGood = end >= 0;
      at = end;
    }
    this.little = little;
    return isGood;
  }

  split = (s, at) => {
    const {little} = this;
    const end = this.end(at);
    if (!(end >= 0)) this.little = little;
    if (end === -1) return broken('no pcapng block');
    if (Number.isNaN(end)) return cutShort(s, at, 'pcapng block');
    return {end, ...this.open(at, end)};
  };

  resync = (s, at) => {
    while (at < s.length && !this.check(at)) at++;
    return at;
  };

  /** What the block at..end is: a record, or something that is noted. */
  open(at, end) {
    switch (this.u32(at)) {
      case SECTION:
        this.interfaces = [];
        return {};
      case INTERFACE: return this.noteInterface(at, end);
      case OLD_PACKET: return {record: this.record(at, end, this.u16(at + 8))};
      case PACKET: return {record: this.record(at, end, this.u32(at + 8))};
      case SIMPLE_PACKET: return {record: this.simple(at, end)};
      default: return {};
    }
  }

  noteInterface(block, end) {
    const made = {linktype: this.u16(block + 8), snaplen: this.u32(block + 12),
      resolution: 6, offset: 0n};
    for (let at = block + 16; end - 4 - at >= 4;) {
      const code = this.u16(at);
      const size = this.u16(at + 2);
      at += 4;
      if (code === OPTION_END || size > end - 4 - at) break;
      if (code === OPTION_RESOLUTION && size === 1) {
        made.resolution = this.s[at];
      } else if (code === OPTION_OFFSET && size === 8) {
        made.offset = this.view.getBigInt64(at, this.little);
      }
      at += (size + 3) & ~3;
    }
    if (this.interfaces.length < INTERFACES_MAX) this.interfaces.push(made);
    return {linktype: this.interfaces[0].linktype};
  }

  /** One whose description was damaged is taken for the last that is known. */
  interfaceOf(number) {
    return this.interfaces[number] ?? this.interfaces.at(-1) ??
      {linktype: USER0, snaplen: RECORD_MAX, resolution: 6, offset: 0n};
  }

  /** A copy: a row then holds its own bytes in memory, not the file. */
  make(time, whole, from, size) {
    return new Record(...time, whole, this.s.slice(from, from + size));
  }

  /** null: it is of another link type. */
  record(at, end, number) {
    const source = this.interfaceOf(number);
    if (source.linktype !== USER0) return null;
    const ticks = BigInt(this.u32(at + 12)) << 32n | BigInt(this.u32(at + 16));
    return this.make(timeOf(ticks, source), this.u32(at + 24), at + 28,
      this.u32(at + 20));
  }

  /** It has no time, and its interface is the first. */
  simple(at, end) {
    const {linktype, snaplen} = this.interfaceOf(0);
    if (linktype !== USER0) return null;
    const whole = this.u32(at + 8);
    const size = Math.min(whole, end - at - 16, snaplen || Infinity);
    return this.make([0, 0], whole, at + 12, size);
  }
}

/**
 * Calls give() with each record.
 * @returns null, or a sentence if there can be none
 */
export function readPcapng(s, give, damage) {
  let isFirst = true;
  for (const {record, linktype} of readOn(s, 0, new PcapngFile(s), damage)) {
    if (isFirst && linktype !== undefined) {
      isFirst = false;
      if (linktype !== USER0) return foreignPcap('pcapng', linktype);
    }
    if (record) give(record);
  }
  return null;
}
