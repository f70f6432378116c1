// SPDX-License-Identifier: MIT
/** offline.js - lets the page open without diagtapd, where the browser can.  page.js uses it. */

/** Registers the service worker, ../offline.js.  Without one the page works as before. */
export function keepOffline() {
  const address = new URL('../offline.js', import.meta.url);
  navigator.serviceWorker?.register(address, {scope: new URL('.', document.baseURI).pathname})
    .catch((error) => console.info(`This page cannot be kept for use without diagtapd: ${error.message}`));
}
