// SPDX-License-Identifier: MIT
// What the page says of the programs at the DIAG port.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './lib.mjs';

const {askedFor, PORT_COLUMNS, portFigure, portRow, portStyle} = await load('ui/port.js');

const client = (more = {}) => ({
  number: 3, way: 'tcp', name: '127.0.0.1:40312', logs: 33, events: true, messages: false,
  requests: 19, refused: 1, frames: 12420, bytes: 377000, lost_frames: 0, ...more,
});

const port = (...clients) => ({enabled: true, attached: clients.length, most: 16, clients});

test('the foot counts programs, if there is a port', () => {
  assert.equal(portFigure(port(client(), client())), '2 of 16');
  assert.equal(portFigure({enabled: false}), '');
  assert.equal(portFigure(undefined), '');
});

test('a program that loses frames needs attention', () => {
  assert.equal(portStyle(port(client())), '');
  assert.equal(portStyle(port(client(), client({lost_frames: 1}))), 'warn');
  assert.equal(portStyle({enabled: false}), '');
});

test('what was asked for is said in words', () => {
  assert.equal(askedFor({logs: 33, events: true, messages: true}), '33 logs, events, messages');
  assert.equal(askedFor({logs: 1, events: false, messages: false}), '1 log');
  assert.equal(askedFor({logs: 0, events: false, messages: false}), 'nothing');
});

test('a row has a text for each column', () => {
  const row = portRow(client());
  assert.equal(row.length, PORT_COLUMNS.length);
  assert.deepEqual(row, ['3: 127.0.0.1:40312', 'tcp', '33 logs, events',
    '19', '1', '12,420', '377 kB', '0']);
});
