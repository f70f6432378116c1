// SPDX-License-Identifier: MIT
/**
 * events.js - event reports: u16 length, then events.
 *
 *   u16 head: bits 0-11 id; 13-14 payload of 0, 1, 2 bytes or counted; 15
 *   short time.  Then the time, whole (8 bytes) or its low half (2); then the
 *   payload, counted ones behind a u8.
 */

import {EVENTS} from './names.js';
import {LANE} from './row.js';
import {modemTime} from './modem_time.js';
import {u16} from './bytes.js';
import {name} from './packet_common.js';

export function events(ctx, tree, at, stop, op) {
  name(ctx, tree, op);
  ctx.row.lane = LANE.Event;
  if (stop - at < 3) {
    if (stop - at === 2) ctx.add(tree, 'event.report', at + 1, 1);
    return;
  }
  const end = at + 3 + u16(ctx.s, at + 1);
  ctx.add(tree, 'event.len', at + 1, 2);
  const last = Math.min(stop, end);
  const names = [];
  let next = at + 3;
  while (next > 0 && next < last) next = event(ctx, tree, next, last, names);
  ctx.row.what = names.join(', ');
  if (next < 0 || stop < end) ctx.complain(tree, 'short', 'Events end early');
}

/** One event at `at`; returns the offset behind it, or -1 if it is cut. */
function event(ctx, tree, at, stop, names) {
  if (at + 2 > stop) return -1;
  const {s} = ctx;
  const head = u16(s, at);
  const isShort = head >= 0x8000;
  const kind = head >> 13 & 3;
  let payload = at + 2 + (isShort ? 2 : 8);
  let size = kind;
  if (kind === 3) {
    if (payload >= stop) return -1;
    size = s[payload++];
  }
  if (payload + size > stop) return -1;
  const title = EVENTS.get(head & 0xfff) ?? `event ${head & 0xfff}`;
  if (names.length < 8) names.push(title);
  if (!isShort && Number.isNaN(ctx.row.modem)) {
    ctx.row.modem = modemTime(s, at + 2);
  }
  if (tree) show(ctx, tree, at, payload, size, title);
  return payload + size;
}

function show(ctx, tree, at, payload, size, title) {
  const item = ctx.add(tree, 'event', at, payload + size - at);
  item.label += `: ${title}`;
  ctx.add(item, 'event.id', at, 2);
  ctx.add(item, 'event.payload_kind', at, 2);
  ctx.add(item, 'event.short_time', at, 2);
  if (u16(ctx.s, at) >= 0x8000) {
    ctx.add(item, 'event.ticks', at + 2, 2);
  } else {
    ctx.add(item, 'time', at + 2, 8);
  }
  if (size > 0) ctx.add(item, 'event.payload', payload, size);
}
