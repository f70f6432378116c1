// SPDX-License-Identifier: MIT
/** rate.js - the chart of the rate: frames or bytes per second, with a colour for each RAT. */

import {byteSize, count} from '../ui/format.js';
import {LEFT, begin, niceMax} from './plot.js';

const ROOM = 4 * 3600; // seconds held

export class Rate {
  constructor() {
    this.seconds = new Map(); // second -> {rat: {frames, bytes}}
    this.unit = 'frames';
  }

  clear() {
    this.seconds.clear();
  }

  /** Takes tick.rates of worker.js. */
  add(rates) {
    for (const {second, rats} of rates) this.seconds.set(second, rats);
    for (const second of this.seconds.keys()) {
      if (this.seconds.size <= ROOM) break;
      this.seconds.delete(second);
    }
  }

  /** The names of the RATs that have traffic. */
  seen() {
    const names = new Set();
    for (const rats of this.seconds.values())
      for (const rat in rats) names.add(rat);
    return names;
  }

  /** The sum of the last whole second. */
  latest() {
    return this.sum(Math.floor(Date.now() / 1000) - 1);
  }

  /** The sum of a second. */
  sum(second) {
    const sum = {frames: 0, bytes: 0};
    for (const {frames, bytes} of Object.values(this.seconds.get(second) ?? {})) {
      sum.frames += frames;
      sum.bytes += bytes;
    }
    return sum;
  }

  draw(canvas, axis, palette) {
    const plot = begin(canvas, palette);
    if (!plot) return;
    const {context, height} = plot;
    const width = Math.max(1, Math.ceil(3 / (axis.scale * 1000))); // seconds for each bar
    const bars = this.bars(axis, width);
    const most = niceMax(Math.max(...bars.map(({total}) => total), 1));
    const y = (value) => height - 1 - value / most * (height - 12);
    this.drawScale(plot, axis, palette, most, y);
    context.save();
    context.beginPath();
    context.rect(axis.left, 0, axis.right - axis.left, height);
    context.clip();
    for (const bar of bars) {
      const from = axis.x(bar.second * 1000);
      const wide = Math.max(1, width * 1000 * axis.scale - (axis.scale * width > .006 ? 1 : 0));
      let below = 0;
      for (const [rat, value] of bar.rats) {
        context.fillStyle = palette.rat(rat);
        context.fillRect(from, y(below + value), wide, y(below) - y(below + value));
        below += value;
      }
    }
    context.restore();
  }

  /** The values of each bar, per second.  Only seconds with traffic are looked at: an axis may have years. */
  bars(axis, width) {
    const first = Math.floor(axis.from / 1000 / width) * width;
    const sums = new Map(); // the first second of a bar -> {rat: value}
    for (const [second, rats] of this.seconds) {
      const begin = Math.floor(second / width) * width;
      if (begin < first || begin * 1000 >= axis.to) continue;
      if (!sums.has(begin)) sums.set(begin, {});
      const sum = sums.get(begin);
      for (const rat in rats) sum[rat] = (sum[rat] ?? 0) + rats[rat][this.unit];
    }
    return [...sums].sort(([a], [b]) => a - b).map(([second, sum]) => {
      const rats = Object.keys(sum).sort().map((rat) => [rat, sum[rat] / width]);
      return {second, rats, total: rats.reduce((total, [, value]) => total + value, 0)};
    });
  }

  drawScale({context, width}, axis, palette, most, y) {
    context.textAlign = 'right';
    for (const value of [most, most / 2]) {
      const at = Math.round(y(value)) + .5;
      context.strokeStyle = palette.grid;
      context.beginPath();
      context.moveTo(axis.left, at);
      context.lineTo(width, at);
      context.stroke();
      if (value < 1) continue;
      context.fillStyle = palette.dim;
      context.fillText(this.label(value), LEFT - 6, Math.max(7, at));
    }
  }

  label(value) {
    return this.unit === 'bytes' ? `${byteSize(value)}/s` : `${count(value)}/s`;
  }
}
