// SPDX-License-Identifier: MIT
/**
 * logs/pdu.js - what the logs share: the PDU in a log, its direction, and PDUs
 * that come in segments.
 *
 * The function of a log gets the body at..stop and the code, and fills the row.
 * Of a PDU the first values are read, in ../values; Wireshark decodes the rest.
 */

import {joined} from '../bytes.js';
import {NAMES} from '../names.js';

/** Bytes that nobody reads, as a field; not of a log that may hold keys. */
export function addBytes(ctx, tree, field, at, size) {
  if (NAMES.key_logs.has(ctx.row.code)) {
    ctx.add(tree, 'log.hidden', at, size, `${size} bytes`);
  } else {
    ctx.add(tree, field, at, size);
  }
}

/** True when the body at..stop has `size` bytes; else says so. */
export function has(ctx, tree, at, stop, size) {
  if (stop - at >= size) return true;
  ctx.complain(tree, 'short', `${ctx.row.name}: header of ${size} bytes, ` +
    `${Math.max(stop - at, 0)} present`);
  if (at < stop) addBytes(ctx, tree, 'log.body', at, stop - at);
  return false;
}

/** Where the PDU of `size` bytes at `at` ends: earlier if it is cut. */
export function pduEnd(ctx, tree, at, stop, size) {
  const present = stop - at;
  if (present < size) {
    ctx.complain(tree, 'short', `PDU of ${size} bytes, ${present} present`);
    return stop;
  }
  if (present > size) {
    ctx.complain(tree, 'excess', `${present - size} bytes behind the PDU`);
  }
  return at + size;
}

/**
 * The PDU itself, at..end, in the tree.
 * @param values (ctx, tree, at, end): tells what is read of it, or null
 */
export function showPdu(ctx, tree, at, end, values = null) {
  if (at >= end) return;
  const item = ctx.add(tree, 'payload', at, end - at);
  if (item) item.label = ctx.row.what ? `PDU: ${ctx.row.what}` : 'PDU';
  if (ctx.emit || item) values?.(ctx, item, at, end);
  if (item) item.label += ` (${end - at} bytes)`;
}

export function direct(ctx, tree, isUp) {
  ctx.row.dir = isUp ? 'up' : 'down';
  ctx.note(tree, 'direction', isUp ? 'uplink' : 'downlink');
}

/** A PDU of more segments is dropped: its end was lost. */
const SEGMENTS_MAX = 64;

/**
 * Adds at..end to the PDU that goes by `key`.  Returns {bytes, number} when
 * it is whole: number is that of the record it began in.  Segments come in
 * order, those of one key one after the other.
 */
export function segment(ctx, key, at, end, isFirst, isLast) {
  const place = `join ${++ctx.joins}`;
  if (ctx.isVisited) return ctx.recall(place);
  const {joins} = ctx.state;
  let job = joins.get(key);
  if (isFirst) job = {number: ctx.record.number, pieces: []};
  joins.delete(key);
  if (!job) return undefined;
  job.pieces.push(ctx.s.slice(at, end));
  if (isLast) {
    return ctx.remember(place, {bytes: joined(job.pieces),
      number: job.number});
  }
  if (job.pieces.length <= SEGMENTS_MAX) joins.set(key, job);
  return undefined;
}

/** Logs of the second SIM have its number in front; `log` reads the rest. */
export const ofSecondSim = (log) => (ctx, tree, at, stop, code) => {
  if (!has(ctx, tree, at, stop, 1)) return;
  ctx.add(tree, 'sim', at, 1);
  log(ctx, tree, at + 1, stop, code);
};
