// SPDX-License-Identifier: MIT
/**
 * packet_common.js - what the packets of all opcodes share.
 *
 * Whoever reads the body of a packet gets its bytes at..stop (the opcode is at
 * `at`), the node of its frame, and the opcode.
 */

import {OPCODE, OPCODES, opcodeName} from './names.js';
import {text} from './bytes.js';

/** Names the row and the node by the opcode, with more behind it. */
export function name(ctx, tree, op, more = '') {
  const opName = opcodeName(op);
  const side = ctx.isRequest ? 'Request' : 'Answer';
  ctx.row.name = op === OPCODE.EVENTS || OPCODES.get(op) === undefined ? opName
    : `${side} · ${opName}`;
  ctx.row.what = more;
  if (tree) tree.label += `: ${opName}${more && `: ${more}`}`;
}

export function opaque(ctx, tree, at, stop, op) {
  name(ctx, tree, op);
  rest(ctx, tree, at + 1, stop);
}

export function rest(ctx, tree, at, stop) {
  if (tree && at < stop) ctx.add(tree, 'body', at, stop - at);
}

/** The text at `at`, up to its zero, without space behind it. */
export const trimmed = (s, at, size) => text(s, at, at + size).trimEnd();

/** Offset behind the string that begins at `at`, its zero included if there. */
export function stringEnd(s, at, stop) {
  const found = s.indexOf(0, at);
  return found < 0 || found >= stop ? stop : found + 1;
}
