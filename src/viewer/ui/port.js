// SPDX-License-Identifier: MIT
/**
 * port.js - the DIAG port as texts: which programs are attached, what each asked
 * for and what it got.  `port` is that of /api/status.  foot.js and about.js use
 * it; it knows no page.
 */

import {byteSize, count} from './format.js';

/** "2 of 16"; '' without a port. */
export const portFigure = (port) =>
  (port?.enabled ? `${port.attached} of ${port.most}` : '');

/** Something that was lost needs attention. */
export const portStyle = (port) =>
  (port?.enabled && port.clients.some((client) => client.lost_frames > 0) ? 'warn' : '');

/** "33 logs, events": what a program, or the modem, was asked for. */
export function askedFor({logs, events, messages}) {
  const parts = [
    logs ? `${count(logs)} ${logs === 1 ? 'log' : 'logs'}` : '',
    events ? 'events' : '',
    messages ? 'messages' : '',
  ];
  return parts.filter((part) => part !== '').join(', ') || 'nothing';
}

/** title, and whether it is a number */
export const PORT_COLUMNS = [
  ['Program', false], ['Way', false], ['Asked for', false], ['Requests', true],
  ['Refused', true], ['Frames', true], ['Sent', true], ['Lost', true],
];

/** The texts of a program, in the order of PORT_COLUMNS. */
export const portRow = (client) => [
  `${client.number}: ${client.name}`, client.way, askedFor(client),
  count(client.requests), count(client.refused), count(client.frames),
  byteSize(client.bytes), count(client.lost_frames),
];
