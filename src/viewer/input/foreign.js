// SPDX-License-Identifier: MIT
/**
 * foreign.js - sentences about files of other programs that nobody can show here.
 *
 * file.js, pcap_file.js and pcapng_file.js use it; the daemon says the same.
 */

const USER0 = 147;

/** A pcap or pcapng (`kind`) of another program. */
export const foreignPcap = (kind, linktype) => `This ${kind} has linktype ${linktype}. ` +
  `diagtap writes and reads linktype ${USER0} (USER0); GSMTAP opens in Wireshark as it is.`;

/** The end of a file's name, behind a dot -> what it may be, if nothing of it was understood. */
const HINTS = new Map([
  ['isf', "ISF is QXDM's own format: save it as DLF in QXDM."],
  ['hdf', 'HDF of QXDM in which no log was found: save it as DLF in QXDM.'],
  ['qdss', 'QDSS is a trace of the hardware, and not DIAG.'],
  ['sdm', "SDM is of Samsung's modems, and not DIAG."],
  ['lpd', "LPD is of HiSilicon's modems, and not DIAG."],
]);

/** The end of a name, without what packed the file. */
const END = /\.(\w+)(\.(gz|zst|bz2|xz|zip))?$/;

/** A sentence, or null. */
export const hintOf = (name) => HINTS.get(END.exec(name.toLowerCase())?.[1]) ?? null;
