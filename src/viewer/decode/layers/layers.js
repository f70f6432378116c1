// SPDX-License-Identifier: MIT
/**
 * layers.js - who knows the body of which log, by its code.
 */

import {lteRrc} from './lte_rrc.js';
import {lteEmm, lteEsm} from './nas.js';

export const LAYERS = new Map([
  [0xb0c0, lteRrc],
  [0xb0e0, lteEsm],
  [0xb0e1, lteEsm],
  [0xb0e2, lteEsm],
  [0xb0e3, lteEsm],
  [0xb0ea, lteEmm],
  [0xb0eb, lteEmm],
  [0xb0ec, lteEmm],
  [0xb0ed, lteEmm],
]);
