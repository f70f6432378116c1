// SPDX-License-Identifier: MIT
// The connection: what opens it, what it says of refusals and ends, how it
// comes back; and what becomes of what the worker cannot keep up with.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bufferOf, captureOf, load, logOf, packetOf} from './lib.mjs';

const {FlowControl} = await load('net/flow_control.js');
const {Stream} = await load('net/stream.js');
const {Connection} = await load('net/connection.js');

globalThis.document = {hidden: false};

/** A message of records, and how many containers and payload bytes it has. */
const message = (count) => bufferOf(captureOf(Array.from({length: count},
  () => packetOf(logOf(1)))).slice(24));
const PAYLOAD = packetOf(logOf(1)).length - 4;
const BIG = 4000; // records
const big = message(BIG);

function flowControlOf(carrier) {
  const posted = [];
  const control = new FlowControl((one) => posted.push(one));
  control.begin(carrier);
  posted.length = 0;
  return {control, posted};
}

test('a WebSocket that the worker cannot keep up with loses whole messages', () => {
  const {control, posted} = flowControlOf('WebSocket');
  let sent = 0;
  while (control.waiting <= 24 << 20) {
    control.take(big.slice());
    sent++;
  }
  assert.equal(posted.length, sent);
  control.take(big.slice());
  control.take(message(3));
  assert.equal(posted.length, sent, 'what is too much is not passed');
  control.setDone(control.sent);
  control.take(message(2));
  // All of a loss is in one record, and what comes next goes on.
  assert.equal(posted.length, sent + 1);
  const record = new DataView(posted.at(-1).buffer);
  assert.deepEqual([record.byteLength, record.getUint32(8, true), record.getUint16(16, true),
    record.getUint8(18)], [36, 20, 0x01ff, 16]);
  assert.equal(record.getBigUint64(19, true), BigInt(BIG + 3 + 2));
  assert.equal(record.getBigUint64(27, true), BigInt((BIG + 3 + 2) * PAYLOAD));
  control.take(message(1));
  assert.equal(posted.length, sent + 2);
});

test('a stream by HTTP is held back, and goes on', async () => {
  const {control, posted} = flowControlOf('HTTP');
  let held;
  let sent = 0;
  while (!held) {
    held = control.take(big.slice());
    sent++;
  }
  assert.equal(posted.length, sent, 'nothing is lost');
  let went = false;
  held.then(() => { went = true; });
  control.setDone(1);
  await null;
  assert.equal(went, false);
  control.setDone(control.sent);
  await held;
});

