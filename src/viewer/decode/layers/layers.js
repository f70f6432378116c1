// SPDX-License-Identifier: MIT
/**
 * layers.js - who knows the body of which log, by its code.
 */

import {lteMib, lteServing, nrMib, nrServing} from './cells.js';
import {gprsGmm, gprsMac, gsmRr} from './gsm.js';
import {ip} from './ip.js';
import {lteRrc} from './lte_rrc.js';
import {lteEmm, lteEsm, nrMm, nrSm} from './nas.js';
import {nrRrc} from './nr_rrc.js';
import {ofSecondSim, umtsNas, umtsRrc} from './umts.js';

export const LAYERS = new Map([
  [0x11eb, ip],
  [0x412f, umtsRrc],
  [0x512f, gsmRr],
  [0x5226, gprsMac],
  [0x5230, gprsGmm],
  [0x5b2f, ofSecondSim(gsmRr, 4)],
  [0x713a, umtsNas],
  [0x7b3a, ofSecondSim(umtsNas, 6)],
  [0xb0c0, lteRrc],
  [0xb0c1, lteMib],
  [0xb0c2, lteServing],
  [0xb0e0, lteEsm],
  [0xb0e1, lteEsm],
  [0xb0e2, lteEsm],
  [0xb0e3, lteEsm],
  [0xb0ea, lteEmm],
  [0xb0eb, lteEmm],
  [0xb0ec, lteEmm],
  [0xb0ed, lteEmm],
  [0xb800, nrSm],
  [0xb801, nrSm],
  [0xb808, nrMm],
  [0xb809, nrMm],
  [0xb80a, nrMm],
  [0xb80b, nrMm],
  [0xb814, nrMm],
  [0xb821, nrRrc],
  [0xb822, nrMib],
  [0xb823, nrServing],
]);
