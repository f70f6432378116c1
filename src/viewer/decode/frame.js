// SPDX-License-Identifier: MIT
/**
 * frame.js - one HDLC frame: escapes, check sequence, and the packet inside.
 * A frame is a row of the list.
 */

import {LANE} from './row.js';
import {crc16, u16, unescape} from './octets.js';
import {packet} from './packet.js';

/** Whether the octets, still escaped, are a frame that passes the check. */
export function isGood(escaped) {
  const s = unescape(escaped, 0, escaped.length);
  const size = s.length - 2;
  return size > 0 && crc16(s, 0, size) === u16(s, size);
}

/** Offset of the first escape at or behind `at`, kept as nextFlag does. */
function nextEscape(w, at) {
  if (w.escape < at) {
    const found = w.s.indexOf(0x7d, at);
    w.escape = found < 0 ? Infinity : found;
  }
  return w.escape;
}

/** A frame that lies whole in the octets, at..flag. */
export function frame(w, tree, at, flag) {
  w.isFirst = flag === w.first;
  if (nextEscape(w, at) >= flag) return whole(w, tree, at, flag);
  const s = unescape(w.s, at, flag);
  copied(w, tree, s, {at, size: flag - at, escapes: flag - at - s.length});
}

/**
 * A frame put together from its pieces, with their escapes.
 * @param from numbers of the records that its beginning stands in
 */
export function copiedFrame(w, tree, escaped, from) {
  const s = unescape(escaped, 0, escaped.length);
  copied(w, tree, s, {at: 0, size: 0, escapes: escaped.length - s.length,
    from});
}

function copied(w, tree, s, place) {
  place.view = w.view;
  w.within(`DIAG frame ${w.frames + 1}`, s, () =>
    whole(w, tree, 0, s.length, place));
}

/** The frame at..stop, without escapes; its check sequence is at the end. */
function whole(w, tree, at, stop, place) {
  const end = stop - 2;
  const row = begin(w, end - at);
  row.from = place?.from ?? w.from;
  if (w.isFirst && isRest(w, at, stop)) return rest(w, tree, at, stop, place);
  if (end <= at) return short(w, tree, at, stop);
  tree = show(w, tree, at, stop, place);
  const expected = crc16(w.s, at, end);
  const isRight = expected === u16(w.s, end);
  row.crc = isRight ? 'ok' : 'bad';
  const item = w.add(tree, 'frame.fcs', end, 2);
  w.note(tree, 'frame.fcs.status', isRight ? 1 : 0);
  if (!isRight) {
    w.complain(item, 'fcs.bad', 'Bad frame check sequence, expected 0x' +
      expected.toString(16).padStart(4, '0'));
  }
  guarded(w, tree, at, end);
}

/**
 * A stream may be joined amid a frame.  The first of a source, before which we
 * saw no flag, is held to be the rest of such a one if its check sequence is
 * wrong; its octets are no packet.
 */
const isRest = ({s}, at, stop) => stop - at < 3 ||
  crc16(s, at, stop - 2) !== u16(s, stop - 2);

function rest(w, tree, at, stop, place) {
  const size = place?.size || stop - at;
  w.row.name = 'Rest of a frame';
  w.row.what = 'joined in its midst';
  tree = show(w, tree, at, stop, {...place, escapes: 0, from: undefined});
  if (tree && place?.size > 0) {
    w.addIn(place.view, tree, 'frame.rest', place.at, place.size);
  } else {
    w.add(tree, 'frame.rest', at, stop - at);
  }
  w.note(tree, 'frame.fcs.status', 2);
  w.complain(tree, 'joined', `Joined in its midst: ${size} octets of a ` +
    'frame that began before what we have');
  w.close();
}

/** Too short for a packet and its check sequence. */
function short(w, tree, at, stop) {
  const text = `Frame ${w.frames} of ${stop - at} octets`;
  w.row.name = 'Short frame';
  w.isMute = isUnwanted(w);
  if (!w.isMute) w.group(tree, text, at, stop - at);
  w.complain(tree, 'short', text);
  w.close();
}

const isUnwanted = (w) => w.wanted > 0 && w.frames !== w.wanted;

/** A packet that came without HDLC, at..stop. */
export function plainFrame(w, tree, at, stop) {
  begin(w, stop - at).from = w.from;
  guarded(w, show(w, tree, at, stop), at, stop);
}

function begin(w, length) {
  const row = w.open(++w.frames, Math.max(length, 0));
  row.lane = LANE.Command;
  w.depth = 0;
  return row;
}

function show(w, tree, at, stop, place) {
  w.isMute = isUnwanted(w);
  if (!tree || w.isMute) return null;
  const item = w.add(tree, 'frame', at, stop - at);
  item.label += ` ${w.frames}`;
  if (place?.size > 0) {
    Object.assign(item, {view: place.view, offset: place.at,
      length: place.size});
  }
  w.note(item, 'frame.begun_in', place?.from?.[0]);
  if (place?.escapes > 0) w.note(item, 'frame.escapes', place.escapes);
  return item;
}

/** One frame that defeats us must not take the rest of the record with it. */
function guarded(w, tree, at, stop) {
  try {
    packet(w, tree, at, stop);
  } catch (error) {
    w.complain(tree, 'failed', `Frame ${w.frames}: ${error.message}`);
  }
  w.close();
}
