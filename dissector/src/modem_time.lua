-- SPDX-License-Identifier: MIT
-- modem_time - the clock of the modem.

local bytes = require "bytes"

local floor, u16, u32 = math.floor, bytes.u16, bytes.u32

-- Modem time: 48 bits of 1.25 ms since 1980-01-06, then 16 bits that run to
-- 49151 within one of them.  Returns Unix seconds and nanoseconds.
return function(s, at)
  local ticks = u16(s, at + 2) + u32(s, at + 4) * 0x10000
  local ns = ticks % 800 * 1250000 + floor(u16(s, at) * 1250000 / 49152)
  return 315964800 + floor(ticks / 800) + floor(ns / 1000000000),
    ns % 1000000000
end
