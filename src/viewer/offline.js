// SPDX-License-Identifier: MIT
/**
 * offline.js - the service worker: it keeps the files of the page in the browser,
 * so that the page opens without diagtapd, for captures on this machine.
 *
 * net/offline.js registers it.  Browsers allow it on localhost and over HTTPS.  It
 * keeps files of the page and nothing else: what is below api/ never comes here.
 * What diagtapd answers comes first, so another diagtapd has its own page.
 *
 * It is no module: Firefox has no service workers that are modules.
 */

const CACHE = 'diagtap';
const WAIT = 3000; // ms, until a file that is kept is taken

const base = new URL(self.registration.scope);

/** The address under which a file is kept; null: it is not of the page. */
function keyOf(address) {
  const url = new URL(address);
  const isPage = url.pathname === base.pathname || url.pathname.startsWith(`${base.pathname}viewer/`);
  return url.origin === base.origin && isPage ? url.origin + url.pathname : null;
}

/** By type: what names another file, and from where. */
const LINKS = [
  ['text/html', /(?:src|href)="(viewer\/[^"]+)"/g],
  ['text/javascript', /\bfrom\s+'(\.[^']+)'|\bimport '(\.[^']+)'|new URL\('([^']+)', import\.meta\.url\)/g],
];

function linksIn(text, type, address) {
  const [, pattern] = LINKS.find(([name]) => type.startsWith(name)) ?? [];
  return pattern ? [...text.matchAll(pattern)]
    .map(([, ...names]) => new URL(names.find((name) => name), address).href) : [];
}

/** Keeps the page, and all that it needs. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  const todo = [base.href];
  const seen = new Set(todo);
  const keep = async (address) => {
    const answer = await fetch(address, {cache: 'no-cache'});
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const type = answer.headers.get('Content-Type') ?? '';
    const links = linksIn(await answer.clone().text(), type, address);
    await cache.put(keyOf(address), answer);
    return links;
  };
  while (todo.length) {
    const links = (await Promise.all(todo.splice(0, 8).map(keep))).flat();
    for (const link of links) {
      if (keyOf(link) === null || seen.has(link)) continue;
      seen.add(link);
      todo.push(link);
    }
  }
}

/** From diagtapd; it is kept. */
async function fresh(request, key) {
  const answer = await fetch(request);
  if (answer.status >= 500) throw new Error(String(answer.status));
  if (answer.ok) await (await caches.open(CACHE)).put(key, answer.clone());
  return answer;
}

async function answer(event, key) {
  const coming = fresh(event.request, key);
  event.waitUntil(coming.catch(() => {}));
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error('late')), WAIT));
  try {
    return await Promise.race([coming, late]);
  } catch {
    return await (await caches.open(CACHE)).match(key) ?? coming;
  }
}

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keepAll());
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const key = event.request.method === 'GET' ? keyOf(event.request.url) : null;
  if (key !== null) event.respondWith(answer(event, key));
});
