// SPDX-License-Identifier: MIT
/**
 * file.js - records out of a local file, plain or gzip.
 */

import {PcapStream, isPcap} from './pcap.js';

async function gunzip(octets) {
  const stream = new Blob([octets]).stream()
    .pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Calls `give` with each record.
 * @returns {kind, error}: error null or a sentence
 */
export async function openFile(octets, give) {
  if (octets[0] === 0x1f && octets[1] === 0x8b) octets = await gunzip(octets);
  if (!isPcap(octets)) {
    return {kind: '', error: 'This file is no capture that diagtap knows.'};
  }
  let error = null;
  const stream = new PcapStream({record: give, trouble: (text) => {
    error = text;
  }});
  stream.push(octets);
  return {kind: 'pcap', error};
}
