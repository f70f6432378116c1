// SPDX-License-Identifier: MIT
// What our trees say of real captures is what tshark says, with the dissector,
// of the same records.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {test} from 'node:test';
import {dissected} from './dissected.mjs';
import {need, tmp} from './lib.mjs';
import {captures, nameOf, needCaptures, pcapOf} from './shared_captures.mjs';
import {compare, shown} from './trees.mjs';

need('tshark');
needCaptures();

for (const file of captures) {
  test(`fields of ${nameOf(file)}`, async () => {
    const bytes = await pcapOf(file);
    const capture = `${tmp}/capture.pcap`;
    fs.writeFileSync(capture, bytes);
    const theirs = dissected(capture);
    const ours = shown(bytes);
    assert.equal(ours.length, theirs.length);
    const wrong = ours.flatMap((fields, i) =>
      compare(fields, theirs[i]).map((text) => `record ${i + 1}, ${text}`));
    assert.deepEqual(wrong.slice(0, 20), []);
  });
}
