// SPDX-License-Identifier: MIT
/**
 * message_record.js - rows as records of one message each: for Wireshark, and
 * for saving.
 *
 * session.js and save.js use it.  A record may have thousands of messages; a row
 * is one of them.  So its frame becomes a container of its own.  A row without a
 * frame, or of a record without messages (a request, a packet), is its whole
 * record.
 */

import {joined, u16, u32} from '../decode/bytes.js';
import {CONTAINER_TYPE} from '../decode/names.js';
import {RECORD_MAX} from '../input/pcap.js';

const FLAG = 0x7e;
const PATH_CONTAINER = 0x0100;
const PATH_PART = 0x0101;
const PREAMBLE = Uint8Array.of(0x00, 0x01, 0, 0); // of a container

const word = (n) => Uint8Array.of(n & 255, n >> 8 & 255, n >> 16 & 255, n >>> 24);

/** Whether a record is of messages, and is whole. */
export function hasMessages({bytes, length}) {
  if (length > bytes.length || bytes.length < 8) return false;
  const path = u16(bytes, 0);
  return path === PATH_PART || path === PATH_CONTAINER && u32(bytes, 4) === CONTAINER_TYPE.DATA;
}

/** decoder.frames(record), kept for the next rows of the same record. */
export function framesReader(decoder) {
  let [last, frames] = [null, null];
  return (record) => {
    if (record !== last) frames = decoder.frames(record);
    last = record;
    return frames;
  };
}

/** The bytes of the record of a row's message, or null; framesOf: a framesReader(). */
export function messageOf({record, frame}, framesOf) {
  const found = frame > 0 && hasMessages(record) && framesOf(record)[frame - 1];
  if (!found || found.bytes.length + 24 > RECORD_MAX) return null;
  const {token, bytes} = found;
  return joined([PREAMBLE, word(CONTAINER_TYPE.DATA), word(1), ...token === null ? [] : [word(token)],
    word(bytes.length + 1), bytes, Uint8Array.of(FLAG)]);
}

/** The bytes of a record of one message, or of the whole record. */
export const messageRecord = (row, framesOf) => messageOf(row, framesOf) ?? row.record.bytes;
