// SPDX-License-Identifier: MIT
/**
 * parts.js - reassembles a container that was too large for one record.
 */

import {LANE} from './row.js';
import {joined, u16, u64} from './bytes.js';
import {container} from './container.js';

/** So many incomplete containers wait; then the oldest is dropped. */
const PARTS_PENDING = 16;

function jobOf(pending, key) {
  let job = pending.get(key);
  if (job) return job;
  if (pending.size >= PARTS_PENDING) {
    pending.delete(pending.keys().next().value);
  }
  job = {key, pieces: new Map(), from: []};
  pending.set(key, job);
  return job;
}

/**
 * The container once all its parts are there.  Earlier parts learn of it too:
 * they get the same object, which is filled when the last part comes.
 */
function collect(ctx, head) {
  if (ctx.isVisited) {
    const job = ctx.recall('container');
    return job?.bytes && job;
  }
  const {s} = ctx;
  const job = ctx.remember('container', jobOf(ctx.state.parts, u64(s, head.a)));
  const number = u16(s, head.a + 8);
  if (!job.pieces.has(number) && !ctx.isCut) {
    job.pieces.set(number, s.slice(head.payload));
    job.from.push(ctx.record.number);
  }
  if (job.pieces.size < u16(s, head.a + 10)) return null;
  // They count from 0, or from 1 elsewhere: the order alone matters.
  job.bytes = joined([...job.pieces].sort(([a], [b]) => a - b)
    .map(([, bytes]) => bytes));
  job.number = ctx.record.number;
  job.pieces = new Map();
  ctx.state.parts.delete(job.key);
  return job;
}

const ROWS = [['part.container', 0, 8], ['part.part', 8, 2],
  ['part.parts', 10, 2]];

/** One part; looks at the container where it was the last one missing. */
export function part(ctx, head) {
  const {s} = ctx;
  if (head.aLen < 12) {
    ctx.say('Part of a container', LANE.Notice, '', s.length - head.payload);
    return ctx.complain(null, 'short', 'Part without its numbers');
  }
  ctx.show(ctx.top, ROWS, head.a);
  const job = collect(ctx, head);
  if (job?.number !== ctx.record.number) {
    ctx.note(ctx.top, 'part.whole_in', job?.number);
    return ctx.say('Part of a container', LANE.Notice,
      `part ${u16(s, head.a + 8)} of ${u16(s, head.a + 10)}`,
      s.length - head.payload);
  }
  for (const number of job.from) ctx.note(ctx.top, 'part.from', number);
  ctx.from = job.from;
  ctx.within('DIAG container', job.bytes, () => container(ctx, 0));
}
