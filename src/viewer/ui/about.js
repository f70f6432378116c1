// SPDX-License-Identifier: MIT
/** about.js - the dialog of the state button: connection, source, programs, streams. */

import {el} from './dom.js';
import {openDialog, terms} from './dialog.js';
import {byteSize, count, duration} from './format.js';
import {askedFor, PORT_COLUMNS, portFigure, portRow} from './port.js';

const amount = ({containers, bytes}) => `${count(containers)} containers, ${byteSize(bytes)}`;

export function openAbout({state, status, tapName, carrier, total}) {
  const tap = status?.taps.find(({name}) => name === tapName);
  openDialog({title: 'State'},
    el('h3', {text: 'This page'}),
    terms([
      ['State', state.text],
      ['Reason', state.more],
      ['Transport', carrier],
      ['Received', total && `${count(total.records)} records, ${count(total.frames)} frames, ${byteSize(total.bytes)}`],
      ['Lost', total && amount(total.lost)],
    ]),
    ...tap ? source(tap) : [],
    ...status?.port?.enabled ? programs(status.port) : [],
    ...status ? streams(status) : []);
}

function source({enabled, why, source, read, dropped, ring}) {
  if (!enabled) return [el('h3', {text: 'Source'}), el('p', {text: why})];
  return [
    el('h3', {text: 'Source'}),
    terms([
      ['Type', source.type],
      ['Where', source.where],
      ['State', source.state],
      ['Reason', source.why],
      ['Failures', source.failures || ''],
      ['Wrong frames', source.wrong_frames || ''],
      ['Read', amount(read)],
      ['Dropped', dropped.containers ? amount(dropped) : ''],
      ['Ring', `${byteSize(ring.bytes)} of ${byteSize(ring.room)}, ${ring.subscribers} ${ring.subscribers === 1 ? 'subscriber' : 'subscribers'}`],
    ]),
  ];
}

const cell = (text, number) => el('td', {text, class: number ? 'number' : null});

/** The programs at the DIAG port; port: of /api/status. */
export function programs(port) {
  return [
    el('h3', {text: `DIAG port: ${portFigure(port)} programs`}),
    el('p', {class: 'dim', text: `The modem is asked for: ${askedFor(port.modem)}.`}),
    port.clients.length ? clients(port.clients) : el('p', {class: 'dim', text: 'No program is attached.'}),
  ];
}

const clients = (all) => el('div', {class: 'scroll'}, el('table', {},
  el('thead', {}, el('tr', {}, ...PORT_COLUMNS.map(([text, number]) =>
    el('th', {text, scope: 'col', class: number ? 'number' : null})))),
  el('tbody', {}, ...all.map((client) => el('tr', {},
    ...portRow(client).map((text, i) => cell(text, PORT_COLUMNS[i][1])))))));

function streams({version, uptime_s, streams, subscribers}) {
  return [
    el('h3', {text: `Streams: ${streams.open} open, ${streams.most} at most`}),
    el('div', {class: 'scroll'}, el('table', {},
      el('thead', {}, el('tr', {}, ...['Client', 'Stream', 'Sent', 'Lags', 'Lost'].map((text, i) =>
        el('th', {text, scope: 'col', class: i > 1 ? 'number' : null})))),
      el('tbody', {}, ...subscribers.map((one) => el('tr', {},
        cell(one.peer), cell(one.stream), cell(byteSize(one.bytes), true),
        cell(count(one.lags), true), cell(count(one.lost.containers), true)))))),
    el('p', {class: 'dim', text: `diagtapd ${version}, running for ${duration(uptime_s)}.`}),
  ];
}
