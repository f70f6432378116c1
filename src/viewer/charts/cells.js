// SPDX-License-Identifier: MIT
/** cells.js - the chart of serving cells over time: channel number and cell identity. */

import {RATS} from '../decode/names.js';
import {ratName} from '../ui/format.js';
import {begin} from './plot.js';

const LINE = 18; // px
const ROOM = 5000; // changes held for each line

/* The name of the channel number: 3GPP TS 36.101, 38.104, 25.101, 45.005. */
const CHANNELS = {lte: 'EARFCN', nr: 'NR-ARFCN', umts: 'UARFCN', gsm: 'ARFCN'};

export class Cells {
  constructor() {
    this.clear();
  }

  clear() {
    this.lines = new Map(); // "lte", or "lte 2" for radio 2 -> its changes, oldest first
  }

  /** cells: tick.cells of worker.js. */
  add(cells) {
    for (const cell of cells) {
      const key = cell.radio === null ? cell.rat : `${cell.rat} ${cell.radio}`;
      if (!this.lines.has(key)) this.addLine(key);
      const line = this.lines.get(key);
      line.push(cell);
      if (line.length > ROOM) line.shift();
    }
  }

  /** Lines stand in the order of technologies, not of what came first. */
  addLine(key) {
    const place = ([name]) => RATS.indexOf(name.split(' ')[0]) * 100 + Number(name.split(' ')[1] ?? 0);
    const lines = [...this.lines, [key, []]];
    this.lines = new Map(lines.sort((a, b) => place(a) - place(b)));
  }

  get height() {
    return Math.max(1, this.lines.size) * LINE + 4;
  }

  draw(canvas, axis, palette) {
    const plot = begin(canvas, palette);
    if (!plot) return;
    const {context} = plot;
    let top = 2;
    if (!this.lines.size) {
      context.fillStyle = palette.dim;
      context.textAlign = 'right';
      context.fillText('Cell', axis.left - 6, top + LINE / 2);
    }
    for (const [key, line] of this.lines) {
      const [rat, radio] = key.split(' ');
      context.fillStyle = palette.dim;
      context.textAlign = 'right';
      context.fillText(`${ratName(rat)} ${radio ? `radio ${radio}` : 'cell'}`, axis.left - 6, top + LINE / 2);
      this.drawLine(context, axis, palette, line, top);
      top += LINE;
    }
  }

  drawLine(context, axis, palette, line, top) {
    line.forEach((cell, i) => {
      const from = Math.max(axis.left, axis.x(cell.host));
      const to = Math.min(axis.right, i + 1 < line.length ? axis.x(line[i + 1].host) : axis.right);
      if (to <= axis.left || from >= axis.right || to - from < .5) return;
      context.save();
      context.beginPath();
      context.rect(from, top, to - from - 1, LINE);
      context.clip();
      context.fillStyle = palette.rat(cell.rat);
      context.globalAlpha = (cell.pci ?? 0) % 2 ? .26 : .16;
      context.fillRect(from, top + 1, to - from, LINE - 3);
      context.globalAlpha = 1;
      context.fillRect(from, top + 1, 2, LINE - 3);
      context.fillStyle = palette.text;
      context.textAlign = 'left';
      context.fillText(fitting(context, cell, to - from - 10), from + 7, top + LINE / 2);
      context.restore();
    });
  }

  /** The change that is drawn at a point of the chart, or null. */
  find(axis, x, y) {
    const line = [...this.lines.values()][Math.floor((y - 2) / LINE)];
    const time = axis.time(x);
    return line?.findLast(({host}) => host <= time) ?? null;
  }
}

/** The longest text that fits: the description, the numbers alone, or nothing. */
function fitting(context, cell, room) {
  const texts = [describe(cell), `${cell.arfcn} · ${cell.pci}`, `${cell.pci}`];
  return texts.find((text) => context.measureText(text).width <= room) ?? '';
}

export function describe({rat, arfcn, pci}) {
  const words = [];
  if (arfcn != null) words.push(`${CHANNELS[rat] ?? 'Channel'} ${arfcn}`);
  if (pci != null) words.push(`${rat === 'umts' ? 'PSC' : rat === 'gsm' ? 'BSIC' : 'PCI'} ${pci}`);
  return words.join(' · ');
}
