// SPDX-License-Identifier: MIT
/**
 * charts.js - three charts over one time axis: the rate, the messages in their
 * channels, the serving cells.
 *
 * page.js uses it.  With a filter the charts show the rows that pass it.  A file
 * is shown whole, a live stream as long as the reader has chosen.
 *
 *   new Charts(root, {lanes, rats}, {
 *     onRow(n)     the reader has clicked on row n
 *     onSpan(s)    the reader has chosen how many seconds are shown
 *   })
 */

import {el, settings} from '../ui/dom.js';
import {axisTime, byteSize, clock, count, ratName} from '../ui/format.js';
import {describe} from './cells.js';
import {Palette, TimeAxis, begin, timeTicks} from './plot.js';
import {redraw} from './redraw.js';
import {Series} from './series.js';

const SPANS = [[30, '30 s'], [60, '1 min'], [300, '5 min'], [1800, '30 min'], [0, 'All']];
const PERIOD = 200; // ms between drawings

export class Charts {
  constructor(root, {lanes, rats}, listener) {
    this.root = root;
    this.listener = listener;
    this.soon = redraw(PERIOD, () => this.draw());
    this.palette = new Palette();
    this.all = new Series(lanes, rats);
    this.filtered = new Series(lanes, rats);
    this.series = this.all; // the one that is shown
    this.spans = {live: Number(settings.get('span') ?? 60), file: 0};
    this.isFile = false;
    this.visible = null; // [from, to]: host times of the rows that the list shows
    this.frozen = null; // the end of the time axis while paused
    this.selected = null; // host time of the selected row
    this.build();
    this.setOpen(settings.get('charts') !== 'closed');
    new ResizeObserver(() => this.soon()).observe(root);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.repaint());
  }

  build() {
    const selectOf = (name, options, value, act) => {
      const select = el('select', {'aria-label': name, on: {change: () => act(select.value)}},
        ...options.map(([key, text]) => el('option', {value: key, text})));
      select.value = value;
      return select;
    };
    this.keys = el('span', {class: 'legend-keys'});
    this.hovered = el('output', {class: 'hovered'});
    this.rateCanvas = this.canvas('rate', 'Rate over time', 62);
    this.laneCanvas = this.canvas('lanes', 'Messages over time, a lane for each channel', this.series.lanes.total);
    this.cellCanvas = this.canvas('cells', 'Serving cells over time', this.series.cells.height);
    this.timeCanvas = this.canvas('time', 'Time axis', 18);
    this.spanSelect = selectOf('Time shown', SPANS, this.span, (span) => {
      this.setSpan(Number(span));
      this.listener.onSpan(span);
    });
    this.root.append(
      el('div', {class: 'legend'}, this.keys, el('span', {class: 'right'}, this.hovered,
        selectOf('What the rate counts', [['frames', 'Frames'], ['bytes', 'Bytes']], 'frames', (unit) => {
          this.all.rate.unit = this.filtered.rate.unit = unit;
          this.soon();
        }),
        this.spanSelect)),
      el('figure', {}, this.rateCanvas, this.laneCanvas, this.cellCanvas, this.timeCanvas));
    this.listen();
  }

  canvas(name, label, height) {
    const canvas = el('canvas', {class: name, role: 'img', 'aria-label': label});
    canvas.style.setProperty('--height', `${height}px`);
    return canvas;
  }

  listen() {
    const figure = this.rateCanvas.parentElement;
    figure.addEventListener('pointermove', (event) => this.hover(event));
    figure.addEventListener('pointerleave', () => {
      this.pointer = null;
      this.hovered.textContent = '';
      this.soon();
    });
    this.laneCanvas.addEventListener('click', ({offsetX, offsetY}) => {
      const row = this.axis && this.series.lanes.find(this.axis, offsetX, offsetY);
      if (row) this.listener.onRow(row);
    });
    this.cellCanvas.addEventListener('click', ({offsetX, offsetY}) => {
      const cell = this.axis && this.series.cells.find(this.axis, offsetX, offsetY);
      if (cell) this.listener.onRow(cell.row);
    });
  }

  /** A tick of the worker. */
  take(tick) {
    const {marks, rows, filtered} = tick;
    this.all.add(tick);
    if (filtered) this.filtered.add(filtered);
    for (const series of [this.all, this.filtered]) series.marks.drop(rows.first);
    if (marks.rows.length) this.arrived = performance.now();
    this.soon();
  }

  /** A new filter: the next tick has all of its rows.  on: there is one. */
  setFiltered(on) {
    this.filtered.clear();
    this.series = on ? this.filtered : this.all;
    this.soon();
  }

  get span() {
    return this.isFile ? this.spans.file : this.spans.live;
  }

  /** The choice for files is not kept: each is shown whole at first. */
  setSpan(span) {
    if (this.isFile) {
      this.spans.file = span;
    } else {
      this.spans.live = span;
      settings.set('span', span);
    }
    this.spanSelect.value = span;
    this.soon();
  }

  /** on: a file is shown. */
  setFile(on) {
    this.isFile = on;
    this.spans.file = 0;
    this.spanSelect.value = this.span;
    this.soon();
  }

  /** The host times of the rows that the list shows, or null. */
  setVisible(visible) {
    if (this.visible?.join() === visible?.join()) return;
    this.visible = visible;
    this.soon();
  }

  get isOpen() {
    return !this.root.classList.contains('closed');
  }

  setOpen(on) {
    this.root.classList.toggle('closed', !on);
    settings.set('charts', on ? 'open' : 'closed');
    this.soon();
  }

  clear() {
    this.all.clear();
    this.filtered.clear();
    this.frozen = this.selected = this.visible = null;
    this.repaint();
  }

  freeze(on) {
    this.frozen = on ? this.end() : null;
    this.soon();
  }

  /** live: the time axis moves on even if no data arrives. */
  setLive(live) {
    this.live = live;
    this.soon();
  }

  /** host: the host time of the selected row. */
  select(host) {
    this.selected = host;
    this.soon();
  }

  repaint() {
    this.palette.read();
    this.soon();
  }

  /** The time at the right end of the charts. */
  end() {
    if (this.frozen !== null) return this.frozen;
    const {newest} = this.all.marks;
    if (newest === null) return Date.now();
    return this.live ? newest + (performance.now() - this.arrived) : newest;
  }

  axisOf(width) {
    const to = this.end() + 250;
    const from = this.span > 0 ? to - this.span * 1000
      : Math.min(this.all.marks.begin ?? to - 30000, to - 1000);
    return new TimeAxis(from, to, width);
  }

  draw() {
    const width = this.rateCanvas.clientWidth;
    if (!width || document.hidden) return;
    const {rate, lanes, cells} = this.series;
    lanes.arrange();
    setHeight(this.laneCanvas, lanes.total);
    setHeight(this.cellCanvas, cells.height);
    const axis = this.axisOf(width);
    this.axis = axis;
    rate.draw(this.rateCanvas, axis, this.palette);
    lanes.draw(this.laneCanvas, axis, this.palette);
    cells.draw(this.cellCanvas, axis, this.palette);
    this.drawVisible(axis);
    this.drawTime(axis);
    this.drawLines(axis);
    this.drawKeys();
    if (this.live && this.frozen === null && this.all.marks.newest !== null) this.soon();
  }

  drawTime(axis) {
    const plot = begin(this.timeCanvas, this.palette);
    if (!plot) return;
    const {ticks, step} = timeTicks(axis);
    plot.context.fillStyle = this.palette.dim;
    plot.context.textAlign = 'center';
    for (const tick of ticks) {
      const x = axis.x(tick);
      if (x > axis.left + 20 && x < axis.right - 20)
        plot.context.fillText(axisTime(tick, step), x, 9);
      for (const canvas of [this.rateCanvas, this.laneCanvas, this.cellCanvas])
        stroke(canvas, x, this.palette.grid);
    }
  }

  /** The vertical lines at the selected row and at the pointer. */
  drawLines(axis) {
    const lines = [[this.selected === null ? null : axis.x(this.selected), this.palette.accent],
      [this.pointer ?? null, this.palette.dim]];
    for (const [x, colour] of lines)
      if (x !== null && x >= axis.left && x <= axis.right)
        for (const canvas of [this.rateCanvas, this.laneCanvas, this.cellCanvas])
          stroke(canvas, x, colour);
  }

  /** A shade behind the time of the rows that the list shows. */
  drawVisible(axis) {
    if (!this.visible) return;
    const [from, to] = this.visible.map((time) => Math.max(axis.left, Math.min(axis.right, axis.x(time))));
    for (const canvas of [this.rateCanvas, this.laneCanvas, this.cellCanvas]) {
      const context = canvas.getContext('2d');
      context.globalAlpha = .12;
      context.fillStyle = this.palette.accent;
      context.fillRect(from, 0, Math.max(2, to - from), canvas.clientHeight);
      context.globalAlpha = 1;
    }
  }

  drawKeys() {
    const seen = [...this.all.rate.seen()].sort();
    const text = seen.join();
    if (text === this.keyText) return;
    this.keyText = text;
    this.keys.replaceChildren(...seen.map((rat) =>
      el('span', {class: 'key', 'data-rat': rat, text: ratName(rat) || 'Other'})));
  }

  /** Shows the values under the pointer. */
  hover({offsetX, offsetY, target}) {
    if (!this.axis) return;
    this.pointer = offsetX;
    const time = this.axis.time(offsetX);
    const {frames, bytes} = this.series.rate.sum(Math.floor(time / 1000));
    const cell = target === this.cellCanvas ? this.series.cells.find(this.axis, offsetX, offsetY) : null;
    this.hovered.textContent = cell ? describe(cell)
      : `${clock(time).slice(0, 8)}   ${count(frames)} frames/s   ${byteSize(bytes)}/s`;
    this.soon();
  }
}

function setHeight(canvas, height) {
  if (canvas.clientHeight !== height) canvas.style.setProperty('--height', `${height}px`);
}

function stroke(canvas, x, colour) {
  const context = canvas.getContext('2d');
  context.strokeStyle = colour;
  context.globalAlpha = .7;
  context.beginPath();
  context.moveTo(Math.round(x) + .5, 0);
  context.lineTo(Math.round(x) + .5, canvas.clientHeight);
  context.stroke();
  context.globalAlpha = 1;
}
