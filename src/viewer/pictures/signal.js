// SPDX-License-Identifier: MIT
/**
 * signal.js - how strong each cell was over time: level, quality and SNR, one
 * above the other, over the time axis of the charts.
 *
 * pictures.js uses it.  A click goes to the row of the nearest measurement; a
 * cell in the legend is lifted out.
 */

import {el, setText} from '../ui/dom.js';
import {axisTime, clock} from '../ui/format.js';
import {begin, timeTicks} from '../charts/plot.js';
import {redraw} from '../charts/redraw.js';
import {cellName, decibels, isOf} from './cell_names.js';

/** [key of a point, name, unit, what GSM and UMTS have in its place, height in px] */
const PLOTS = [['level', 'RSRP', 'dBm', 'RSCP, RxLev', 96], ['quality', 'RSRQ', 'dB', 'Ec/Io', 56],
  ['snr', 'SNR', 'dB', '', 56]];

const COLOURED = 8;  // cells; the rest is grey
const GAP = 15000;   // ms: a line does not go over more
const NEAR = 30;     // px: a click farther away is none
const PERIOD = 300;  // ms between drawings

export class Signal {
  constructor(charts, listener) {
    this.charts = charts;
    this.listener = listener;
    this.soon = redraw(PERIOD, () => this.draw());
    this.cells = [];
    this.points = [];
    this.lifted = null; // the key of the cell that is lifted out
    this.selected = null;
    this.note = el('p', {class: 'note'});
    this.legend = el('div', {class: 'cell-keys'});
    this.hovered = el('output', {class: 'hovered'});
    this.canvases = PLOTS.map(([key, name, unit, other, height]) => {
      const canvas = el('canvas', {class: `signal ${key}`, role: 'img',
        'aria-label': `${name} of each cell over time, in ${unit}${other ? ` (${other} for other radios)` : ''}`});
      canvas.style.setProperty('--height', `${height}px`);
      return canvas;
    });
    this.timeCanvas = el('canvas', {class: 'time', role: 'img', 'aria-label': 'Time axis'});
    this.timeCanvas.style.setProperty('--height', '18px');
    this.figure = el('figure', {}, ...this.canvases, this.timeCanvas);
    this.element = el('div', {class: 'picture signal-picture'}, this.note,
      el('div', {class: 'cell-line'}, this.legend, this.hovered), this.figure);
    this.listen();
  }

  listen() {
    this.figure.addEventListener('pointermove', (event) => this.hover(event));
    this.figure.addEventListener('pointerleave', () => setText(this.hovered, ''));
    this.figure.addEventListener('click', (event) => {
      const point = this.nearest(event);
      if (point) this.listener.onRow(point.row);
    });
    new ResizeObserver(() => this.soon()).observe(this.figure);
  }

  /** What to ask the worker for; null: it is not seen. */
  wanted() {
    const width = this.canvases[0].clientWidth;
    if (!width) return null;
    const {from, to, left, right} = this.charts.axisOf(width);
    return {from, to, columns: Math.max(1, Math.floor(right - left))};
  }

  show({cells, points}) {
    this.cells = cells.sort((a, b) => b.count - a.count);
    this.points = points;
    this.byKey = new Map(this.cells.map((cell, i) => [cell.key, {cell, place: i, line: []}]));
    for (const point of points) this.byKey.get(point.key).line.push(point);
    for (const {line} of this.byKey.values()) line.sort((a, b) => a.host - b.host);
    setText(this.note, cells.length ? ''
      : 'No log of this time tells how strong a cell is. The mask "radio" asks the modem for such logs.');
    this.drawLegend();
    this.soon();
  }

  clear() {
    this.selected = null;
    this.lifted = null;
    this.show({cells: [], points: []});
  }

  select(row) {
    this.selected = row;
    this.drawLegend();
    this.soon();
  }

  repaint() {
    this.legendText = '';
    this.drawLegend();
    this.soon();
  }

  /** The colour of the place'th cell. */
  colour(place) {
    if (place >= COLOURED) return this.charts.palette.none;
    const hue = [212, 18, 150, 280, 45, 325, 180, 0][place];
    const isDark = getComputedStyle(this.element).colorScheme === 'dark';
    return `hsl(${hue} ${isDark ? '75% 70%' : '75% 36%'})`;
  }

