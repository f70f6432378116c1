// SPDX-License-Identifier: MIT
/**
 * logs/nas.js - NAS of LTE and NR: a header, then a message of 3GPP TS 24.301
 * or 24.501.
 */

import {LANE} from '../row.js';
import {NAS} from '../data/layouts_generated.js';
import {direct, has, pduEnd, showPdu} from './pdu.js';
import {epsName, fiveGsName} from '../messages/nas.js';
import {epsValues, fiveGsValues} from '../values/nas.js';

const NAMES_OF = {eps: epsName, '5gs': fiveGsName};
const VALUES_OF = {eps: epsValues, '5gs': fiveGsValues};

/** The function of a log with the layout of this name in data/logs.txt. */
export function nas(name) {
  const {size, rows, messages, title} = NAS[name];
  const nameOf = NAMES_OF[messages];
  return (ctx, tree, at, stop, code) => {
    const {row, s} = ctx;
    row.name = title;
    row.lane = LANE.NAS;
    if (!has(ctx, tree, at, stop, size)) return;
    ctx.show(tree, rows, at);
    // In all of them odd codes are what the modem sent.
    direct(ctx, tree, code % 2 === 1);
    const end = pduEnd(ctx, tree, at + size, stop, stop - at - size);
    row.what = nameOf(s, at + size, end);
    showPdu(ctx, tree, at + size, end, VALUES_OF[messages]);
  };
}
