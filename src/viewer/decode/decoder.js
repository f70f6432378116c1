// SPDX-License-Identifier: MIT
/**
 * decoder.js - rows out of records, and the tree of a row.
 *
 * Every record gives at least one row, so that the list shows everything that
 * came.  Records come in order; each may be looked at again at any time.
 */

import {LANE} from './row.js';
import {preamble} from './preamble.js';
import {Context} from './context.js';
import {States} from './state.js';

export class Decoder {
  #states = new States();
  #records = 0;
  #emit;

  /** @param emit called with each row that is made */
  constructor(emit) {
    this.#emit = emit;
  }

  /** The stream begins anew, as after a reconnection. */
  forget() {
    this.#states.forget();
  }

  /** Looks at a record for the first time. */
  take(record) {
    record.number = ++this.#records;
    const ctx = new Context(record, this.#stateOf(record), this.#emit);
    run(ctx);
    if (ctx.rows === 0) {
      const row = ctx.say('Part of a frame', LANE.Command, '',
        record.bytes.length);
      row.truncated = false;
    }
  }

  /** A record of a pcap has no interface, and needs none. */
  #stateOf(record) {
    return this.#states.of(record.interface ?? 0);
  }

  /** {tree, views} of one of the record's frames, or of all (0). */
  look(record, frame) {
    const ctx = new Context(record, this.#stateOf(record), null,
      frame);
    run(ctx);
    return {tree: ctx.top.children, views: ctx.views};
  }

  /** The record's frames in order, each {token, bytes}. */
  frames(record) {
    const ctx = new Context(record, this.#stateOf(record), null,
      Infinity);
    ctx.collected = [];
    run(ctx);
    return ctx.collected;
  }
}

/** An error in one record must not end the stream. */
function run(ctx) {
  try {
    preamble(ctx);
  } catch (error) {
    ctx.complain(null, 'failed', error.message);
  }
}
