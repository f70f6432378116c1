// SPDX-License-Identifier: MIT
// What the viewer's tests share.  run.sh puts the paths into the environment.

import fs from 'node:fs';

export const here = process.env.HERE;
export const tmp = process.env.TMP;
const viewer = process.env.VIEWER;

/** A module of the viewer. */
export const load = (path) => import(`${viewer}/${path}`);

const {Session} = await load('rows/session.js');

/** The names of the dissector's fixtures; none where no Lua made them. */
export const fixtures = fs.existsSync(`${tmp}/fixtures`)
  ? fs.readdirSync(`${tmp}/fixtures`).map((name) => name.replace('.pcap', ''))
  : [];

export const fixture = (name) =>
  new Uint8Array(fs.readFileSync(`${tmp}/fixtures/${name}.pcap`));

/** A buffer of its own, as a transferred one is. */
export const bufferOf = (octets) => octets.slice().buffer;

/** A worker without a thread: it posts into `said`, and ticks when told. */
export function startSession(bounds) {
  const said = [];
  const session = new Session({post: (message) => said.push(message),
    later: () => {}, bounds});
  const ask = async (message) => {
    said.length = 0;
    await session.take(message);
    return said[0];
  };
  return {said, session, ask,
    feed: (octets) => ask({type: 'octets', buffer: bufferOf(octets)}),
    rows: async (first = 0, count = 1e9) =>
      (await ask({type: 'view', first, count})).rows};
}
