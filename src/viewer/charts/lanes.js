// SPDX-License-Identifier: MIT
/**
 * lanes.js - the chart of messages over time: each message is a stroke in the
 * lane of its channel.
 */

import {isPhone} from '../ui/dom.js';
import {begin} from './plot.js';

const STROKE = 2; // px

export class Lanes {
  /** names of all lanes, and names of all RATs, by the numbers of worker.js. */
  constructor(marks, names, rats) {
    this.marks = marks;
    this.names = names;
    this.rats = rats;
    this.shown = []; // indices of lanes that have a row, in order
  }

  /** Shows the lanes that have a row.  Returns true if these are not the same as before. */
  arrange() {
    const used = new Array(this.names.length).fill(false);
    for (let n = this.marks.first; n < this.marks.next; n++) used[this.marks.lane(n)] = true;
    const shown = this.names.map((_, i) => i).filter((i) => used[i]);
    const same = shown.join() === this.shown.join();
    this.shown = shown;
    return !same;
  }

  /** The height of a lane in px.  A finger needs a larger one. */
  get height() {
    return isPhone() ? 24 : 13;
  }

  get total() {
    return Math.max(3, this.shown.length) * this.height + 4;
  }

  draw(canvas, axis, palette) {
    const plot = begin(canvas, palette);
    if (!plot) return;
    const {context, width} = plot;
    const {height} = this;
    const tops = [];
    context.textAlign = 'right';
    this.shown.forEach((lane, i) => {
      const top = 2 + i * height;
      tops[lane] = top;
      if (i % 2 === 0) {
        context.fillStyle = palette.grid;
        context.globalAlpha = .45;
        context.fillRect(axis.left, top, width, height);
        context.globalAlpha = 1;
      }
      context.fillStyle = palette.dim;
      context.fillText(this.names[lane], axis.left - 6, top + height / 2 + .5);
    });
    this.drawMarks(context, axis, palette, tops);
  }

  /** A stroke is two pixels wide.  The more rows it stands for, the stronger its colour. */
  drawMarks(context, axis, palette, tops) {
    const {marks, height} = this;
    const wide = Math.ceil((axis.right - axis.left) / STROKE) + 1;
    const counts = new Uint16Array(tops.length * wide);
    const rats = new Uint8Array(tops.length * wide);
    const to = marks.at(axis.to);
    let most = 1;
    for (let n = marks.at(axis.from); n < to; n++) {
      const at = marks.lane(n) * wide +
        Math.floor((axis.x(marks.host(n)) - axis.left) / STROKE);
      most = Math.max(most, ++counts[at]);
      rats[at] = marks.rat(n);
    }
    const colours = this.rats.map((rat) => palette.rat(rat));
    for (let at = 0; at < counts.length; at++) {
      if (counts[at] === 0) continue;
      context.fillStyle = colours[rats[at]];
      context.globalAlpha = .4 + .6 * Math.log1p(counts[at]) / Math.log1p(most);
      context.fillRect(axis.left + (at % wide) * STROKE,
        tops[Math.floor(at / wide)] + 2, STROKE, height - 4);
    }
    context.globalAlpha = 1;
  }

  /** The number of the row nearest to a point of the chart, or 0. */
  find(axis, x, y) {
    const lane = this.shown[Math.floor((y - 2) / this.height)];
    const {marks} = this;
    const time = axis.time(x - 1);
    const near = 8 / axis.scale;
    let best = -1;
    let least = near;
    const to = marks.at(time + near);
    for (let n = marks.at(time - near); n < to; n++) {
      const far = Math.abs(marks.host(n) - time);
      if (marks.lane(n) !== lane || far >= least) continue;
      best = n;
      least = far;
    }
    return best < 0 ? 0 : marks.number(best);
  }
}
