// SPDX-License-Identifier: MIT
/**
 * frame.js - one HDLC frame: escapes, check sequence, and the packet inside.
 * A frame is a row of the list.
 */

import {LANE} from './row.js';
import {crc16, u16, unescape} from './bytes.js';
import {packet} from './packet.js';

/** Whether the bytes, still escaped, are a frame that passes the check. */
export function isGood(escaped) {
  const s = unescape(escaped, 0, escaped.length);
  const size = s.length - 2;
  return size > 0 && crc16(s, 0, size) === u16(s, size);
}

/** Offset of the first escape at or behind `at`, kept as nextFlag does. */
function nextEscape(ctx, at) {
  if (ctx.escape < at) {
    const found = ctx.s.indexOf(0x7d, at);
    ctx.escape = found < 0 ? Infinity : found;
  }
  return ctx.escape;
}

/** A frame that lies whole in the bytes, at..flag. */
export function frame(ctx, tree, at, flag) {
  ctx.isFirst = flag === ctx.first;
  ctx.collect(ctx.s, at, flag);
  if (nextEscape(ctx, at) >= flag) return whole(ctx, tree, at, flag);
  const s = unescape(ctx.s, at, flag);
  copied(ctx, tree, s, {at, size: flag - at, escapes: flag - at - s.length});
}

/**
 * A frame put together from its pieces, with their escapes.
 * @param from numbers of the records that its beginning stands in
 */
export function copiedFrame(ctx, tree, escaped, from) {
  ctx.collect(escaped, 0, escaped.length);
  const s = unescape(escaped, 0, escaped.length);
  copied(ctx, tree, s, {at: 0, size: 0, escapes: escaped.length - s.length,
    from});
}

function copied(ctx, tree, s, place) {
  place.view = ctx.view;
  const name = ctx.isVisited ? `DIAG frame ${ctx.frames + 1}` : '';
  ctx.within(name, s, () =>
    whole(ctx, tree, 0, s.length, place));
}

/** The frame at..stop, without escapes; its check sequence is at the end. */
function whole(ctx, tree, at, stop, place) {
  const end = stop - 2;
  const row = begin(ctx, end - at);
  row.from = place?.from ?? ctx.from;
  if (ctx.isFirst && isRest(ctx, at, stop)) {
    return rest(ctx, tree, at, stop, place);
  }
  if (end <= at) return short(ctx, tree, at, stop);
  tree = show(ctx, tree, at, stop, place);
  const expected = crc16(ctx.s, at, end);
  const isRight = expected === u16(ctx.s, end);
  row.crc = isRight ? 'ok' : 'bad';
  const item = ctx.add(tree, 'frame.fcs', end, 2);
  ctx.note(tree, 'frame.fcs.status', isRight ? 1 : 0);
  if (!isRight) {
    ctx.complain(item, 'fcs.bad', 'Bad frame check sequence, expected 0x' +
      expected.toString(16).padStart(4, '0'));
  }
  if (!isRight) return damaged(ctx, tree, at, end);
  guarded(ctx, tree, at, end);
}

/** What such a frame holds may never have been sent: nobody gets it. */
function damaged(ctx, tree, at, end) {
  ctx.row.name = 'Damaged frame';
  ctx.add(tree, 'frame.damaged', at, end - at);
  ctx.close();
}

/**
 * A stream may start inside a frame.  If the first frame of a source,
 * before which we saw no flag, has a wrong check sequence, then it is the rest
 * of such a frame, and its bytes are not a packet.
 */
const isRest = ({s}, at, stop) => stop - at < 3 ||
  crc16(s, at, stop - 2) !== u16(s, stop - 2);

function rest(ctx, tree, at, stop, place) {
  const size = place?.size || stop - at;
  ctx.row.name = 'Rest of a frame';
  ctx.row.what = 'starts inside a frame';
  tree = show(ctx, tree, at, stop, {...place, escapes: 0, from: undefined});
  if (tree && place?.size > 0) {
    ctx.addIn(place.view, tree, 'frame.rest', place.at, place.size);
  } else {
    ctx.add(tree, 'frame.rest', at, stop - at);
  }
  ctx.note(tree, 'frame.fcs.status', 2);
  ctx.complain(tree, 'joined', `Starts inside a frame: ${size} bytes of one ` +
    'that began earlier');
  ctx.close();
}

/** Too short for a packet and its check sequence. */
function short(ctx, tree, at, stop) {
  const text = `Frame ${ctx.frames} of ${stop - at} bytes`;
  ctx.row.name = 'Short frame';
  ctx.isMute = isUnwanted(ctx);
  if (!ctx.isMute) ctx.group(tree, text, at, stop - at);
  ctx.complain(tree, 'short', text);
  ctx.close();
}

const isUnwanted = (ctx) => ctx.wanted > 0 && ctx.frames !== ctx.wanted;

/** A packet that came without HDLC, at..stop. */
export function plainFrame(ctx, tree, at, stop) {
  ctx.collect(ctx.s, at - 4, stop);
  begin(ctx, stop - at).from = ctx.from;
  guarded(ctx, show(ctx, tree, at, stop), at, stop);
}

function begin(ctx, length) {
  const row = ctx.open(++ctx.frames, Math.max(length, 0));
  row.lane = LANE.Command;
  ctx.depth = 0;
  return row;
}

function show(ctx, tree, at, stop, place) {
  ctx.isMute = isUnwanted(ctx);
  if (!tree || ctx.isMute) return null;
  const item = ctx.add(tree, 'frame', at, stop - at);
  item.label += ` ${ctx.frames}`;
  if (place?.size > 0) {
    Object.assign(item, {view: place.view, offset: place.at,
      length: place.size});
  }
  ctx.note(item, 'frame.begun_in', place?.from?.[0]);
  if (place?.escapes > 0) ctx.note(item, 'frame.escapes', place.escapes);
  return item;
}

/** An error in one frame must not end the rest of the record. */
function guarded(ctx, tree, at, stop) {
  try {
    packet(ctx, tree, at, stop);
  } catch (error) {
    ctx.complain(tree, 'failed', `Frame ${ctx.frames}: ${error.message}`);
  }
  ctx.close();
}
