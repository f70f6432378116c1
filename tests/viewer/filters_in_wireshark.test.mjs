// SPDX-License-Identifier: MIT
// Every filter that the detail pane shows works here and in Wireshark: it finds
// the row, or record, that it was read from.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {fixture, fixtures, load, need, startSession, tmp} from './lib.mjs';

need('tshark');
const {compile} = await load('filter/filter.js');
const {filterText} = await load('filter/tree_field.js');

const dissector = process.env.DISSECTOR ??
  new URL('../../dissector/diagtap.lua', import.meta.url).pathname;

/** All filters of a tree. */
function filtersOf(nodes, out = new Set()) {
  for (const {field, value, children} of nodes) {
    const text = field && filterText(field, value);
    if (text) out.add(text);
    filtersOf(children, out);
  }
  return out;
}

const fieldOf = (text) => text.split(' ')[0];

/** The trees of a fixture's rows, each with the number of its record. */
async function treesOf(name) {
  const viewer = startSession();
  await viewer.feed(fixture(name));
  const trees = [];
  for (const {n} of await viewer.rows()) {
    const {tree} = await viewer.ask({type: 'detail', row: n});
    trees.push({n, tree});
  }
  return {viewer, trees};
}

/** Records that pass a filter in tshark. */
const passing = (name, filter) => execFileSync('tshark', ['-2', '-r',
  `${tmp}/fixtures/${name}.pcap`, '-X', `lua_script:${dissector}`,
  '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
{encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e8});

const tried = new Set(); // fields: one example of each is enough

for (const name of fixtures) {
  test(`filters of ${name}`, async () => {
    const {trees} = await treesOf(name);
    for (const {n, tree} of trees) {
      const fresh = [...filtersOf(tree)].filter((text) =>
        !tried.has(fieldOf(text)));
      for (const text of fresh) {
        const {test: passes, error} = compile(text, () => tree);
        assert.equal(error, null, `${text} of row ${n}`);
        // Fields that a row has itself are checked in filter.test.mjs.
        const row = {code: -1};
        if (!/^diagtap\.log\.code /.test(text)) {
          assert.ok(passes(row), `${text} finds row ${n}`);
        }
        tried.add(fieldOf(text));
      }
      if (fresh.length === 0) continue;
      assert.notEqual(passing(name, fresh.map((text) => `(${text})`)
        .join(' && ')), '', `${name}: ${fresh.join(' && ')}`);
    }
  });
}
