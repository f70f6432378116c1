-- SPDX-License-Identifier: MIT
-- logs/nr_rrc - NR RRC OTA (0xb821): a header that changes with its version,
-- then a PDU of 3GPP TS 38.331.

local bytes = require "bytes"
local data = require("data.layouts_generated").rrc
local fields = require "fields"
local pdu = require "logs.pdu"
local rrc = require "logs.rrc"
local trees = require "tree"
local versions = require "logs.versions"

local floor, sub = math.floor, string.sub
local pf, u8, u32 = fields.pf, bytes.u8, bytes.u32
local note, show_rows = trees.note, trees.show_rows
local LAYOUTS, CHANNELS = pdu.layouts_of(data.nr_rrc), data.nr_channels

-- Channels whose name does not begin with "ul".
local UPLINK = { complete = true, ue_nr_cap = true, ue_mrdc_cap = true }

-- Wireshark has no dissector for a bare RRCReconfigurationComplete.  With five
-- bits in front it is the message of an UL-DCCH.
local function hand_over_complete(ctx, it, layout)
  local tvb = rrc.pdu(ctx, it, layout)
  if tvb then
    tvb = ByteArray.new(bytes.behind_00001(tvb:raw()), true)
      :tvb("Shifted RRCReconfigurationComplete")
  end
  pdu.hand_over(ctx, it, "nr-rrc.ul.dcch", tvb)
end

-- Where it is known which bits are the SFN; 0 is what the modem writes when it
-- has none.
local function show_sfn(tree, range, value)
  if value == 0 then return end
  tree:add(pf.sfn, range, floor(value / 0x10000) % 1024)
  tree:add(pf.subframe, range, floor(value / 8) % 16)
end

local function show(tree, it, layout, channel)
  show_rows(tree, it.tvb, layout.rows, it.at)
  if layout.sfn_subframe then
    local at = it.at + layout.sfn_subframe
    show_sfn(tree, it.tvb(at, 4), u32(it.s, at))
  end
  note(tree, pf.channel, channel)
end

return function(ctx, it)
  if not pdu.has(ctx, it, 4) then return end
  local s, at = it.s, it.at
  local version = u32(s, at)
  local layout = versions.layout_of(LAYOUTS, version)
  if not pdu.has(ctx, it, layout.payload) then return end
  local number = u8(s, at + layout.pdu)
  local channel = versions.channel_of(CHANNELS, version, number)
  if not channel then it.unknown = rrc.unknown(version, number) end
  it.has_nas = rrc.has_nas(channel)
  if it.tree then show(it.tree, it, layout, channel) end
  rrc.observe(ctx, it, "NR", layout, u32(s, at + layout.nr_arfcn), channel)
  if channel then
    pdu.direct(ctx, it, UPLINK[channel] or sub(channel, 1, 2) == "ul")
  end
  if channel == "complete" then return hand_over_complete(ctx, it, layout) end
  rrc.hand_over(ctx, it, layout, channel and "nr-rrc." .. channel)
end
