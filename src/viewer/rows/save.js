// SPDX-License-Identifier: MIT
/**
 * save.js - writes a pcap of some rows: a record for each message, or the
 * records as they were served.
 *
 * session.js uses it.
 */

import {RECORD_MAX, USER0} from '../input/pcap.js';
import {hasMessages, messageOf} from './message_record.js';

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

/**
 * A record for each message, and the other records each once.  A row that is a
 * part of something has no message, and nothing is lost: the whole has one.
 */
function splitRecordsOf(rows, framesOf) {
  const records = [];
  let last = null;
  for (const row of rows) {
    const {record} = row;
    if (hasMessages(record)) {
      const bytes = messageOf(row, framesOf);
      if (bytes) records.push({...record, bytes, length: bytes.length});
    } else if (record !== last) {
      records.push(record);
    }
    last = record;
  }
  return records;
}

/**
 * @param recordAt gives the record with a number, or null
 * @param framesOf a framesReader(); without it the records are as served
 */
export function savedPcap(rows, recordAt, framesOf) {
  const records = framesOf ? splitRecordsOf(rows, framesOf)
    : recordsOf(rows, recordAt);
  return {buffer: pcapOf(records), records: records.length, rows: rows.length};
}

/** A pcap of records: [{seconds, micros, length, bytes}]. */
export function pcapOf(records) {
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
  return buffer;
}
