// SPDX-License-Identifier: MIT
/**
 * pcap.js - reads records from a stream of classic pcap (pcap-savefile(5)) that
 * arrives in pieces of any size.
 *
 * file.js and rows/session.js use it.  It reads both byte orders, microseconds
 * and nanoseconds.  It checks each length: a record above the limit of Wireshark
 * ends the stream with a sentence for the reader.
 */

import {joined} from '../decode/bytes.js';

export const USER0 = 147;
export const RECORD_MAX = 262144;

const HEADER = 24;
const RECORD_HEADER = 16;

/** One record of a pcap.  bytes: its preamble and payload. */
export class Record {
  /** @param length of the record before a snaplen cut it */
  constructor(seconds, micros, length, bytes) {
    this.seconds = seconds;
    this.micros = micros;
    this.length = length;
    this.bytes = bytes;
    this.number = 0;  // the decoder sets it: 1 for the first record
    this.kept = null; // the decoder's: what this record needs from earlier ones, a Map
    this.rows = 0;    // rows of this record that the store holds
  }

  /** Milliseconds since 1970. */
  get host() {
    return this.seconds * 1000 + this.micros / 1000;
  }
}

/** Magic number, read as big-endian -> [is little-endian, microseconds in a unit]. */
export const MAGICS = new Map([
  [0xd4c3b2a1, [true, 1]], [0x4d3cb2a1, [true, 1e-3]],
  [0xa1b2c3d4, [false, 1]], [0xa1b23c4d, [false, 1e-3]],
]);

export const isPcap = (bytes) => bytes.length >= 4 &&
  MAGICS.has(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));

export class PcapStream {
  #pieces = [];
  #have = 0;
  #need = HEADER;
  #at = 0; // offset of the next record in the stream, for error messages
  #little = true;
  #micros = 1;
  #record;
  #trouble;
  #isOver = false;

  /**
   * @param record called with each Record.  Its bytes are a view of the array
   *   given to push(): the caller must not change that array later.
   * @param trouble called with a sentence if the stream is damaged.  No record
   *   follows.
   */
  constructor({record, trouble}) {
    this.#record = record;
    this.#trouble = trouble;
  }

  /** Bytes of a record that is not complete yet. */
  get pending() {
    return this.#have;
  }

  push(bytes) {
    if (this.#isOver || bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#have += bytes.length;
    if (this.#have < this.#need) return;
    const whole = this.#pieces.length === 1 ? bytes : joined(this.#pieces);
    const rest = whole.subarray(this.#take(whole));
    this.#pieces = rest.length > 0 && !this.#isOver ? [rest] : [];
    this.#have = this.#isOver ? 0 : rest.length;
  }

  /** Reads the whole records; returns their size. */
  #take(s) {
    const view = new DataView(s.buffer, s.byteOffset, s.length);
    let at = 0;
    if (this.#at === 0) {
      if (!this.#header(view)) return 0;
      at = HEADER;
      this.#at = HEADER;
    }
    for (;;) {
      this.#need = RECORD_HEADER;
      if (s.length - at < RECORD_HEADER) return at;
      const size = view.getUint32(at + 8, this.#little);
      if (size > RECORD_MAX) {
        this.#end(`The record at byte ${this.#at} claims ${size} bytes. ` +
          `The limit is ${RECORD_MAX}. The data is damaged from there on.`);
        return at;
      }
      this.#need = RECORD_HEADER + size;
      if (s.length - at < this.#need) return at;
      this.#give(view, s, at, size);
      at += this.#need;
      this.#at += this.#need;
    }
  }

  #give(view, s, at, size) {
    this.#record(new Record(
      view.getUint32(at, this.#little),
      view.getUint32(at + 4, this.#little) * this.#micros,
      Math.max(size, view.getUint32(at + 12, this.#little)),
      s.subarray(at + RECORD_HEADER, at + RECORD_HEADER + size)));
  }

  #header(view) {
    const magic = MAGICS.get(view.getUint32(0));
    if (!magic) {
      return this.#end('This is not a pcap: it does not begin with the magic ' +
        'number of one.');
    }
    [this.#little, this.#micros] = magic;
    const linktype = view.getUint32(20, this.#little) & 0xffff;
    if (linktype !== USER0) {
      return this.#end(`This pcap has linktype ${linktype}. diagtap reads ` +
        `linktype ${USER0} (USER0).`);
    }
    return true;
  }

  #end(text) {
    this.#isOver = true;
    this.#trouble(text);
    return false;
  }
}
