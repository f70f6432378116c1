// SPDX-License-Identifier: MIT
/**
 * texts.js - what is said of archives and captures: pure functions of what
 * /api/archive and /api/status tell.
 */

import {byteSize, count, duration} from '../ui/format.js';

const HOW = 'Set archive.enabled = true and archive.directory in diagtapd.conf ' +
  '(or start diagtapd with -o archive.enabled=true -o archive.directory=DIR).';

/** Why there is no archive; status: of diagtapd, or null. */
export function whyOff(status) {
  const disabled = status?.taps.every(({enabled}) => !enabled);
  return disabled ? `Nothing is recorded: no tap is enabled. ${status.taps[0].why}`
    : `Nothing is recorded: the archive is off. ${HOW}`;
}

const STATES = {
  waiting: 'Recording: a file begins with what comes next.',
  recording: 'Recording.',
  paused: 'Paused: the disk is too full. It goes on by itself.',
  failed: 'The disk refuses. It is tried again and again.',
  stopped: 'Stopped.',
};

/** How an archive stands. */
export function howItStands({state, why}) {
  const sentence = STATES[state] ?? `${state}.`;
  return why ? `${sentence} ${why}` : sentence;
}

/** Why it has no capture. */
export const whyEmpty = ({state, why}) =>
  state === 'stopped' ? 'There are no captures. Start makes one.'
    : why ? 'There are no captures.' : 'There are no captures yet.';

const two = (n) => String(n).padStart(2, '0');

/** [day, time] in this machine's time zone; ms since 1970. */
function dayAndTime(ms) {
  const t = new Date(ms);
  return [`${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())}`,
    `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`];
}

/** From its first record to its last: "2026-11-25 15:08:34 to 15:08:36 (2 s)" */
export function span({begun_s, growing, side}, now) {
  const first = Date.parse(side?.first) || begun_s * 1000;
  const last = growing ? now : Date.parse(side?.last);
  const [day, time] = dayAndTime(first);
  if (Number.isNaN(last)) return `from ${day} ${time}`;
  const took = `(${duration(Math.max(0, Math.round((last - first) / 1000)))})`;
  if (growing) return `from ${day} ${time} until now ${took}`;
  const [lastDay, lastTime] = dayAndTime(last);
  return `${day} ${time} to ${lastDay === day ? '' : `${lastDay} `}${lastTime} ${took}`;
}

/** What stands below a capture's name. */
export function facts(capture, now) {
  const {side, growing} = capture;
  const lost = side?.lost.containers;
  return [
    growing ? 'growing' : 'finished',
    byteSize(capture.bytes),
    span(capture, now),
    side && `${count(side.containers.containers)} containers`,
    lost ? `${count(lost)} lost` : null,
    side?.recovered ? 'recovered after a crash' : null,
  ].filter(Boolean).join(' · ');
}

/** Bytes: what a page can well hold at once. */
export const OPENED_MOST = 256 << 20;

/** Why a capture cannot be opened here, or ''. */
export function whyNotOpened({compression, bytes: size}, canUnpack) {
  if (!canUnpack(compression)) {
    return `This browser cannot unpack ${compression}. Download it: Wireshark opens it as it is.`;
  }
  return size > OPENED_MOST
    ? `Above ${byteSize(OPENED_MOST)} a capture is not opened here. Download it.` : '';
}
