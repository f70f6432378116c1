// SPDX-License-Identifier: MIT
/** series.js - the data of the charts: of all rows, or of those that pass the filter. */

import {Cells} from './cells.js';
import {Lanes} from './lanes.js';
import {Marks} from './marks.js';
import {Rate} from './rate.js';

export class Series {
  /** names of all lanes, and of all RATs, by the numbers of worker.js. */
  constructor(lanes, rats) {
    this.marks = new Marks();
    this.rate = new Rate();
    this.lanes = new Lanes(this.marks, lanes, rats);
    this.cells = new Cells();
  }

  clear() {
    this.marks.clear();
    this.rate.clear();
    this.cells.clear();
  }

  /** marks, rates and cells of a tick. */
  add({marks, rates, cells}) {
    this.marks.add(marks);
    this.rate.add(rates);
    this.cells.add(cells);
  }
}
