// SPDX-License-Identifier: MIT
/**
 * connection.js - keeps a stream of a tap open while the page is open, and
 * reports its state.
 *
 * feed.js uses it.
 *
 *   new Connection(api, tap, {
 *     onState(state)     {kind, text, more, locked}: kind is "live", "wait" or
 *                        "bad"; text is a few words; more is a sentence or '';
 *                        locked: a token is needed
 *     onStatus(status)   /api/status, every few seconds; null: unknown
 *     onToken(wrong)     a token is needed: call setToken().  wrong: there was
 *                        one, and it is wrong
 *     onBegin(carrier)   a new stream begins, over "WebSocket" or "HTTP"
 *     onBytes(buffer)    bytes of the stream; a promise makes HTTP wait
 *   })
 *
 * The first stream begins with the oldest data in the ring of the daemon, and
 * so does the first one after a restart of the daemon.  Other streams begin
 * with new data.
 */

import {Stream} from './stream.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10000;
const POLL = 2000;

export class Connection {
  constructor(api, tap, listener) {
    this.api = api;
    this.tap = tap;
    this.listener = listener;
    this.pause = FIRST_PAUSE;
    this.started = null; // when the daemon started: ms since 1970
    this.wantsOldest = true;
    this.timer = 0;
    this.stream = null;
  }

  start() {
    this.stopped = false;
    this.listener.onState({kind: 'wait', text: 'Connecting', more: ''});
    this.attempt();
  }

  /** Closes the stream until start().  The status is still read. */
  stop() {
    this.stopped = true;
    this.wantsOldest = true;
    this.stream?.close();
    this.stream = null;
    this.later(() => this.poll(), POLL);
  }

  setToken(token) {
    this.api.setToken(token);
    this.pause = FIRST_PAUSE;
    this.attempt();
  }

  later(act, ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
  }

  retry() {
    this.later(() => this.attempt(), this.pause * (.8 + .4 * Math.random()));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  say(kind, text, more = '') {
    this.listener.onState({kind, text, more});
  }

  async attempt() {
    this.stream?.close();
    this.stream = null;
    const status = await this.status();
    if (this.stopped || status === undefined) return;
    const tap = status?.taps.find(({name}) => name === this.tap);
    if (tap && !tap.enabled) {
      this.say('bad', 'Disabled', tap.why);
      this.retry();
    } else if (tap?.ring.ended) {
      this.saySource({...tap.source, state: 'ended'});
      this.retry();
    } else if (tap) {
      this.open();
    } else if (status) {
      this.say('bad', 'No such tap', `This diagtapd has no tap "${this.tap}".`);
    }
  }

  open() {
    this.stream = new Stream(this.api, this.tap, {oldest: this.wantsOldest}, {
      onBegin: (carrier) => {
        this.carrier = carrier;
        this.pause = FIRST_PAUSE;
        this.wantsOldest = false;
        this.listener.onBegin(carrier);
        this.poll();
      },
      onBytes: (buffer) => this.listener.onBytes(buffer),
      onEnd: ({status, text}) => {
        this.stream = null;
        if (status === 401) {
          this.unauthorised();
          return;
        }
        if (status) this.say('bad', REFUSALS[status] ?? `Refused (${status})`, text);
        else this.say('wait', 'Reconnecting', text);
        this.retry();
      },
    });
  }

  /** Reads the status, and reports the state of the source while a stream is open. */
  async poll() {
    this.later(() => this.poll(), POLL);
    if (document.hidden) return;
    const status = await this.status();
    const source = status?.taps.find(({name}) => name === this.tap)?.source;
    if (!source || this.stopped || !this.stream) return;
    this.saySource(source);
  }

  saySource({type, where, state, why}) {
    const what = type === 'simulator' ? `simulator, ${where}` : where;
    switch (state) {
      case 'running': this.say('live', `Live: ${what}`, why); break;
      case 'opening': this.say('wait', `Opening ${what}`, why); break;
      case 'retrying': this.say('wait', `Waiting for ${what}`, why); break;
      case 'waiting': this.say('wait', 'Waiting for more subscribers', why); break;
      case 'ended': this.say('wait', `Ended: ${what}`, 'The replay has ended. Its rows are still here.'); break;
      default: this.say('wait', `${what}: ${state}`, why);
    }
  }

  /** /api/status.  Null: there is no answer now.  Undefined: the failure is already reported. */
  async status() {
    try {
      const answer = await this.api.fetch('api/status',
        {signal: AbortSignal.timeout(8000)});
      if (answer.status === 401) {
        this.unauthorised();
        return undefined;
      }
      if (!answer.ok) {
        this.say('bad', `Refused (${answer.status})`, (await answer.text()).trim());
        this.failed();
        return undefined;
      }
      const status = await answer.json();
      this.notice(status);
      return status;
    } catch {
      this.listener.onStatus(null);
      if (!this.stream && !this.stopped) {
        this.say('bad', 'Not reachable', 'diagtapd does not answer. This page keeps trying.');
        this.failed();
        return undefined;
      }
      return null;
    }
  }

  failed() {
    if (!this.stream && !this.stopped) this.retry();
  }

  /** Detects a restart of the daemon: its ring is new then. */
  notice(status) {
    const started = Date.now() - status.uptime_s * 1000;
    if (this.started !== null && started - this.started > 3000)
      this.wantsOldest = true;
    this.started = started;
    this.listener.onStatus(status);
  }

  unauthorised() {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
    this.listener.onState({kind: 'bad', text: 'A token is needed', locked: true,
      more: 'Enter the token: the line in the file that access.token_file names.'});
    this.listener.onToken(this.api.token !== '');
  }
}

/** Status of HTTP -> a few words. */
const REFUSALS = {
  403: 'Refused',
  429: 'Too many streams',
  503: 'No stream',
};
