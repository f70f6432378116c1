// SPDX-License-Identifier: MIT
/** plot.js - what all charts use: a canvas, colours, and a time axis. */

export const LEFT = 74; // px: space for the names of lanes and the numbers
export const RIGHT = 10;

/** The colours of the page.  read() reads them again after a change of the theme. */
export class Palette {
  constructor() {
    this.read();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.read());
  }

  read() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(name).trim();
    this.text = get('--text');
    this.dim = get('--dim');
    this.grid = get('--grid');
    this.line = get('--line');
    this.accent = get('--accent');
    this.background = get('--bg');
    this.rats = new Map(['lte', 'nr', 'umts', 'gsm', 'tdscdma', 'ip', 'ipa']
      .map((rat) => [rat, get(`--${rat}`)]));
    this.none = get('--none');
    this.sans = get('--sans');
  }

  rat(rat) {
    return this.rats.get(rat) ?? this.none;
  }
}

/** Clears a canvas, at the resolution of the screen.  Null: the canvas is hidden. */
export function begin(canvas, palette) {
  const {clientWidth: width, clientHeight: height} = canvas;
  if (width <= LEFT + RIGHT || height === 0) return null;
  const ratio = window.devicePixelRatio || 1;
  const wide = Math.round(width * ratio);
  const high = Math.round(height * ratio);
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `11px ${palette.sans}`;
  context.textBaseline = 'middle';
  return {context, width, height};
}

/** Converts times to pixels, and pixels to times. */
export class TimeAxis {
  constructor(from, to, width) {
    this.from = from;
    this.to = to;
    this.left = LEFT;
    this.right = width - RIGHT;
    this.scale = (this.right - this.left) / (to - from);
  }

  x(time) {
    return this.left + (time - this.from) * this.scale;
  }

  time(x) {
    return this.from + (x - this.left) / this.scale;
  }
}

const DAY = 86400;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200,
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map((days) => days * DAY)]
  .map((s) => s * 1000);

/** The times to write under an axis, and the ms between them: about one in 90 px. */
export function timeTicks({from, to, left, right}) {
  const least = (to - from) / Math.max(1, (right - left) / 90);
  const step = STEPS.find((step) => step >= least) ?? STEPS.at(-1);
  const zone = new Date(from).getTimezoneOffset() * 60000;
  const ticks = [];
  for (let t = Math.ceil((from - zone) / step) * step + zone; t <= to; t += step) ticks.push(t);
  return {ticks, step};
}

/** The next number from `value` up that is 1, 2 or 5 times a power of ten. */
export function niceMax(value) {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= value);
}
