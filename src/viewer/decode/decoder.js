// SPDX-License-Identifier: MIT
/**
 * decoder.js - rows out of records, and the tree of a row.
 *
 * Every record gives at least one row, so that nothing that came is out of
 * sight.  Records come in order; each may be looked at again at any time.
 */

import {LANE} from './row.js';
import {preamble} from './preamble.js';
import {Walk} from './walk.js';

/** What records hand on to later ones: what is not whole yet. */
class State {
  constructor() {
    this.forget();
  }

  /** What began before a gap does not go on behind it. */
  forget() {
    this.partial = new Map(); // of a frame, by the token of its modem
    this.parts = new Map();   // of a container, by its number
    this.joins = new Map();   // of a PDU
    this.sequences = new Map(); // of IPA's entries, by endpoint
    this.seen = new Set();    // modems of which we saw a flag, by token
  }
}

export class Decoder {
  #state = new State();
  #records = 0;
  #emit;

  /** @param emit called with each row that is made */
  constructor(emit) {
    this.#emit = emit;
  }

  /** The stream begins anew, as after a reconnection. */
  forget() {
    this.#state.forget();
  }

  /** Looks at a record for the first time. */
  take(record) {
    record.number = ++this.#records;
    const w = new Walk(record, this.#state, this.#emit);
    run(w);
    if (w.rows === 0) {
      const row = w.say('Part of a frame', LANE.Command, '',
        record.octets.length);
      row.truncated = false;
    }
  }

  /** {tree, views} of one of the record's frames, or of all (0). */
  look(record, frame) {
    const w = new Walk(record, this.#state, null, frame);
    run(w);
    return {tree: w.top.children, views: w.views};
  }
}

/** A record that defeats us must not take the stream with it. */
function run(w) {
  try {
    preamble(w);
  } catch (error) {
    w.complain(null, 'failed', error.message);
  }
}
