-- SPDX-License-Identifier: MIT
-- logs/rrc - what the RRC logs of LTE and NR share: PDUs, whole or in
-- segments.

local bytes = require "bytes"
local observed = require "observed"
local pdu = require "logs.pdu"
local sib1 = require "logs.sib1"
local state = require "state"
local steps = require "steps"

local find, format = string.find, string.format
local u8, u16 = bytes.u8, bytes.u16

local rrc = {}

-- Whether a message of this channel may have NAS messages in it.
function rrc.has_nas(channel)
  return channel and not find(channel, "^[bp]c[ch]")
end

-- A message of a cell, for statistics.
function rrc.observe(ctx, it, rat, layout, arfcn, channel)
  if not state.is_watched then return end
  local pci, at = u16(it.s, it.at + layout.pci), it.at + layout.payload
  local facts = sib1.read(channel, it.s, at,
    at + u16(it.s, it.at + layout.pdu_len)) or {}
  facts.pci, facts.arfcn, facts.is_message = pci, arfcn, true
  observed.add(ctx, rat, facts)
  steps.rrc(ctx, rat, channel, it.s, at, format("%.0f %d", arfcn, pci))
end

-- Why there is no channel.
function rrc.unknown(version, number)
  return format("PDU number %d of version %.0f is not known", number, version)
end

-- The PDU that a layout says is in the log.
function rrc.pdu(ctx, it, layout)
  return pdu.of(ctx, it, it.at + layout.payload,
    u16(it.s, it.at + layout.pdu_len))
end

-- Hands the PDU to the dissector `name` (or nil), or keeps it where it is a
-- segment: 0 is a whole PDU, 1 to 6 are parts, 7 is the last.
function rrc.hand_over(ctx, it, layout, name)
  local tvb = rrc.pdu(ctx, it, layout)
  local segment = layout.segment and u8(it.s, it.at + layout.segment) or 0
  if segment == 0 then return pdu.hand_over(ctx, it, name, tvb) end
  local key = format("%d %s %s", it.code, tostring(ctx.radio), tostring(name))
  pdu.segment(ctx, it, name, tvb, key, segment == 1, segment == 7)
end

return rrc
