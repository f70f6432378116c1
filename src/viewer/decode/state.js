// SPDX-License-Identifier: MIT
/**
 * state.js - what records hand on to later ones: what is not whole yet.
 *
 * Each interface of a capture has a state of its own: with several devices in
 * one pcapng, what one began the other does not continue.
 */

/** The states of all interfaces, by their numbers. */
export class States {
  #states = new Map();

  of(number) {
    let state = this.#states.get(number);
    if (!state) this.#states.set(number, state = new State());
    return state;
  }

  /** The stream begins anew. */
  forget() {
    this.#states.clear();
  }
}

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
    this.begun = new Set();   // modems of which we saw a flag, by token
  }
}
