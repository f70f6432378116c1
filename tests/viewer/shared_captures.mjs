// SPDX-License-Identifier: MIT
// Real captures, where there are some, as the dissector's tests have them: in
// DIAGTAP_CAPTURES, or in ../shared/captures beside the project.

import fs from 'node:fs';
import path from 'node:path';
import {here, load, skip} from './lib.mjs';

const {openFile} = await load('input/file.js');
const {savedPcap} = await load('rows/save.js');

export const folder = process.env.DIAGTAP_CAPTURES ??
  `${here}/../../../shared/captures`;

/** The files of a folder, and of those in it; none where there is none. */
function filesIn(place) {
  if (!fs.existsSync(place)) return [];
  return fs.readdirSync(place, {withFileTypes: true}).flatMap((entry) =>
    entry.isDirectory() ? filesIn(`${place}/${entry.name}`)
      : [`${place}/${entry.name}`]).sort();
}

/** Paths of files of HDLC frames. */
export const captures = filesIn(folder)
  .filter((file) => /\.(qmdl|mi2log)$/.test(file));

/** Ends a test that is about nothing else. */
export function needCaptures() {
  if (captures.length > 0) return;
  skip(`no captures in ${folder}`);
}

export const nameOf = (file) => path.basename(file);

export const read = (file) => new Uint8Array(fs.readFileSync(file));

/** The records of a file as a pcap. */
export async function pcapOf(file) {
  const records = [];
  await openFile(read(file), (record) => {
    record.number = records.push(record);
  });
  return new Uint8Array(savedPcap(records.map((record) => ({record})),
    () => null).buffer);
}
