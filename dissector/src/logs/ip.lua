-- SPDX-License-Identifier: MIT
-- logs/ip - IP packets in logs (0x11eb), perhaps in segments.
--
--   u8 instance, u8 protocol (1: IP), u8 interface, u8 direction (bit 6: sent),
--   u16 sequence number, u16 segment (bit 15: the last), bytes

local bytes = require "bytes"
local columns = require "columns"
local fields = require "fields"
local pdu = require "logs.pdu"
local add_rows = require("tree").add_rows

local floor, format = math.floor, string.format
local u8, u16 = bytes.u8, bytes.u16

local ROWS = fields.rows { { "ip.instance", 0, 1 }, { "ip.protocol", 1, 1 },
  { "ip.interface", 2, 1 }, { "ip.sequence", 4, 2 },
  { "ip.segment", 6, 2 }, { "ip.last", 6, 2 } }

return function(ctx, it)
  if not pdu.has(ctx, it, 8) then return end
  local s, at = it.s, it.at
  add_rows(ctx, it.tree, s, it.tvb, ROWS, at)
  local is_sent = floor(u8(s, at + 3) / 0x40) % 2 == 1
  pdu.direct(ctx, it, is_sent)
  local tvb = pdu.of(ctx, it, at + 8, #s - at - 8)
  local name = u8(s, at + 1) == 1 and "raw_ip" or "data"
  ctx.has_addresses = true
  local word = u16(s, at + 6)
  local segment, is_last = word % 0x8000, word >= 0x8000
  if segment == 0 and is_last then
    pdu.hand_over(ctx, it, name, tvb)
  else
    local key = format("ip %d %d %d %d", u8(s, at), u8(s, at + 2),
      is_sent and 1 or 0, u16(s, at + 4))
    pdu.segment(ctx, it, name, tvb, key, segment == 0, is_last)
  end
  columns.upper_protocol(ctx, "IP")
end
