// SPDX-License-Identifier: MIT
// The detail: the message and what is known of the radio come first, framing last.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LTE} from './bits.mjs';
import {captureOf, fixture, fixtures, load, packetOf, startSession} from './lib.mjs';
import {lteRrc} from './made.mjs';

const {radioFirst} = await load('ui/radio_first.js');

const labels = (nodes) => nodes.map(({label}) => label.split(':')[0]);

/** All nodes below some, as texts, whatever their order. */
const all = (nodes) => nodes.flatMap(({label, children}) => [label, ...all(children)]);

async function treesOf(bytes) {
  const viewer = startSession();
  await viewer.feed(bytes);
  const rows = await viewer.rows();
  return Promise.all(rows.map(async ({n}) => (await viewer.ask({type: 'detail', row: n})).tree));
}

test('the message, then its cell, and how it came in a group', async () => {
  const [tree] = await treesOf(captureOf([packetOf(lteRrc('dl_dcch', LTE.security(2, 2)))]));
  const [frame, container, ...more] = radioFirst(tree);
  assert.deepEqual(more, []);
  assert.deepEqual(labels(frame.children).slice(0, 2), ['PDU', 'Log code']);
  assert.deepEqual(labels(frame.children[0].children), ['Ciphering', 'Integrity protection']);
  for (const label of ['Physical cell id', 'EARFCN']) assert.ok(labels(frame.children).includes(label), label);
  const framing = frame.children.at(-1);
  assert.equal(framing.label, 'Framing');
  for (const label of ['Frame check sequence', 'Opcode']) assert.ok(labels(framing.children).includes(label), label);
  assert.equal(container.label, 'Container');
  assert.deepEqual(labels(container.children), ['Path', 'Container']);
});

const isFaulty = ({kind, children}) => kind === 'warn' || kind === 'error' || children.some(isFaulty);

const groupsOf = (nodes) => nodes.flatMap((node) => [...node.kind === 'group' ? [node] : [], ...groupsOf(node.children)]);

test('nothing is lost, and no fault is hidden', async () => {
  const seen = {Framing: 0, Container: 0, 'Container with a fault': 0};
  for (const name of fixtures) {
    for (const tree of await treesOf(fixture(name))) {
      const shown = radioFirst(tree);
      const groups = groupsOf(shown);
      const own = all(tree).concat(groups.map(({label}) => label));
      assert.deepEqual(all(shown).sort(), own.sort(), name);
      for (const {label, children} of groups) {
        seen[label]++;
        assert.equal(label.endsWith(' with a fault'), children.some(isFaulty), name);
      }
    }
  }
  for (const [label, times] of Object.entries(seen)) assert.ok(times > 0, label);
});
