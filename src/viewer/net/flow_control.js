// SPDX-License-Identifier: MIT
/**
 * flow_control.js - between the stream and the worker: never more bytes on their way
 * than can be worked off soon.
 *
 * A stream by HTTP is held back, and loses at the daemon.  A WebSocket cannot
 * be held back by its page: while the worker is far behind, whole messages are
 * left out (each is whole records), and a loss record stands in their place
 * (docs/wire.md).
 *
 *   new FlowControl((message, transfer) => worker.postMessage(message, transfer))
 */

const MOST = 24 << 20;  // bytes on their way
const ENOUGH = 4 << 20; // go on, after a loss or a wait

const RECORD_HEADER = 16;
const CONTAINER = 0x0100;
const PART = 0x0101;
const LOSS = 0x01ff;

export class FlowControl {
  constructor(post) {
    this.post = post;
    this.begin('');
  }

  /** A new stream, by "WebSocket" or "HTTP". */
  begin(carrier) {
    this.canWait = carrier === 'HTTP';
    this.sent = this.taken = 0;
    this.lost = null;
    this.resume?.();
    this.post({type: 'begin'}, []);
  }

  get waiting() {
    return this.sent - this.taken;
  }

  /** tick.taken: bytes of this stream that the worker is through with. */
  took(taken) {
    this.taken = taken;
    if (this.waiting <= ENOUGH) this.resume?.();
  }

  /** The stream goes on when what this returns has come true. */
  take(buffer) {
    if (this.canWait) {
      this.pass(buffer);
      return this.waiting > MOST
        ? new Promise((resolve) => { this.resume = resolve; }) : undefined;
    }
    if (this.lost === null && this.waiting <= MOST) {
      this.pass(buffer);
    } else {
      this.lost ??= {containers: 0, bytes: 0};
      count(buffer, this.lost);
      if (this.waiting <= ENOUGH) {
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

/** Adds what the records of a message hold. */
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

/** With the time of the first record of a message that was lost. */
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
