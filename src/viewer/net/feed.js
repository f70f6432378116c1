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
 *     onOpened(file)      {name, kind, rows, error, whence, isShown}: it is
 *                         decoded and shown, or error says why not
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
    this.file = null;    // {name, whence, isCapture}, while one is shown; isCapture: of the archive
    this.opening = null; // the same of one that is read and decoded
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
    this.file = this.opening = null;
    this.connection.start();
  }

  /**
   * load() gives the bytes of the file, or throws an Error whose message says
   * why not.  What is shown stays until the worker has decoded the file.
   */
  async open(name, whence, load, isCapture = false) {
    const opening = this.opening = {name, whence, isCapture};
    try {
      const buffer = await load();
      if (this.opening === opening) this.post({type: 'open', name, buffer}, [buffer]);
    } catch (error) {
      if (this.opening === opening) this.opened({name, error: error.message});
    }
  }

  /** The worker shows the file from now on. */
  replaced() {
    this.connection.stop();
    this.file = this.opening;
  }

  /** The worker has decoded a file.  By now the reader may want another one, or the live stream. */
  opened(file) {
    const {opening} = this;
    if (opening?.name !== file.name) return;
    this.opening = null;
    const isShown = this.file === opening;
    this.listener.onOpened({...file, whence: opening.whence, isShown});
    if (isShown) this.listener.onState({kind: 'file', text: `File: ${file.name}`, more: ''});
  }
}
