// SPDX-License-Identifier: MIT
/**
 * archive.js - the requests to /api/archive (docs/wire.md, "The archive").
 *
 * captures.js uses it.  Each request throws a Refusal if diagtapd refuses it.
 */

/** status: of HTTP, or 0 if diagtapd does not answer; message: a sentence for the reader. */
export class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export class Archive {
  constructor(api) {
    this.api = api;
  }

  /** The archives, one for each recorded tap, with their newest captures, `limit` at most. */
  async list(limit) {
    const answer = await this.ask(`api/archive?limit=${limit}`);
    return (await answer.json()).archives;
  }

  /** action: "start", "stop" or "rotate".  diagtapd answers first and acts a little later. */
  order(action, tap) {
    return this.ask(`api/archive/${action}?tap=${encodeURIComponent(tap)}`, {method: 'POST'});
  }

  remove(name) {
    return this.ask(path(name), {method: 'DELETE'});
  }

  /** The Response that carries the capture. */
  capture(name) {
    return this.ask(path(name));
  }

  /** The address for a link.  A link sends no token. */
  url(name) {
    return this.api.url(path(name));
  }

  async ask(...request) {
    let answer;
    try {
      answer = await this.api.fetch(...request);
    } catch {
      throw new Refusal(0, 'diagtapd does not answer.');
    }
    if (!answer.ok) throw new Refusal(answer.status, (await answer.text()).trim());
    return answer;
  }
}

const path = (name) => `api/archive/${encodeURIComponent(name)}`;
