// SPDX-License-Identifier: MIT
/**
 * flow_control.js - limits the bytes that are on their way to the worker.
 *
 * feed.js uses it.  Over HTTP the page reads more slowly, and the daemon counts
 * what the stream loses.  A page cannot slow a WebSocket down: while too many
 * bytes are on their way, whole messages are dropped (each has whole records).
 * A loss record takes their place (docs/wire.md).
 *
 *   new FlowControl((message, transfer) => worker.postMessage(message, transfer))
 */

const HIGH = 24 << 20; // bytes on their way: stop above this
const LOW = 4 << 20;   // and go on at this

const RECORD_HEADER = 16;
const CONTAINER = 0x0100;
const PART = 0x0101;
const LOSS = 0x01ff;

export class FlowControl {
  constructor(post) {
    this.post = post;
    this.begin('');
  }

  /** A new stream begins, over "WebSocket" or "HTTP". */
  begin(carrier) {
    this.canWait = carrier === 'HTTP';
    this.sent = this.done = 0;
    this.lost = null;
    this.resume?.();
    this.post({type: 'begin'}, []);
  }

  get waiting() {
    return this.sent - this.done;
  }

  /** done: tick.taken, the bytes of this stream that the worker has decoded. */
  setDone(done) {
    this.done = done;
    if (this.waiting <= LOW) this.resume?.();
  }

  /** Takes bytes of the stream.  If it returns a promise, the stream waits for that. */
  take(buffer) {
    if (this.canWait) {
      this.pass(buffer);
      return this.waiting > HIGH
        ? new Promise((resolve) => { this.resume = resolve; }) : undefined;
    }
    if (this.lost === null && this.waiting <= HIGH) {
      this.pass(buffer);
    } else {
      this.lost ??= {containers: 0, bytes: 0};
      count(buffer, this.lost);
      if (this.waiting <= LOW) {
        this.pass(lossRecord(buffer, this.lost));
        this.lost = null;
      }
    }
    return undefined;
  }

  pass(buffer) {
    this.sent += buffer.byteLength;
    this.post({type: 'bytes', buffer}, [buffer]);
  }
}

/** Adds the containers and bytes of a message to a sum. */
function count(buffer, sum) {
  const view = new DataView(buffer);
  for (let at = 0; at + RECORD_HEADER + 4 <= view.byteLength;) {
    const length = view.getUint32(at + 8, true);
    const path = view.getUint16(at + 16, true);
    if (path === LOSS && at + 36 <= view.byteLength) {
      sum.containers += Number(view.getBigUint64(at + 19, true));
      sum.bytes += Number(view.getBigUint64(at + 27, true));
    } else if (path === CONTAINER) {
      sum.containers++;
      sum.bytes += length - 4;
    } else if (path === PART) {
      sum.containers += view.getUint16(at + 27, true) === 0 ? 1 : 0;
      sum.bytes += length - 16;
    }
    at += RECORD_HEADER + length;
  }
}

/** A loss record, with the time of the first record in a dropped message. */
function lossRecord(buffer, {containers, bytes}) {
  const record = new DataView(new ArrayBuffer(36));
  const lost = new DataView(buffer);
  record.setUint32(0, lost.getUint32(0, true), true);
  record.setUint32(4, lost.getUint32(4, true), true);
  record.setUint32(8, 20, true);
  record.setUint32(12, 20, true);
  record.setUint16(16, LOSS, true);
  record.setUint8(18, 16);
  record.setBigUint64(19, BigInt(containers), true);
  record.setBigUint64(27, BigInt(bytes), true);
  return record.buffer;
}
