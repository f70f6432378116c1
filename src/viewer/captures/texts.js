// SPDX-License-Identifier: MIT
/**
 * texts.js - the texts about archives and captures: pure functions of the
 * answers of /api/archive and /api/status.
 *
 * The other files of this folder use it.
 */

import {byteSize, count, duration} from '../ui/format.js';

const HOW = 'Set archive.enabled = true and archive.directory in diagtapd.conf ' +
  '(or start diagtapd with -o archive.enabled=true -o archive.directory=DIR).';

/** Why there is no archive.  status: /api/status, or null. */
export function whyOff(status) {
  const disabled = status?.taps.every(({enabled}) => !enabled);
  return disabled ? `Nothing is recorded: no tap is enabled. ${status.taps[0].why}`
    : `Nothing is recorded: the archive is off. ${HOW}`;
}

const STATES = {
  waiting: 'Recording. A file starts when data arrives.',
  recording: 'Recording.',
  paused: 'Paused: the disk is too full. Recording resumes when there is space.',
  failed: 'Failed: the disk reports errors. diagtapd keeps trying.',
  stopped: 'Stopped.',
};

/** The state of an archive, and the reason. */
export function stateText({state, why}) {
  const sentence = STATES[state] ?? `${state}.`;
  return why ? `${sentence} ${why}` : sentence;
}

/** Why an archive has no capture. */
export const whyEmpty = ({state, why}) =>
  state === 'stopped' ? 'There are no captures. Press Start to record one.'
    : why ? 'There are no captures.' : 'There are no captures yet.';

const two = (n) => String(n).padStart(2, '0');

/** [day, time] in this machine's time zone; ms since 1970. */
function dayAndTime(ms) {
  const t = new Date(ms);
  return [`${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())}`,
    `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`];
}

/** The time of the first and the last record: "2026-11-25 15:08:34 to 15:08:36 (2 s)" */
export function span({begun_s, growing, sidecar}, now) {
  const first = Date.parse(sidecar?.first) || begun_s * 1000;
  const last = growing ? now : Date.parse(sidecar?.last);
  const [day, time] = dayAndTime(first);
  if (Number.isNaN(last)) return `from ${day} ${time}`;
  const took = `(${duration(Math.max(0, Math.round((last - first) / 1000)))})`;
  if (growing) return `from ${day} ${time} until now ${took}`;
  const [lastDay, lastTime] = dayAndTime(last);
  return `${day} ${time} to ${lastDay === day ? '' : `${lastDay} `}${lastTime} ${took}`;
}

/** The line below the name of a capture. */
export function facts(capture, now) {
  const {sidecar, growing} = capture;
  const lost = sidecar?.lost.containers;
  return [
    growing ? 'growing' : 'finished',
    byteSize(capture.bytes),
    span(capture, now),
    sidecar && `${count(sidecar.containers.containers)} containers`,
    lost ? `${count(lost)} lost` : null,
    sidecar?.recovered ? 'recovered after a crash' : null,
  ].filter(Boolean).join(' · ');
}

/** The largest capture that the page opens, in bytes: it needs all of it in memory. */
export const OPEN_MAX = 256 << 20;

/** Why a capture cannot be opened here, or ''. */
export const whyNotOpened = ({bytes: size}) => size > OPEN_MAX
  ? `This page cannot open a capture above ${byteSize(OPEN_MAX)}. Download it.` : '';
