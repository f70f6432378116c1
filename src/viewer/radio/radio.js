// SPDX-License-Identifier: MIT
/**
 * radio.js - what the rows say of the radio, put together: cells, how strong they
 * are, procedures, and observations.
 *
 * held.js feeds it with each row that is held, and session.js asks it for the
 * page.  All of it is bounded.  What it has of rows that are no longer held
 * stays: their numbers are then below the store's first.
 */

import {Values} from '../decode/seen.js';
import {CellTable} from './cells.js';
import {Levels} from './levels.js';
import {Observations} from './observations.js';
import {Procedures} from './procedures.js';

const NOTHING = {values: new Values(), cells: []};

export class Radio {
  cells = new CellTable();
  levels = new Levels();
  procedures = new Procedures();
  observations = new Observations();

  /** @param seen what the row says, or null: decode/seen.js */
  take(row, seen) {
    const {values, cells} = seen ?? NOTHING;
    this.cells.take(row, values, cells);
    if (cells.length > 0) this.levels.take(row, cells);
    this.procedures.take(row, values);
    this.observations.take(row, values);
  }

  #answers = {
    signal: ({from, to, columns}) => this.levels.between(from, to, columns),
    cells: () => ({cells: this.cells.all()}),
    procedures: ({chosen, row}) => this.procedures.all(chosen, row),
    observations: ({isBrief}) => this.observations.all(isBrief),
  };

  /** What the page shows: worker.js, 'radio'. */
  answer(message) {
    return this.#answers[message.what](message);
  }
}
