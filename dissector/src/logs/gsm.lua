-- SPDX-License-Identifier: MIT
-- logs/gsm - GSM RR signalling (0x512f), GPRS MAC (0x5226) and SM/GMM (0x5230).
--
--   0x512f, 0x5226  u8 channel (bit 7: downlink), u8 message type, u8 length,
--                   PDU
--   0x5230          u8 direction (0: from the modem), u8 message type,
--                   u16 length, PDU

local bytes = require "bytes"
local columns = require "columns"
local fields = require "fields"
local names = require "names"
local pdu = require "logs.pdu"
local trees = require "tree"

local pf, rows, u8, u16 = fields.pf, fields.rows, bytes.u8, bytes.u16
local note, add_rows = trees.note, trees.add_rows
local CHANNELS = names.gsm_channels

local gsm = {}

local ROWS = rows { { "channel_id", 0, 1 }, { "message_type", 1, 1 },
  { "pdu_len", 2, 1 } }

-- BCCH and CCCH messages begin with a pseudo length, the others do not; a
-- RACH burst is no message at all.
local RR_DISSECTORS = { [1] = "gsm_a_ccch", [2] = false, [3] = "gsm_a_ccch" }

function gsm.rr(ctx, it)
  if not pdu.has(ctx, it, 3) then return end
  local s, at = it.s, it.at
  local channel = u8(s, at) % 0x80
  add_rows(ctx, it.tree, s, it.tvb, ROWS, at)
  if it.tree then note(it.tree, pf.channel, CHANNELS[channel]) end
  pdu.direct(ctx, it, u8(s, at) < 0x80)
  local name = RR_DISSECTORS[channel]
  if name == nil then name = "gsm_a_dtap" end
  pdu.hand_over(ctx, it, name, pdu.of(ctx, it, at + 3, u8(s, at + 2)))
end

local MAC_DISSECTORS = { [0x03] = "gsm_rlcmac_ul", [0x04] = "gsm_rlcmac_ul",
  [0x83] = "gsm_rlcmac_dl" }
local PACKET_CHANNEL_REQUEST = 0x20

-- The log begins with the message type; the dissector wants the MAC header
-- of a control block before it.
local CONTROL_BLOCK = "\64"

function gsm.gprs_mac(ctx, it)
  if not pdu.has(ctx, it, 3) then return end
  local s, at = it.s, it.at
  local channel, kind = u8(s, at), u8(s, at + 1)
  add_rows(ctx, it.tree, s, it.tvb, ROWS, at)
  local name = MAC_DISSECTORS[channel]
  if name then pdu.direct(ctx, it, channel < 0x80) end
  if kind == PACKET_CHANNEL_REQUEST or not name then
    columns.add(ctx, it.name)
    local tvb = pdu.of(ctx, it, at + 3, u8(s, at + 2))
    if it.tree and tvb then it.tree:add(pf.payload, tvb()) end
    return
  end
  local tvb = pdu.of(ctx, it, at + 3, u8(s, at + 2))
  if tvb then
    tvb = ByteArray.new(CONTROL_BLOCK .. tvb:raw(), true):tvb("GPRS block")
  end
  pdu.hand_over(ctx, it, name, tvb)
end

function gsm.gprs_gmm(ctx, it)
  if not pdu.has(ctx, it, 4) then return end
  local s, at = it.s, it.at
  if it.tree then
    it.tree:add(pf.message_type, it.tvb(at + 1, 1))
    it.tree:add_le(pf.pdu_len, it.tvb(at + 2, 2))
  end
  pdu.direct(ctx, it, u8(s, at) == 0)
  pdu.hand_over(ctx, it, "gsm_a_dtap",
    pdu.of(ctx, it, at + 4, u16(s, at + 2)))
end

return gsm
