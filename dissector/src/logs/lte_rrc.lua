-- SPDX-License-Identifier: MIT
-- logs/lte_rrc - LTE RRC OTA (0xb0c0): a header that changes with its version,
-- then a PDU of 3GPP TS 36.331.

local bytes = require "bytes"
local data = require("data.layouts_generated").rrc
local fields = require "fields"
local pdu = require "logs.pdu"
local rrc = require "logs.rrc"
local trees = require "tree"
local versions = require "logs.versions"

local floor, sub = math.floor, string.sub
local pf, u8, u16, u32 = fields.pf, bytes.u8, bytes.u16, bytes.u32
local note, show_rows = trees.note, trees.show_rows
local LAYOUTS, CHANNELS = pdu.layouts_of(data.lte_rrc), data.lte_channels

-- The low four bits are the subframe, the ten above them the SFN.  What the
-- highest two mean is not known.  All are 0 where the modem has no frame: of
-- what it sends, and of system information that it had before.
local function show_sfn(tree, range, value)
  if value == 0 then return end
  tree:add(pf.sfn, range, floor(value / 16) % 1024)
  tree:add(pf.subframe, range, value % 16)
end

local function show(tree, it, layout, channel)
  local at = it.at
  show_rows(tree, it.tvb, layout.rows, at)
  show_sfn(tree, it.tvb(at + layout.sfn_subframe, 2),
    u16(it.s, at + layout.sfn_subframe))
  note(tree, pf.channel, channel)
end

return function(ctx, it)
  if not pdu.has(ctx, it, 1) then return end
  local s, at = it.s, it.at
  local version = u8(s, at)
  local layout = versions.layout_of(LAYOUTS, version)
  if not pdu.has(ctx, it, layout.payload) then return end
  local number = u8(s, at + layout.pdu)
  local channel = versions.channel_of(CHANNELS, version, number)
  if not channel then it.unknown = rrc.unknown(version, number) end
  it.has_nas = rrc.has_nas(channel)
  if it.tree then show(it.tree, it, layout, channel) end
  local read = layout.earfcn_size == 4 and u32 or u16
  rrc.observe(ctx, it, "LTE", layout, read(s, at + layout.earfcn), channel)
  if channel then pdu.direct(ctx, it, sub(channel, 1, 2) == "ul") end
  rrc.hand_over(ctx, it, layout, channel and "lte_rrc." .. channel)
end
