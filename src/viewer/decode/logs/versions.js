// SPDX-License-Identifier: MIT
/**
 * logs/versions.js - what depends on the version of an RRC log: where its
 * fields stand, and which channel a PDU number means (data/rrc_layouts.txt).
 */

/** The last layout whose `from` the version has reached. */
export function layoutOf(layouts, version) {
  let found;
  for (const layout of layouts) {
    if (version >= layout.from) found = layout;
  }
  return found;
}

/** The channel of a PDU number, or undefined. */
export const channelOf = (channels, version, pdu) =>
  channels.families[channels.versions.get(version) ?? channels.others].get(pdu);
