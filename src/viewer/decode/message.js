// SPDX-License-Identifier: MIT
/**
 * message.js - bytes of one modem's stream: HDLC frames, any number.
 *
 * A message need not hold whole ones: peripherals that encode themselves cut
 * their stream anywhere.  The beginning of a frame waits in state.partial,
 * under its token, until a message brings the end.
 */

import {flagIn, joined, u16} from './bytes.js';
import {copiedFrame, frame, isGood, plainFrame} from './frame.js';

/** No kernel makes a frame as long as this; longer beginnings are noise. */
const PARTIAL_MAX = 0x40000;

export function message(ctx, container, at, lengthAt, length, token) {
  const body = lengthAt + 4;
  const stop = Math.min(ctx.s.length, body + length);
  const before = ctx.frames;
  const tree = ctx.add(container, 'message', at, stop - at);
  if (token !== null) ctx.add(tree, 'message.token', at, 4);
  ctx.add(tree, 'message.len', lengthAt, 4);
  if (tree && token !== null) tree.label += ` of remote processor ${token}`;
  const isWhole = stop === body + length;
  if (!isWhole && !ctx.isCut) {
    ctx.complain(tree, 'short', `Message of ${length} bytes, ` +
      `${stop - body} present`);
  }
  ctx.messages++;
  ctx.token = token;
  stream(ctx, tree, body, stop, token ?? 'local', isWhole);
  const isWanted = ctx.wanted === 0 ||
    before < ctx.wanted && ctx.wanted <= ctx.frames;
  if (tree && !isWanted) container.children.pop();
}

/**
 * The bytes at..stop of a source's stream: first the end of a frame begun
 * earlier, then whole frames, then perhaps the beginning of another.
 */
function stream(ctx, tree, at, stop, source, isWhole) {
  ctx.first = firstFlag(ctx, source, at, stop);
  const begun = beginning(ctx, source);
  if (begun) {
    const flag = nextFlag(ctx, at);
    if (flag >= stop) return keep(ctx, tree, source, begun, at, stop, isWhole);
    join(ctx, tree, begun, at, flag);
    at = flag + 1;
  }
  at = frames(ctx, tree, at, stop);
  if (at < stop) keep(ctx, tree, source, null, at, stop, isWhole);
}

/**
 * Offset of the first flag in what we have of a source, or behind a loss, if
 * it is in this message, else -1.  What stands before it may have begun
 * earlier.
 */
function firstFlag(ctx, source, at, stop) {
  const {begun} = ctx.state;
  if (ctx.isVisited) return ctx.recall(-ctx.messages) ?? -1;
  if (begun.has(source)) return -1;
  const flag = nextFlag(ctx, at);
  if (flag >= stop) return -1;
  begun.add(source);
  return ctx.remember(-ctx.messages, flag);
}

/** The beginning of a frame that waits for this message, if any. */
function beginning(ctx, source) {
  if (ctx.isVisited) return ctx.recall(ctx.messages);
  const {partial} = ctx.state;
  const begun = partial.get(source);
  if (!begun) return undefined;
  partial.delete(source);
  return ctx.remember(ctx.messages, begun);
}

/**
 * Keeps at..stop for the next message of the source.  Pieces form a list,
 * since joining them at each message would take quadratic time; a piece never
 * changes, because records keep it.
 */
function keep(ctx, tree, source, before, at, stop, isWhole) {
  if (at < stop) ctx.add(tree, 'message.tail', at, stop - at);
  const size = (before?.size ?? 0) + stop - at;
  if (!isWhole || size > PARTIAL_MAX) {
    return ctx.complain(tree, 'frame.dropped',
      `Dropped ${size} bytes of a frame`);
  }
  if (ctx.isVisited) return;
  ctx.state.partial.set(source, {size, before, bytes: ctx.s.slice(at, stop),
    number: ctx.record.number});
}

/** The pieces of a frame's beginning, in order. */
function piecesOf(begun) {
  const pieces = [];
  for (let piece = begun; piece; piece = piece.before) pieces.push(piece);
  return pieces.reverse();
}

/**
 * Reassembles a frame from its beginning and at..flag.  If only the end passes
 * the check, the beginning belongs to a frame whose end was lost.
 */
function join(ctx, tree, begun, at, flag) {
  const rest = ctx.s.subarray(at, flag);
  const pieces = piecesOf(begun);
  const whole = joined([...pieces.map(({bytes}) => bytes), rest]);
  if (!isGood(whole) && isGood(rest)) {
    ctx.complain(tree, 'frame.dropped', `Dropped ${begun.size} bytes of a ` +
      `frame that starts in record ${pieces[0].number}`);
    return frame(ctx, tree, at, flag);
  }
  if (flag > at) ctx.add(tree, 'message.head', at, flag - at);
  ctx.isFirst = flag === ctx.first;
  copiedFrame(ctx, tree, whole, pieces.map(({number}) => number));
}

/**
 * Offset of the first flag at or behind `at`.  The last answer is kept: many
 * messages without a flag must not each search the rest of the record.
 */
function nextFlag(ctx, at) {
  if (ctx.flag < at) {
    const found = flagIn(ctx.s, at, ctx.s.length);
    ctx.flag = found < 0 ? Infinity : found;
  }
  return ctx.flag;
}

/** Looks at whole frames; returns the offset behind the last one. */
export function frames(ctx, tree, at, stop) {
  while (at < stop) {
    let flag = nextFlag(ctx, at);
    if (flag >= stop) break;
    const plain = flag === at ? plainSize(ctx.s, at, stop) : 0;
    if (plain > 0) {
      plainFrame(ctx, tree, at + 4, at + 4 + plain);
      flag = at + 4 + plain;
    } else if (flag > at) {
      frame(ctx, tree, at, flag);
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
