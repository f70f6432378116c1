// SPDX-License-Identifier: MIT
/**
 * nas.js - NAS of LTE and NR: four or seven octets of header, then a message
 * of 3GPP TS 24.301 or 24.501.
 */

import {LANE} from '../row.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';
import {epsName, fiveGsName} from './nas_names.js';

/** In all of them odd codes are what the modem sent. */
const nas = (title, size, rows, nameOf) => (w, tree, at, stop, code) => {
  const {row, s} = w;
  row.name = title;
  row.lane = LANE.NAS;
  if (!has(w, tree, at, stop, size)) return;
  w.show(tree, rows, at);
  direct(w, tree, code % 2 === 1);
  const end = pduEnd(w, tree, at + size, stop, stop - at - size);
  row.what = nameOf(s, at + size, end);
  showPdu(w, tree, at + size, end);
};

const LTE_ROWS = [['version', 0, 1], ['rrc.release', 1, 1]];

export const lteEsm = nas('LTE NAS ESM', 4, LTE_ROWS, epsName);
export const lteEmm = nas('LTE NAS EMM', 4, LTE_ROWS, epsName);

const NR_ROWS = [['version', 0, 4]];

export const nrSm = nas('NR NAS 5GSM', 7, NR_ROWS, fiveGsName);
export const nrMm = nas('NR NAS 5GMM', 7, NR_ROWS, fiveGsName);