  drawLegend() {
    const shown = this.cells.slice(0, COLOURED);
    const rest = this.cells.length - shown.length;
    const text = JSON.stringify([shown.map(({key}) => key), rest, this.lifted, this.selected?.n]);
    if (text === this.legendText) return;
    this.legendText = text;
    const focused = document.activeElement?.dataset?.key;
    this.legend.replaceChildren(...shown.map((cell, i) => this.key(cell, i)),
      rest > 0 ? el('span', {class: 'more', text: `${rest} more in grey`}) : '');
    this.legend.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  key(cell, place) {
    const key = el('button', {type: 'button', class: 'cell-key', text: cellName(cell), 'data-key': cell.key,
      'aria-pressed': this.lifted === cell.key, 'aria-current': isOf(cell, this.selected) ? 'true' : null,
      title: 'Show this cell above the others', on: {click: () => this.lift(cell.key)}});
    key.style.setProperty('--colour', this.colour(place));
    return key;
  }

  lift(key) {
    this.lifted = this.lifted === key ? null : key;
    this.drawLegend();
    this.soon();
  }

  draw() {
    const width = this.canvases[0].clientWidth;
    if (!width || document.hidden) return;
    const axis = this.charts.axisOf(width);
    this.charts.axis = axis;
    this.scales = PLOTS.map((plot, i) => this.drawPlot(this.canvases[i], axis, plot));
    this.drawTime(axis);
  }

  drawPlot(canvas, axis, [key, name, unit]) {
    const {palette} = this.charts;
    const plot = begin(canvas, palette);
    if (!plot) return null;
    const {context, height, width} = plot;
    const values = this.points.map((point) => point[key]).filter((value) => value !== null);
    const least = Math.floor((Math.min(...values, Infinity) - 1) / 5) * 5;
    const most = Math.ceil((Math.max(...values, -Infinity) + 1) / 5) * 5;
    context.fillStyle = palette.dim;
    context.textAlign = 'right';
    context.fillText(values.length ? `${name} ${unit}` : name, axis.left - 6, height / 2);
    if (values.length === 0) return null;
    const y = (value) => 8 + (most - value) / (most - least) * (height - 16);
    this.drawScale(context, axis, {least, most, y, width, height});
    context.save();
    context.beginPath();
    context.rect(axis.left, 0, axis.right - axis.left, height);
    context.clip();
    for (const it of [...this.byKey.values()].reverse()) {
      if (it.cell.key !== this.lifted) this.drawLine(context, axis, it, key, y);
    }
    if (this.byKey.has(this.lifted)) this.drawLine(context, axis, this.byKey.get(this.lifted), key, y);
    this.drawSelected(context, axis, height);
    context.restore();
    return y;
  }

  drawScale(context, axis, {least, most, y, width}) {
    const {palette} = this.charts;
    for (const value of [most, least]) {
      const at = Math.round(y(value)) + .5;
      context.strokeStyle = palette.grid;
      context.beginPath();
      context.moveTo(axis.left, at);
      context.lineTo(width, at);
      context.stroke();
      context.fillStyle = palette.dim;
      context.fillText(decibels(value), axis.left - 6, at);
    }
  }

  drawLine(context, axis, {cell, place, line}, key, y) {
    const isBack = this.lifted !== null && this.lifted !== cell.key;
    context.globalAlpha = isBack ? .25 : place < COLOURED ? 1 : .5;
    context.strokeStyle = context.fillStyle = this.colour(place);
    context.lineWidth = this.lifted === cell.key ? 2.2 : 1.4;
    context.beginPath();
    let last = null;
    for (const point of line) {
      if (point[key] === null) continue;
      const at = [axis.x(point.host), y(point[key])];
      if (last !== null && point.host - last < GAP) context.lineTo(...at);
      else context.moveTo(...at);
      context.fillRect(at[0] - 1, at[1] - 1, 2, 2);
      last = point.host;
    }
    context.stroke();
    context.globalAlpha = 1;
    context.lineWidth = 1;
  }

  drawSelected(context, axis, height) {
    if (!this.selected) return;
    const x = Math.round(axis.x(this.selected.host)) + .5;
    context.strokeStyle = this.charts.palette.accent;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
  }

  drawTime(axis) {
    const plot = begin(this.timeCanvas, this.charts.palette);
    if (!plot) return;
    const {ticks, step} = timeTicks(axis);
    plot.context.fillStyle = this.charts.palette.dim;
    plot.context.textAlign = 'center';
    for (const tick of ticks) {
      const x = axis.x(tick);
      if (x > axis.left + 20 && x < axis.right - 20) plot.context.fillText(axisTime(tick, step), x, 9);
    }
  }

  /** The measurement that is drawn nearest to the pointer, or null. */
  nearest({target, offsetX, offsetY}) {
    const i = this.canvases.indexOf(target);
    const y = this.scales?.[i];
    if (!y) return null;
    const {axis} = this.charts;
    let best = null;
    let distance = NEAR;
    for (const point of this.points) {
      const value = point[PLOTS[i][0]];
      if (value === null) continue;
      const to = Math.hypot(axis.x(point.host) - offsetX, y(value) - offsetY);
      if (to < distance) [best, distance] = [point, to];
    }
    return best;
  }

  hover(event) {
    const point = this.nearest(event);
    setText(this.hovered, point ? this.words(point) : '');
    this.figure.style.cursor = point ? 'pointer' : '';
  }

  words({host, key, ...values}) {
    const parts = PLOTS.filter(([it]) => values[it] !== null)
      .map(([it, name, unit]) => `${name} ${decibels(values[it])} ${unit}`);
    return `${clock(host)}   ${cellName(this.byKey.get(key).cell)}   ${parts.join('   ')}`;
  }
}
