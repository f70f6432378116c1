// SPDX-License-Identifier: MIT
// What goes to Wireshark in the page: rows as records of one message, and code
// of Emscripten without eval.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {captureOf, containerOf, frameOf, load, logOf, packetOf, startSession} from './lib.mjs';

const {WithoutEval} = await load('wireshark/noeval.js');
const {viewsOf} = await load('wireshark/nodes.js');
const {PcapStream} = await load('input/pcap.js');

/** The records of a pcap. */
function recordsOf(pcap) {
  const records = [];
  new PcapStream({record: (record) => records.push(record.bytes.slice()), trouble: assert.fail})
    .push(new Uint8Array(pcap));
  return records;
}

test('a row becomes a record with its message alone', async () => {
  const viewer = startSession();
  const odd = Uint8Array.of(0x10, 0x7e, 0x7d, 1, 2, 3); // with bytes that are escaped
  await viewer.feed(captureOf([containerOf(frameOf(logOf(1)), frameOf(odd), frameOf(logOf(3))),
    packetOf(logOf(4), -1)]));
  const expected = [packetOf(logOf(1)), packetOf(odd), packetOf(logOf(3)), packetOf(logOf(4), -1)];
  for (const [i, record] of expected.entries()) {
    const {pcap} = await viewer.ask({type: 'record', row: i + 1});
    assert.deepEqual(recordsOf(pcap), [record], `row ${i + 1}`);
  }
  const {rows, first, pcap} = await viewer.ask({type: 'records', id: 7, from: 3, to: 9, context: 1});
  assert.deepEqual([rows, first], [[2, 3, 4], 3]);
  assert.deepEqual(recordsOf(pcap), expected.slice(1));
  assert.equal((await viewer.ask({type: 'record', row: 99})).pcap, null);
});

test('the list is what Wireshark has picked', async () => {
  const viewer = startSession();
  await viewer.feed(captureOf([1, 2, 3, 4].map((pci) => packetOf(logOf(pci)))));
  await viewer.ask({type: 'pick', text: 'nas-eps', rows: [2, 3]});
  assert.deepEqual((await viewer.rows()).map(({n}) => n), [2, 3]);
  await viewer.feed(captureOf([packetOf(logOf(5)), packetOf(logOf(6))]).slice(24));
  assert.equal((await viewer.rows()).length, 2, 'new rows are not judged yet');
  await viewer.ask({type: 'pick', text: 'nas-eps', rows: [6], more: true});
  assert.deepEqual((await viewer.rows()).map(({n}) => n), [2, 3, 6]);
  await viewer.ask({type: 'filter', text: ''});
  assert.equal((await viewer.rows()).length, 6);
});

test('the two texts of embind become closures, and no other text is run', () => {
  const named = new WithoutEval('body', 'return function Some$Name() {\n "use strict"; return body.apply(this, arguments);\n};')(
    function sum(a, b) { return this.base + a + b; });
  assert.equal(named.name, 'Some$Name');
  assert.equal(named.call({base: 1}, 2, 3), 6);

  const freed = [];
  const text = 'return function act(arg0) {\nvar thisWired = classParam.toWireType(null, this);\n' +
    'var rv = invoker(fn, thisWired, arg0Wired);\n}';
  const names = ['throwBindingError', 'invoker', 'fn', 'runDestructors', 'retType', 'classParam',
    'argType0', 'arg0Wired_dtor'];
  const make = Reflect.apply(WithoutEval, {}, [...names, text]);
  const act = make((why) => { throw new TypeError(why); }, (fn, self, arg) => [fn, self, arg], 'f', null,
    {fromWireType: (result) => ['back', ...result]}, {toWireType: (stack, self) => `wired ${self.id}`},
    {toWireType: (stack, arg) => arg * 2}, (arg) => freed.push(arg));
  assert.deepEqual(act.call({id: 9}, 21), ['back', 'f', 'wired 9', 42]);
  assert.deepEqual(freed, [42]);
  assert.throws(() => act.call({id: 9}), /called with 0 arguments, expected 1 args/);

  for (const other of ['return 1', 'return function x() { steal(); }', 'alert(1)']) {
    assert.throws(() => new WithoutEval(other), EvalError);
  }
});

test('the views of the bytes have names without their sizes, which the page adds', () => {
  const sources = [{name: 'Frame (3 bytes)', data: 'AQID'}, {name: 'Reassembled (1 byte)', data: 'Bw=='}, {name: 'DIAG frame 2', data: ''}];
  const vector = {size: () => 3, get: (i) => sources[i], delete: () => {}};
  assert.deepEqual(viewsOf(vector).map(({name, bytes}) => [name, ...bytes]),
    [['Frame', 1, 2, 3], ['Reassembled', 7], ['DIAG frame 2']]);
});
