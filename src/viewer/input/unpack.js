// SPDX-License-Identifier: MIT
/**
 * unpack.js - unpacks gzip, zip and zstd, if the browser can.  No browser can bzip2
 * and xz.
 *
 * file.js and captures/captures.js use it.
 */

import {gzipOfZip} from './unzip.js';

/** Compression -> the first bytes of such a file. */
const MAGICS = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58]],
  ['zip', [0x50, 0x4b, 3, 4]],
  ['zip', [0x50, 0x4b, 5, 6]],
];

/** A skippable frame of zstd: pzstd and seekable zstd begin with one. */
const isSkippable = ([first, ...rest]) => first >> 4 === 5 &&
  [0x2a, 0x4d, 0x18].every((byte, i) => rest[i] === byte);

/** The compression of a file: "gzip", "zstd", "bzip2", "xz", "zip" or "none". */
export const packingOf = (bytes) => isSkippable(bytes.subarray(0, 4)) ? 'zstd'
  : MAGICS.find(([, magic]) =>
    magic.every((byte, i) => bytes[i] === byte))?.[0] ?? 'none';

/** Whether this browser can unpack a compression.  It always can unpack "none". */
export function canUnpack(packing) {
  if (packing === 'none') return true;
  try {
    return new DecompressionStream(packing) !== null;
  } catch {
    return false;
  }
}

async function unpackOnce(bytes, packing) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(packing));
  const pieces = [];
  const reader = stream.getReader();
  let error = null;
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      pieces.push(value);
    }
  } catch {
    error = `The ${packing} file is damaged or cut short.`;
  }
  return {bytes: new Uint8Array(await new Blob(pieces).arrayBuffer()), error};
}

/** The last bytes of a gzip file may be zeros too: its size, a u32. */
const OWN_ZEROS = 8;

/**
 * Unpacks a file, up to the first damage.  Zeros after it are the padding of a
 * tape or a disk.
 * @returns {bytes, error}: error is null or a sentence for the reader
 */
export async function unpacked(bytes, packing) {
  if (packing === 'zip') {
    const {gzip, error} = gzipOfZip(bytes);
    const found = gzip ? await unpackOnce(gzip, 'gzip') : {bytes: new Uint8Array(0), error};
    return {...found, error: found.error?.replace('gzip', 'zip') ?? null};
  }
  if (!canUnpack(packing)) {
    return {bytes: new Uint8Array(0), error: `This browser cannot unpack ${packing}. Unpack the file ` +
      `first (${packing} -d FILE). What diagtapd has recorded opens as it is: see Captures.`};
  }
  const first = await unpackOnce(bytes, packing);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  const most = Math.min(bytes.length - 1, end + OWN_ZEROS);
  for (let size = end; first.error !== null && size <= most; size++) {
    const found = await unpackOnce(bytes.subarray(0, size), packing);
    if (found.error === null) return found;
  }
  return first;
}
