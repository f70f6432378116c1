// SPDX-License-Identifier: MIT
/**
 * feed.js - what the worker decodes: the live stream of a tap, or a file in
 * its place.
 *
 * page.js uses it.
 *
 *   new Feed(api, tap, post, {
 *     onState(state)      as of Connection, and of a file: kind "file"
 *     onStatus(status)    as of Connection
 *     onToken(wrong)      as of Connection
 *     onFile()            a file takes the place of what was shown
 *     onOpened(file)      {name, kind, rows, error, whence}: it is decoded, or
 *                         error says why not
 *   })
 *
 * post(message, transfer) sends a message to the worker.
 */

import {Connection} from './connection.js';
import {FlowControl} from './flow_control.js';

export class Feed {
  constructor(api, tap, post, listener) {
    this.post = post;
    this.listener = listener;
    this.file = null; // {name, whence}, while one is shown
    this.flowControl = new FlowControl(post);
    this.connection = new Connection(api, tap, {
      onState: (state) => { if (!this.file) listener.onState(state); },
      onStatus: (status) => listener.onStatus(status),
      onToken: (wrong) => listener.onToken(wrong),
      onBegin: (carrier) => this.flowControl.begin(carrier),
      onBytes: (buffer) => this.flowControl.take(buffer),
    });
  }

  get isLive() {
    return this.file === null;
  }

  /** The live stream is shown, from now on. */
  goLive() {
    this.file = null;
    this.connection.start();
  }

  /** load() gives the bytes of the file, or throws an Error whose message says why not. */
  async open(name, whence, load) {
    this.connection.stop();
    this.file = {name, whence};
    this.listener.onFile();
    this.listener.onState({kind: 'file', text: `Opening ${name}`, more: ''});
    this.post({type: 'clear'}, []);
    try {
      const buffer = await load();
      if (this.isShown(name)) this.post({type: 'open', name, buffer}, [buffer]);
    } catch (error) {
      this.opened({name, error: error.message});
    }
  }

  /** The worker has decoded a file.  By now the reader may want another one, or the live stream. */
  opened(file) {
    if (!this.isShown(file.name)) return;
    this.listener.onOpened({...file, whence: this.file.whence});
    this.listener.onState({kind: 'file', text: `File: ${file.name}`, more: ''});
  }

  isShown(name) {
    return this.file?.name === name;
  }
}
