// SPDX-License-Identifier: MIT
/**
 * pcap_file.js - reads records from a pcap file, and goes on after damage.
 *
 * file.js uses it.  Streams of the daemon have no damage: pcap.js reads them.
 */

import {PATH} from '../decode/names.js';
import {broken, cutShort, readOn} from './damage.js';
import {foreignPcap} from './foreign.js';
import {MAGICS, RECORD_MAX, Record, USER0} from './pcap.js';

const FILE_HEADER = 24;
const HEADER = 16;

/** Records in a row that prove pcap after damage. */
const RESYNC_PROOF = 2;

const PATHS = new Set(Object.values(PATH));

class PcapFile {
  constructor(s) {
    this.s = s;
    this.view = new DataView(s.buffer, s.byteOffset, s.length);
    [this.little, this.micros] = MAGICS.get(this.view.getUint32(0));
  }

  u32(at) {
    return this.view.getUint32(at, this.little);
  }

  /** The end of the whole record at `at`; NaN: it is cut; -1: no record. */
  end(at) {
    if (this.s.length - at < HEADER) return NaN;
    const size = this.u32(at + 8);
    if (size === 0 || size > RECORD_MAX) return -1;
    return this.s.length - at - HEADER < size ? NaN : at + HEADER + size;
  }

  /** Whether the whole record at..end is one of diagtap. */
  isOurs(at, end) {
    const body = at + HEADER;
    const aLen = this.s[body + 2];
    const b = body + 3 + aLen;
    return this.u32(at + 12) >= end - body &&
      this.u32(at + 4) * this.micros < 1e6 && end - body >= 4 &&
      PATHS.has(this.view.getUint16(body, true)) && b < end &&
      b + 1 + this.s[b] <= end;
  }

  /** Whether records of diagtap follow each other at `at`. */
  check(at) {
    for (let found = 0; found < RESYNC_PROOF; found++) {
      if (at === this.s.length && found > 0) return true;
      const end = this.end(at);
      if (Number.isNaN(end)) return found > 0;
      if (end < 0 || !this.isOurs(at, end)) return false;
      at = end;
    }
    return true;
  }

  find(at, stop) {
    for (; at < stop; at++) if (this.check(at)) return at;
    return -1;
  }

  /** Whether a record of diagtap, or the end, is at `at`. */
  isNext(at) {
    if (at === this.s.length) return true;
    return this.s.length - at >= HEADER + 2 && this.end(at) !== -1 &&
      PATHS.has(this.view.getUint16(at + HEADER, true));
  }

  split = (s, at) => {
    const end = this.end(at);
    if (end === -1) return broken('no pcap record');
    if (Number.isNaN(end)) return cutShort(s, at, 'pcap record');
    if (!this.isNext(end) && this.find(at + 1, end) >= 0) {
      return broken('a pcap record with a wrong length');
    }
    return {end, record: this.record(at, end)};
  };

  resync = (s, at) => {
    const found = this.find(at, s.length);
    return found < 0 ? s.length : found;
  };

  /** A copy: a row then holds its own bytes in memory, not the file. */
  record(at, end) {
    return new Record(this.u32(at), this.u32(at + 4) * this.micros,
      Math.max(end - at - HEADER, this.u32(at + 12)),
      this.s.slice(at + HEADER, end));
  }
}

/**
 * Calls give() with each record.
 * @returns null, or a sentence if there can be none
 */
export function readPcap(s, give, damage) {
  if (s.length < FILE_HEADER) {
    return 'The file is cut short, inside the file header of pcap.';
  }
  const file = new PcapFile(s);
  const linktype = file.u32(20) & 0xffff;
  if (linktype !== USER0) {
    return foreignPcap('pcap', linktype);
  }
  for (const {record} of readOn(s, FILE_HEADER, file, damage)) give(record);
  return null;
}
