// SPDX-License-Identifier: MIT
/**
 * api.js - asks the daemon that this page came from.
 *
 * The page and its files need no token, what they ask for may.  The token is
 * kept for this tab only (sessionStorage), and sent as "Authorization: Bearer";
 * for a WebSocket, which can have no such header, as a subprotocol.
 */

const KEPT = 'diagtap.token';

export class Api {
  constructor() {
    this.base = document.baseURI;
    this.token = sessionStorage.getItem(KEPT) ?? '';
  }

  setToken(token) {
    this.token = token;
    sessionStorage.setItem(KEPT, token);
  }

  /** As fetch(); throws TypeError where nobody answers. */
  fetch(path, options = {}) {
    const headers = {'X-Requested-With': 'diagtap', ...options.headers};
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    return fetch(new URL(path, this.base),
      {cache: 'no-store', ...options, headers});
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

/** Letters that a subprotocol's name may have (RFC 4648, 5; no padding). */
function base64url(text) {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
