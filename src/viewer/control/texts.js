// SPDX-License-Identifier: MIT
/**
 * texts.js - what the control panel says: pure functions of the answers of
 * /api/status, /api/masks, /api/clock and /api/devices (docs/wire.md).
 *
 * The other files of this folder, and page.js, use it.
 */

import {count} from '../ui/format.js';
import {askedFor} from '../ui/port.js';

/** Sources behind which there is a modem that obeys masks. */
const ASKABLE = ['diag', 'hdlc', 'usb', 'tcp', 'unix', 'simulator'];

// The log of diagtapd says this too (src/daemon/setup_port.c), but for its end.
const UNASKED = 'The modem is asked for nothing, and most modems then send nothing. ' +
  'Set masks.preset = "signalling". Or choose here what it logs.';
const UNASKED_SIMULATOR = 'The simulator is asked for nothing, and has sent nothing for some ' +
  'seconds. It sends everything until masks are set, and then obeys them.';

const isAskedForNothing = (port) => port?.modem !== undefined &&
  !port.modem.logs && !port.modem.events && !port.modem.messages;

/**
 * Why an open source gives no row, as one sentence; '' if it is not known.
 * before: /api/status of some seconds ago, or null.
 */
export function whyNothing(status, before, tapName) {
  const tapOf = (from) => from?.taps.find(({name}) => name === tapName);
  const {source, read} = tapOf(status) ?? {};
  const isQuiet = read && tapOf(before)?.read?.containers === read.containers;
  if (source?.state !== 'running' || !isQuiet) return '';
  if (!ASKABLE.includes(source.type)) return 'The source is open, and sends nothing.';
  if (isAskedForNothing(status.port))
    return source.type === 'simulator' ? UNASKED_SIMULATOR : UNASKED;
  return `The modem is asked for ${askedFor(status.port?.modem ?? {})}, and sends nothing.`;
}

/** Whether the control panel can change that. */
export const isForWantOfMasks = (why) => why === UNASKED || why === UNASKED_SIMULATOR;

const ORIGINS = {
  configuration: 'This is what the configuration says.',
  file: 'They are those of masks.file in the configuration.',
  request: 'They were set over HTTP, and hold until the next reload or restart.',
};

/** What diagtapd itself asks for, and since when. */
export function masksText({from, preset, logs, events, messages}) {
  const codes = logs === '' ? 0 : logs.split(' ').length;
  const parts = [
    preset === 'none' ? '' : `preset ${preset}`,
    codes ? `${count(codes)} ${codes === 1 ? 'code' : 'codes'} by number` : '',
    events ? 'events' : '',
    messages === 'none' ? '' : `messages from ${messages} up`,
  ].filter((part) => part !== '');
  const what = from === 'file' ? 'the masks of a file' : parts.join(', ') || 'nothing';
  return `diagtapd asks for ${what}. ${ORIGINS[from] ?? ''}`.trim();
}

/** The same with what other programs want. */
export const modemText = ({modem}) => `With all programs together the modem is asked for: ${askedFor(modem)}.`;

/** The body of a POST /api/masks, of what the form has. */
export function masksBody({preset, logs, events, messages}) {
  return new URLSearchParams({
    preset, logs: logs.trim().split(/[\s,]+/).join(','), events: String(events), messages,
  }).toString().replaceAll('%2C', ',');
}

/** "Records have the time of diagtapd's host, and 3.2 s more." */
export function clockText({offset_s: offset}) {
  if (offset === 0) return 'Records have the time of diagtapd\'s host.';
  const amount = `${count(Math.abs(offset))} s`;
  return `Records have the time of diagtapd's host ${offset > 0 ? 'and' : 'less'} ${amount}${offset > 0 ? ' more' : ''}.`;
}

/** How far the times of records are from this machine's; ms: now, here. */
export function clockDistance({record_s: record}, ms) {
  const off = Math.round(record - ms / 1000);
  if (Math.abs(off) < 2) return 'That is this machine\'s time.';
  return `That is ${count(Math.abs(off))} s ${off < 0 ? 'behind' : 'ahead of'} this machine's time.`;
}

const KINDS = {yes: 'A DIAG port', maybe: 'Perhaps a DIAG port', no: 'No DIAG port'};

/** "A DIAG port, open in rayhunter (pid 42)." */
export function deviceState({diag, permitted, owner}) {
  const held = owner ? `, open in ${owner.name} (pid ${owner.pid})` : '';
  const barred = permitted ? '' : ', and diagtapd may not open it';
  return `${KINDS[diag] ?? 'A device'}${held}${barred}.`;
}

/** What the list cannot say; '' if nothing. */
export function devicesNote({devices, sees_other_users: seesAll, unreadable}) {
  const parts = [];
  if (!devices.some(({diag}) => diag !== 'no')) parts.push('No DIAG port is here.');
  for (const {path, why} of unreadable) parts.push(`${path} cannot be read (${why}): there may be more.`);
  if (!seesAll) parts.push('Programs of other users are not seen.');
  return parts.join(' ');
}
