// SPDX-License-Identifier: MIT
/** drag.js - a drag over a picture chooses a span of its time. */

import {el} from '../ui/dom.js';

const LEAST = 5; // px: less is a click

/**
 * @param figure the element of the picture, which is as wide as its canvases
 * @param axisOf gives the time axis that is drawn (charts/plot.js), or null
 * @param onSpan called with the two host times
 */
export function makeDrag(figure, axisOf, onSpan) {
  const band = el('div', {class: 'band', hidden: true});
  figure.append(band);
  let drag = null;

  const place = (event) => {
    const {left} = figure.getBoundingClientRect();
    return Math.max(drag.axis.left, Math.min(drag.axis.right, event.clientX - left));
  };

  const show = (to) => {
    band.hidden = false;
    band.style.left = `${Math.min(drag.from, to)}px`;
    band.style.width = `${Math.abs(to - drag.from)}px`;
  };

  const end = () => {
    drag = null;
    band.hidden = true;
  };

  figure.addEventListener('pointerdown', (event) => {
    const axis = axisOf();
    if (event.button !== 0 || !axis) return;
    // The axis of a live stream moves on; what was under the finger counts.
    drag = {axis, from: 0, isOn: false, x: event.clientX};
    drag.from = place(event);
  });
  figure.addEventListener('pointermove', (event) => {
    if (!drag) return;
    if (!drag.isOn && Math.abs(event.clientX - drag.x) < LEAST) return;
    if (!drag.isOn) figure.setPointerCapture(event.pointerId);
    drag.isOn = true;
    show(place(event));
  });
  figure.addEventListener('pointerup', (event) => {
    if (!drag) return;
    const {axis, from, isOn} = drag;
    const to = place(event);
    end();
    if (!isOn) return;
    // The click that follows is none.
    figure.addEventListener('click', (click) => click.stopPropagation(), {capture: true, once: true});
    setTimeout(() => figure.dispatchEvent(new Event('click')), 0);
    onSpan(axis.time(Math.min(from, to)), axis.time(Math.max(from, to)));
  });
  figure.addEventListener('pointercancel', end);
}
