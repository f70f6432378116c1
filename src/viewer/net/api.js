// SPDX-License-Identifier: MIT
/**
 * api.js - requests to the daemon that served this page, with the token.
 *
 * The files of the page need no token, other requests may.  The token is stored
 * for this tab only (sessionStorage).  Requests carry it as "Authorization:
 * Bearer", and a WebSocket, which cannot have this header, as a subprotocol.
 */

const STORED = 'diagtap.token';

/** status: of HTTP, or 0 if diagtapd does not answer; message: a sentence for the reader. */
export class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export class Api {
  constructor() {
    this.base = document.baseURI;
    this.token = sessionStorage.getItem(STORED) ?? '';
  }

  setToken(token) {
    this.token = token;
    sessionStorage.setItem(STORED, token);
  }

  /** Like fetch().  Throws TypeError if diagtapd does not answer. */
  fetch(path, options = {}) {
    const headers = {'X-Requested-With': 'diagtap', ...options.headers};
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    return fetch(new URL(path, this.base),
      {cache: 'no-store', ...options, headers});
  }

  /** Like fetch(), but throws a Refusal where diagtapd refuses or does not answer. */
  async ask(...request) {
    let answer;
    try {
      answer = await this.fetch(...request);
    } catch {
      throw new Refusal(0, 'diagtapd does not answer.');
    }
    if (!answer.ok) throw new Refusal(answer.status, (await answer.text()).trim());
    return answer;
  }

  webSocket(path, protocol) {
    const url = new URL(path, this.base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const protocols = [protocol];
    if (this.token) protocols.push(`dtap.token.${base64url(this.token)}`);
    return new WebSocket(url, protocols);
  }

  url(path) {
    return new URL(path, this.base).href;
  }
}

/** base64url without padding (RFC 4648, 5): only letters that a subprotocol may have. */
function base64url(text) {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
