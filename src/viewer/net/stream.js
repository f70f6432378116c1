// SPDX-License-Identifier: MIT
/**
 * stream.js - one pcap stream, from its first byte to its end.
 *
 * It comes by WebSocket.  Where that cannot be opened it is asked for by
 * fetch() once: the answer then tells in words what a WebSocket keeps to
 * itself (503 and its sentence), or, where something on the way lets no
 * WebSocket through, it is the stream.
 *
 *   const stream = new Stream(api, 'diag', {oldest: true}, {
 *     onBegin(carrier)   the stream is open: "WebSocket" or "HTTP"
 *     onBytes(buffer)   an ArrayBuffer of it; a promise holds it back (HTTP)
 *     onEnd(end)         {status, text}: of a refusal; or 0 and why it ended
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
    case 1013: return 'This page took nothing for too long.';
    default: return 'The connection was lost.';
  }
}
