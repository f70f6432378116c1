// SPDX-License-Identifier: MIT
/**
 * unpack.js - unpacks gzip and zstd, if the browser can.
 *
 * file.js and captures/capture.js use it.
 */

/** Compression -> the first bytes of such a file. */
const MAGICS = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** The compression of a file: "gzip", "zstd" or "none". */
export const packingOf = (bytes) => MAGICS.find(([, magic]) =>
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

/**
 * Unpacks a file, up to the first damage.
 * @returns {bytes, error}: error is null or a sentence for the reader
 */
export async function unpacked(bytes, packing) {
  if (!canUnpack(packing)) {
    return {bytes: new Uint8Array(0), error: `This browser cannot unpack ${packing}. Unpack the file ` +
      'first, or open it in Wireshark.'};
  }
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
