// SPDX-License-Identifier: MIT
/** split.js - the lines between panes.  The reader drags them, or uses the arrow keys. */

import {byId, settings} from './dom.js';

/** name: the CSS variable with the share of the first pane, "1.5fr" for example.  The other is 1fr. */
function split(id, name, {before, after, upright}) {
  const line = byId(id);
  const main = line.parentElement;

  const set = (share) => {
    share = Math.min(.9, Math.max(.1, share));
    main.style.setProperty(name, `${(share / (1 - share)).toFixed(3)}fr`);
    line.setAttribute('aria-valuenow', Math.round(share * 100));
    settings.set(name, share);
  };
  const size = (element) => element.getBoundingClientRect()[upright ? 'width' : 'height'];
  const share = () => size(byId(before)) / (size(byId(before)) + size(byId(after)));

  line.setAttribute('aria-valuemin', 10);
  line.setAttribute('aria-valuemax', 90);
  line.setAttribute('aria-valuenow', 50);
  line.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    line.setPointerCapture(event.pointerId);
    line.onpointermove = ({clientX, clientY}) => {
      const from = byId(before).getBoundingClientRect();
      const room = size(byId(before)) + size(byId(after));
      set((upright ? clientX - from.left : clientY - from.top) / room);
    };
  });
  line.addEventListener('pointerup', () => { line.onpointermove = null; });
  line.addEventListener('keydown', (event) => {
    const by = {ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1}[event.key];
    if (!by) return;
    event.preventDefault();
    set(share() + by * .03);
  });
  const last = Number(settings.get(name));
  if (last) set(last);
}

export function makeSplits() {
  split('split-rows', '--list-share', {before: 'list', after: 'detail', upright: false});
  split('split-panes', '--detail-share', {before: 'detail', after: 'bytes', upright: true});
}
