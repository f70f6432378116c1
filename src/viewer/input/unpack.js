// SPDX-License-Identifier: MIT
/**
 * unpack.js - unpacks gzip and zip by what the browser has, and zstd.  No browser
 * can bzip2 and xz.
 *
 * file.js uses it.
 */

import {gzipOfZip} from './unzip.js';
import {unzstd} from './zstd/zstd.js';

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

const damaged = (packing) => `The ${packing} file is damaged or cut short.`;

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
    error = damaged(packing);
  }
  return {bytes: new Uint8Array(await new Blob(pieces).arrayBuffer()), error};
}

/** The last bytes of a gzip file may be zeros too: its size, a u32. */
const OWN_ZEROS = 8;

async function ofZip(bytes) {
  const {gzip, error} = gzipOfZip(bytes);
  const found = gzip ? await unpackOnce(gzip, 'gzip') : {bytes: new Uint8Array(0), error};
  return {...found, error: found.error?.replace('gzip', 'zip') ?? null};
}

function ofZstd(packed) {
  const {bytes, isWhole} = unzstd(packed);
  return {bytes, error: isWhole ? null : damaged('zstd')};
}

async function ofGzip(bytes) {
  const first = await unpackOnce(bytes, 'gzip');
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  const most = Math.min(bytes.length - 1, end + OWN_ZEROS);
  for (let size = end; first.error !== null && size <= most; size++) {
    const found = await unpackOnce(bytes.subarray(0, size), 'gzip');
    if (found.error === null) return found;
  }
  return first;
}

const WAYS = {gzip: ofGzip, zip: ofZip, zstd: ofZstd};

/**
 * Unpacks a file, up to the first damage.  Zeros after it are the padding of a
 * tape or a disk.
 * @returns {bytes, error}: error is null or a sentence for the reader
 */
export const unpacked = async (bytes, packing) => await WAYS[packing]?.(bytes) ?? {bytes: new Uint8Array(0),
  error: `The page cannot unpack ${packing}. Unpack the file first (${packing} -d FILE).`};
