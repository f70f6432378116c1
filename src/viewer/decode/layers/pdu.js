// SPDX-License-Identifier: MIT
/**
 * pdu.js - what the layers share: the PDU in a log, its direction, and PDUs
 * that come in segments.
 *
 * A layer gets the body at..stop of a log and its code, and fills the row.
 * PDUs are not taken apart here: Wireshark decodes them.
 */

import {joined} from '../octets.js';

/** True when the body at..stop has `size` octets; else says so. */
export function has(w, tree, at, stop, size) {
  if (stop - at >= size) return true;
  w.complain(tree, 'short', `${w.row.name}: header of ${size} octets, ` +
    `${Math.max(stop - at, 0)} present`);
  if (at < stop) w.add(tree, 'log.body', at, stop - at);
  return false;
}

/** Where the PDU of `size` octets at `at` ends: earlier if it is cut. */
export function pduEnd(w, tree, at, stop, size) {
  const present = stop - at;
  if (present < size) {
    w.complain(tree, 'short', `PDU of ${size} octets, ${present} present`);
    return stop;
  }
  if (present > size) {
    w.complain(tree, 'excess', `${present - size} octets behind the PDU`);
  }
  return at + size;
}

/** The PDU itself, at..end, in the tree. */
export function showPdu(w, tree, at, end) {
  if (!tree || at >= end) return;
  const item = w.add(tree, 'payload', at, end - at);
  item.label = `PDU: ${end - at} octets${w.row.what && `, ${w.row.what}`}` +
    ' (Wireshark decodes it)';
}

export function direct(w, tree, isUp) {
  w.row.dir = isUp ? 'up' : 'down';
  w.note(tree, 'direction', isUp ? 'uplink' : 'downlink');
}

/** Unfinished PDUs that no one ends must not pile up. */
const SEGMENTS_MAX = 64;

/**
 * Adds at..end to the PDU that goes by `key`.  Returns {octets, number} when
 * it is whole: number is that of the record it began in.  Segments come in
 * order, those of one key one after the other.
 */
export function segment(w, key, at, end, isFirst, isLast) {
  const place = `join ${++w.joins}`;
  if (w.isVisited) return w.recall(place);
  const {joins} = w.state;
  let job = joins.get(key);
  if (isFirst) job = {number: w.record.number, pieces: []};
  joins.delete(key);
  if (!job) return undefined;
  job.pieces.push(w.s.slice(at, end));
  if (isLast) {
    return w.remember(place, {octets: joined(job.pieces),
      number: job.number});
  }
  if (job.pieces.length <= SEGMENTS_MAX) joins.set(key, job);
  return undefined;
}
