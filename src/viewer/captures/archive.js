// SPDX-License-Identifier: MIT
/**
 * archive.js - the requests to /api/archive (docs/wire.md, "The archive").
 *
 * captures.js uses it.  Each request throws a Refusal (net/api.js) if diagtapd
 * refuses it.
 */

export class Archive {
  constructor(api) {
    this.api = api;
  }

  /** The archives, one for each recorded tap, with their newest captures, `limit` at most. */
  async list(limit) {
    const answer = await this.api.ask(`api/archive?limit=${limit}`);
    return (await answer.json()).archives;
  }

  /** action: "start", "stop" or "rotate".  diagtapd answers first and acts a little later. */
  order(action, tap) {
    return this.api.ask(`api/archive/${action}?tap=${encodeURIComponent(tap)}`, {method: 'POST'});
  }

  remove(name) {
    return this.api.ask(path(name), {method: 'DELETE'});
  }

  /** The Response that carries the capture. */
  capture(name) {
    return this.api.ask(path(name));
  }

  /** The address for a link.  A link sends no token. */
  url(name) {
    return this.api.url(path(name));
  }
}

const path = (name) => `api/archive/${encodeURIComponent(name)}`;
