// SPDX-License-Identifier: MIT
/**
 * save.js - writes a pcap of some rows: a record for each message, or the
 * records as they were served.
 *
 * session.js uses it.
 */

import {joined, u16, u32} from '../decode/bytes.js';
import {CONTAINER_TYPE} from '../decode/names.js';
import {RECORD_MAX, USER0} from '../input/pcap.js';

const HEADER = 24;
const RECORD_HEADER = 16;

function headerInto(view) {
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, RECORD_MAX, true);
  view.setUint32(20, USER0, true);
}

function recordInto(view, at, {seconds, micros, length, bytes}) {
  view.setUint32(at, seconds, true);
  view.setUint32(at + 4, micros, true);
  view.setUint32(at + 8, bytes.length, true);
  view.setUint32(at + 12, length, true);
  new Uint8Array(view.buffer).set(bytes, at + RECORD_HEADER);
}

/**
 * The records of rows, each once and in order.  If a frame began in an earlier
 * record, that record is one of them, if the store still holds it.
 */
function recordsOf(rows, recordAt) {
  const records = new Map();
  for (const {record, from} of rows) {
    for (const number of from ?? []) {
      const earlier = recordAt(number);
      if (earlier) records.set(number, earlier);
    }
    records.set(record.number, record);
  }
  return [...records.values()].sort((a, b) => a.number - b.number);
}

const PATH_CONTAINER = 0x0100;
const PATH_PART = 0x0101;

const word = (n) => Uint8Array.of(n & 255, n >> 8 & 255, n >> 16 & 255,
  n >>> 24);

/** The record of one frame: a container with one message. */
function recordOfFrame({seconds, micros}, {token, bytes}) {
  const all = joined([
    Uint8Array.of(PATH_CONTAINER & 255, PATH_CONTAINER >> 8, 0, 0),
    word(CONTAINER_TYPE.DATA), word(1), ...token === null ? [] : [word(token)],
    word(bytes.length + 1), bytes, Uint8Array.of(0x7e)]);
  return {seconds, micros, length: all.length, bytes: all};
}

/** Whether the record has messages, whole; not a notice, a request, a packet. */
function hasMessages({bytes, length}) {
  if (length > bytes.length || bytes.length < 4) return false;
  const path = u16(bytes, 0);
  return path === PATH_PART || path === PATH_CONTAINER &&
    bytes.length >= 8 && u32(bytes, 4) === CONTAINER_TYPE.DATA;
}

/**
 * A record for each frame, and the other records each once.  A row that is a
 * part of something has no frame, and none is lost: what it is a part of has.
 */
function splitRecordsOf(rows, framesOf) {
  const records = [];
  let [last, frames] = [null, null];
  for (const {record, frame} of rows) {
    const isSplit = hasMessages(record);
    if (record !== last) {
      frames = isSplit ? framesOf(record) : null;
      if (!isSplit) records.push(record);
    }
    last = record;
    const found = isSplit && frame > 0 && frames[frame - 1];
    if (found && found.bytes.length + 24 <= RECORD_MAX) {
      records.push(recordOfFrame(record, found));
    }
  }
  return records;
}

/**
 * @param recordAt gives the record with a number, or null
 * @param framesOf gives the frames of a record, see Decoder.frames(); without
 *   it the records are as they were served
 */
export function savedPcap(rows, recordAt, framesOf) {
  const records = framesOf ? splitRecordsOf(rows, framesOf)
    : recordsOf(rows, recordAt);
  const size = records.reduce((sum, {bytes}) =>
    sum + RECORD_HEADER + bytes.length, HEADER);
  const buffer = new ArrayBuffer(size);
  const view = new DataView(buffer);
  headerInto(view);
  let at = HEADER;
  for (const record of records) {
    recordInto(view, at, record);
    at += RECORD_HEADER + record.bytes.length;
  }
  return {buffer, records: records.length, rows: rows.length};
}
