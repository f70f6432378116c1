// SPDX-License-Identifier: MIT
/**
 * redraw.js - draws again, but not too often.
 *
 *   const soon = redraw(period, draw);
 *   soon();       draw() is called once, in a frame, at least `period` ms after
 *                 the last time
 */

export function redraw(period, draw) {
  let isPlanned = false;
  let drawn = -period;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => requestAnimationFrame(() => {
      isPlanned = false;
      drawn = performance.now();
      draw();
    }), Math.max(0, period - (performance.now() - drawn)));
  };
}
