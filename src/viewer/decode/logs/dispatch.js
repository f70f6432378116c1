// SPDX-License-Identifier: MIT
/**
 * logs/dispatch.js - who knows the body of which log, by its code:
 * data/logs.txt.
 */

import {LOGS} from '../data/layouts_generated.js';
import {body} from './body.js';
import {gprsGmm, gprsMac, gsmRr} from './gsm.js';
import {ip} from './ip.js';
import {lteRrc} from './lte_rrc.js';
import {nas} from './nas.js';
import {nrRrc} from './nr_rrc.js';
import {ofSecondSim} from './pdu.js';
import {umtsNas, umtsRrc} from './umts.js';

/**
 * A family: the function of its logs; or one that makes it, of what stands
 * behind the name of the family in data/logs.txt.
 */
const FAMILIES = {gprs_gmm: gprsGmm, gprs_mac: gprsMac, gsm_rr: gsmRr, ip,
  lte_rrc: lteRrc, nr_rrc: nrRrc, umts_nas: umtsNas, umts_rrc: umtsRrc};
const MAKERS = {body, nas};

/** The function of a log, of what stands behind its code in data/logs.txt. */
function functionOf([family, ...more]) {
  if (family === 'second_sim') return ofSecondSim(functionOf(more));
  const log = MAKERS[family]?.(...more) ?? FAMILIES[family];
  if (!log) throw new Error(`no family ${family}`);
  return log;
}

export const BODIES = new Map();
for (const [code, log] of LOGS) BODIES.set(code, functionOf(log));
