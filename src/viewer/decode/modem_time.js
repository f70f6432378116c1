// SPDX-License-Identifier: MIT
/**
 * modem_time.js - the modem's clock: 48 bits of 1.25 ms since 1980-01-06
 * 00:00:00, above 16 bits that run to 49151 within one of them (1/32 chips of
 * 1.2288 Mchip/s).
 */

import {u16, u32} from './bytes.js';

const EPOCH_S = 315964800;

const ticksOf = (s, at) => u16(s, at + 2) + u32(s, at + 4) * 0x10000;

/** Milliseconds since 1970. */
export const modemTime = (s, at) =>
  EPOCH_S * 1000 + ticksOf(s, at) * 1.25 + u16(s, at) * 1.25 / 49152;

/** {seconds, nanos} since 1970, exact to the nanosecond. */
export function modemTimeExact(s, at) {
  const ticks = ticksOf(s, at);
  const nanos = ticks % 800 * 1250000 +
    Math.floor(u16(s, at) * 1250000 / 49152);
  return {
    seconds: EPOCH_S + Math.floor(ticks / 800) + Math.floor(nanos / 1e9),
    nanos: nanos % 1e9,
  };
}
