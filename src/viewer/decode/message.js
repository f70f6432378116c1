// SPDX-License-Identifier: MIT
/**
 * message.js - octets of one modem's stream: HDLC frames, any number.
 *
 * A message need not hold whole ones: peripherals that encode themselves cut
 * their stream anywhere.  The beginning of a frame waits in state.partial,
 * under its token, until a message brings the end.
 */

import {flagIn, joined, u16} from './octets.js';
import {copiedFrame, frame, isGood, plainFrame} from './frame.js';

/** No frame of any kernel is as long; longer beginnings are noise. */
const PARTIAL_MAX = 0x40000;

export function message(w, container, at, lengthAt, length, token) {
  const body = lengthAt + 4;
  const stop = Math.min(w.s.length, body + length);
  const before = w.frames;
  const tree = w.add(container, 'message', at, stop - at);
  if (token !== null) w.add(tree, 'message.token', at, 4);
  w.add(tree, 'message.len', lengthAt, 4);
  if (tree && token !== null) tree.label += ` of remote processor ${token}`;
  const isWhole = stop === body + length;
  if (!isWhole && !w.isCut) {
    w.complain(tree, 'short', `Message of ${length} octets, ` +
      `${stop - body} present`);
  }
  w.messages++;
  stream(w, tree, body, stop, token ?? 'local', isWhole);
  const isWanted = w.wanted === 0 ||
    before < w.wanted && w.wanted <= w.frames;
  if (tree && !isWanted) container.children.pop();
}

/**
 * The octets at..stop of a source's stream: first the end of a frame begun
 * earlier, then whole frames, then perhaps the beginning of another.
 */
function stream(w, tree, at, stop, source, isWhole) {
  w.first = firstFlag(w, source, at, stop);
  const begun = beginning(w, source);
  if (begun) {
    const flag = nextFlag(w, at);
    if (flag >= stop) return keep(w, tree, source, begun, at, stop, isWhole);
    join(w, tree, begun, at, flag);
    at = flag + 1;
  }
  at = frames(w, tree, at, stop);
  if (at < stop) keep(w, tree, source, null, at, stop, isWhole);
}

/**
 * Offset of the first flag in what we have of a source, or behind a loss, if
 * it is in this message, else -1.  What stands before it may have begun
 * earlier.
 */
function firstFlag(w, source, at, stop) {
  const {seen} = w.state;
  if (w.isVisited) return w.recall(-w.messages) ?? -1;
  if (seen.has(source)) return -1;
  const flag = nextFlag(w, at);
  if (flag >= stop) return -1;
  seen.add(source);
  return w.remember(-w.messages, flag);
}

/** The beginning of a frame that waits for this message, if any. */
function beginning(w, source) {
  if (w.isVisited) return w.recall(w.messages);
  const {partial} = w.state;
  const begun = partial.get(source);
  if (!begun) return undefined;
  partial.delete(source);
  return w.remember(w.messages, begun);
}

/**
 * Keeps at..stop for the next message of the source.  Pieces form a list,
 * since joining them at each message would take quadratic time; a piece never
 * changes, because records keep it.
 */
function keep(w, tree, source, before, at, stop, isWhole) {
  if (at < stop) w.add(tree, 'message.tail', at, stop - at);
  const size = (before?.size ?? 0) + stop - at;
  if (!isWhole || size > PARTIAL_MAX) {
    return w.complain(tree, 'frame.dropped',
      `${size} octets of a frame dropped`);
  }
  if (w.isVisited) return;
  w.state.partial.set(source, {size, before, octets: w.s.slice(at, stop),
    number: w.record.number});
}

/** The pieces of a frame's beginning, in order. */
function piecesOf(begun) {
  const pieces = [];
  for (let piece = begun; piece; piece = piece.before) pieces.push(piece);
  return pieces.reverse();
}

/**
 * Puts a frame together from its beginning and at..flag.  When only the end
 * passes the check, the beginning was a frame that lost its end.
 */
function join(w, tree, begun, at, flag) {
  const rest = w.s.subarray(at, flag);
  const pieces = piecesOf(begun);
  const whole = joined([...pieces.map(({octets}) => octets), rest]);
  if (!isGood(whole) && isGood(rest)) {
    w.complain(tree, 'frame.dropped', `${begun.size} octets of a frame ` +
      `begun in record ${pieces[0].number} dropped`);
    return frame(w, tree, at, flag);
  }
  if (flag > at) w.add(tree, 'message.head', at, flag - at);
  w.isFirst = flag === w.first;
  copiedFrame(w, tree, whole, pieces.map(({number}) => number));
}

/**
 * Offset of the first flag at or behind `at`.  The last answer is kept: many
 * messages without a flag must not each search the rest of the record.
 */
function nextFlag(w, at) {
  if (w.flag < at) {
    const found = flagIn(w.s, at, w.s.length);
    w.flag = found < 0 ? Infinity : found;
  }
  return w.flag;
}

/** Looks at whole frames; returns the offset behind the last one. */
export function frames(w, tree, at, stop) {
  while (at < stop) {
    let flag = nextFlag(w, at);
    if (flag >= stop) break;
    const plain = flag === at ? plainSize(w.s, at, stop) : 0;
    if (plain > 0) {
      plainFrame(w, tree, at + 4, at + 4 + plain);
      flag = at + 4 + plain;
    } else if (flag > at) {
      frame(w, tree, at, flag);
    }
    at = flag + 1;
  }
  return at;
}

/**
 * With HDLC off a packet stands between flags behind a 1 and its length, as
 * it is.  That length when the second flag is where it must be, else 0.
 */
function plainSize(s, at, stop) {
  if (at + 5 >= stop || s[at + 1] !== 1) return 0;
  const size = u16(s, at + 2);
  if (size === 0 || at + 4 + size >= stop) return 0;
  return s[at + 4 + size] === 0x7e ? size : 0;
}