/** An Api whose WebSocket and answers are a test's. */
function apiOf({answer, open = true}) {
  const api = {token: '', sockets: [], asked: [],
    webSocket: (path, protocol) => {
      const socket = {path, protocol, close: () => {}};
      api.sockets.push(socket);
      queueMicrotask(() => (open ? socket.onopen() : socket.onclose({code: 1006, reason: ''})));
      return socket;
    },
    fetch: async (path) => {
      api.asked.push(path);
      return answer(path);
    }};
  return api;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const reply = (status, body) => ({ok: status < 300, status, text: async () => `${body}\n`,
  json: async () => JSON.parse(body)});

test('each way in which a WebSocket ends has its words', async () => {
  for (const [code, words] of [[1000, 'has ended'], [1001, 'has stopped'],
    [1013, 'did not read for too long'], [1006, 'connection was lost']]) {
    const ends = [];
    const api = apiOf({});
    new Stream(api, 'diag', {oldest: true},
      {onBegin: () => {}, onBytes: () => {}, onEnd: (end) => ends.push(end)});
    await settled();
    const [socket] = api.sockets;
    assert.deepEqual([socket.path, socket.protocol], ['api/diag/ws?since=oldest', 'dtap.pcap.v1']);
    socket.onclose({code, reason: ''});
    assert.equal(ends.length, 1);
    assert.match(ends[0].text, new RegExp(words));
  }
});

test('a WebSocket that is refused asks for the words by HTTP', async () => {
  const ends = [];
  const api = apiOf({open: false, answer: () => reply(503, 'Too many streams.')});
  new Stream(api, 'diag', {oldest: false},
    {onBegin: () => {}, onBytes: () => {}, onEnd: (end) => ends.push(end)});
  await settled();
  await settled();
  assert.deepEqual(api.asked, ['api/diag/pcap']);
  assert.deepEqual(ends, [{status: 503, text: 'Too many streams.'}]);
});

/** A connection whose timers a test turns: due[] holds {act, ms}. */
async function connect(api, act) {
  const said = [];
  const due = [];
  const tokens = [];
  const {setTimeout, clearTimeout} = globalThis;
  globalThis.setTimeout = (run, ms) => due.push({run, ms});
  globalThis.clearTimeout = () => {};
  try {
    const connection = new Connection(api, 'diag', {onState: (state) => said.push(state),
      onStatus: () => {}, onToken: (wrong) => tokens.push(wrong), onBegin: () => {},
      onBytes: () => {}});
    connection.start();
    await settled();
    await settled();
    await act({connection, said, due, tokens});
  } finally {
    Object.assign(globalThis, {setTimeout, clearTimeout});
  }
}

const statusOf = (tap, uptime = 5) => reply(200, JSON.stringify({uptime_s: uptime, taps: [tap]}));
const live = {name: 'diag', enabled: true, ring: {ended: false},
  source: {type: 'file', where: 'x', state: 'running', why: ''}};

test('where nobody answers it asks again, each time later, up to ten seconds', async () => {
  const api = apiOf({answer: () => { throw new TypeError('no'); }});
  await connect(api, async ({said, due}) => {
    assert.deepEqual([said.at(-1).kind, said.at(-1).text], ['bad', 'Not reachable']);
    const pauses = [];
    for (let i = 0; i < 8; i++) {
      const {run, ms} = due.at(-1);
      pauses.push(ms);
      run();
      await settled();
    }
    // Each has a fifth of chance in it.
    pauses.forEach((ms, i) => assert.ok(Math.abs(ms / Math.min(10000, 500 * 2 ** i) - 1) <= .21,
      `${pauses}`));
  });
});

test('a tap that is disabled says so in the daemon\'s words', async () => {
  const why = 'The DIAG stream is disabled. Set diag_stream_enabled = true.';
  const api = apiOf({answer: () => statusOf({name: 'diag', enabled: false, why})});
  await connect(api, async ({said, due}) => {
    assert.deepEqual(said.at(-1), {kind: 'bad', text: 'Disabled', more: why});
    assert.equal(api.sockets.length, 0);
    assert.equal(due.length, 1, 'and it asks again');
  });
});

test('401 asks for the token, once', async () => {
  const api = apiOf({answer: () => reply(401, 'A token is needed.')});
  await connect(api, async ({said, due, tokens}) => {
    assert.deepEqual(tokens, [false]);
    assert.equal(said.at(-1).text, 'A token is needed');
    assert.equal(due.length, 0);
  });
});

test('a stream that is refused says why, and is tried again', async () => {
  const api = apiOf({open: false, answer: (path) => (path === 'api/status' ? statusOf(live)
    : reply(503, 'The limit of streams is reached.'))});
  await connect(api, async ({said, due}) => {
    await settled();
    assert.deepEqual(said.at(-1), {kind: 'bad', text: 'No stream',
      more: 'The limit of streams is reached.'});
    assert.ok(due.length > 0);
  });
});

test('what the ring holds is asked for once, and again of a new daemon', async () => {
  let uptime = 100;
  const api = apiOf({answer: () => statusOf(live, uptime)});
  await connect(api, async ({due}) => {
    const again = async () => {
      api.sockets.at(-1).onclose({code: 1001, reason: ''});
      due.at(-1).run();
      await settled();
      await settled();
      return api.sockets.at(-1).path;
    };
    assert.equal(api.sockets.at(-1).path, 'api/diag/ws?since=oldest');
    assert.equal(await again(), 'api/diag/ws');
    uptime = 1;
    assert.equal(await again(), 'api/diag/ws?since=oldest');
  });
});
