// SPDX-License-Identifier: MIT
/**
 * archive.js - asks diagtapd for what it recorded, and gives it orders
 * (docs/wire.md, "The archive").
 *
 * What is refused throws a Refusal.
 */

/** status: of HTTP, or 0 where nobody answers; message: the sentence. */
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

  /** The archives, one for each tap that is recorded, with the last captures. */
  async list(limit) {
    const answer = await this.ask(`api/archive?limit=${limit}`);
    return (await answer.json()).archives;
  }

  /** word: "start", "stop" or "rotate"; it is carried out a little later. */
  order(word, tap) {
    return this.ask(`api/archive/${word}?tap=${encodeURIComponent(tap)}`, {method: 'POST'});
  }

  remove(name) {
    return this.ask(path(name), {method: 'DELETE'});
  }

  /** The capture's Response. */
  capture(name) {
    return this.ask(path(name));
  }

  /** Where a link finds it; of no use where a token is needed. */
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
