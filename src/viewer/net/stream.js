// SPDX-License-Identifier: MIT
/**
 * stream.js - one pcap stream, from its first byte to its end.
 *
 * connection.js uses it.  The stream comes over a WebSocket.  If that cannot be
 * opened, the page tries HTTP once, by fetch().  If diagtapd refuses the stream,
 * the answer has the sentence that a WebSocket hides (503).  If a proxy blocks
 * WebSockets, the answer is the stream.
 *
 *   const stream = new Stream(api, 'diag', {oldest: true}, {
 *     onBegin(carrier)   the stream is open, over "WebSocket" or "HTTP"
 *     onBytes(buffer)    an ArrayBuffer of it; a promise makes HTTP wait
 *     onEnd(end)         {status, text}: of a refusal, or 0 and the reason
 *   });
 *   stream.close();      no more calls
 */

const PROTOCOL = 'dtap.pcap.v1';

export class Stream {
  constructor(api, tap, {oldest}, listener) {
    this.api = api;
    this.query = oldest ? '?since=oldest' : '';
    this.tap = tap;
    this.listener = listener;
    this.aborter = new AbortController();
    this.openSocket();
  }

  close() {
    this.closed = true;
    this.socket?.close();
    this.aborter.abort();
  }

  openSocket() {
    let opened = false;
    const socket = this.api.webSocket(`api/${this.tap}/ws${this.query}`, PROTOCOL);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      opened = true;
      if (!this.closed) this.listener.onBegin('WebSocket');
    };
    socket.onmessage = ({data}) => {
      if (!this.closed) this.listener.onBytes(data);
    };
    socket.onclose = ({code, reason}) => {
      if (this.closed) return;
      if (opened) this.end(0, reason || closing(code));
      else this.openFetch();
    };
  }

  async openFetch() {
    try {
      const answer = await this.api.fetch(`api/${this.tap}/pcap${this.query}`,
        {signal: this.aborter.signal});
      if (!answer.ok) {
        this.end(answer.status, (await answer.text()).trim());
        return;
      }
      this.listener.onBegin('HTTP');
      await this.readAll(answer.body.getReader());
      this.end(0, 'The stream has ended.');
    } catch (error) {
      this.end(0, error instanceof TypeError ? 'The connection was lost.'
        : String(error.message));
    }
  }

  async readAll(reader) {
    for (;;) {
      const {done, value} = await reader.read();
      if (done || this.closed) return;
      await this.listener.onBytes(value.slice().buffer);
    }
  }

  end(status, text) {
    if (this.closed) return;
    this.closed = true;
    this.listener.onEnd({status, text});
  }
}

/** Close codes: RFC 6455, 7.4.1. */
function closing(code) {
  switch (code) {
    case 1000: return 'The stream has ended.';
    case 1001: return 'diagtapd has stopped.';
    case 1013: return 'This page did not read for too long.';
    default: return 'The connection was lost.';
  }
}
