// SPDX-License-Identifier: MIT
/**
 * message_record.js - rows as records of one message each, for Wireshark.
 *
 * session.js uses it.  A record may have thousands of messages; a row is one of
 * them.  So its frame becomes a container of its own.  A row without a frame, or
 * whose frame has no HDLC, is its whole record.
 */

import {joined} from '../decode/bytes.js';

const FLAG = 0x7e;
const ESCAPE = 0x7d;
const DATA = 0x20;
const CONTAINER = Uint8Array.of(0x00, 0x01, 0, 0); // the preamble of a container

/** The first node with a field, anywhere below, or undefined. */
function find(nodes, field) {
  for (const node of nodes) {
    const found = node.field === field ? node : find(node.children, field);
    if (found) return found;
  }
  return undefined;
}

/** A frame with its escapes and its flag. */
function escaped(bytes) {
  const out = [];
  for (const byte of bytes) {
    if (byte === FLAG || byte === ESCAPE) out.push(ESCAPE, byte ^ 0x20);
    else out.push(byte);
  }
  out.push(FLAG);
  return Uint8Array.from(out);
}

const u32 = (n) => new Uint8Array(Uint32Array.of(n).buffer); // little-endian, as all browsers are

/** The frame of a tree, without escapes, its check sequence included; or null. */
function frameOf({tree, views}) {
  const frame = find(tree, 'diagtap.frame');
  const check = frame && find(frame.children, 'diagtap.frame.fcs');
  if (!check) return null;
  const from = check.view === frame.view ? frame.offset : 0;
  return views[check.view].bytes.subarray(from, check.offset + check.length);
}

/** The bytes of a record of one message; look(record, frame) as in decoder.js. */
export function messageRecord(row, look) {
  const {record} = row;
  if (row.frame === 0) return record.bytes;
  const seen = look(record, row.frame);
  const frame = frameOf(seen);
  if (!frame) return record.bytes;
  const message = escaped(frame);
  const token = find(seen.tree, 'diagtap.message.token');
  return joined([CONTAINER, u32(DATA), u32(1), ...token ? [u32(Number(token.value))] : [],
    u32(message.length), message]);
}
