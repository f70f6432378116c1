-- SPDX-License-Identifier: MIT
-- logs/umts - WCDMA RRC signalling (0x412f) and UMTS NAS (0x713a).
--
--   0x412f  u8 channel, u8 bearer, u16 length, [u16 UARFCN, u16 PSC,] PDU
--   0x713a  u8 direction (1: from the modem), u32 length, PDU

local bytes = require "bytes"
local fields = require "fields"
local names = require "names"
local pdu = require "logs.pdu"
local trees = require "tree"

local max = math.max
local pf, rows = fields.pf, fields.rows
local u8, u16, u32 = bytes.u8, bytes.u16, bytes.u32
local note, add_rows = trees.note, trees.add_rows
local CHANNELS = names.umts_channels

local umts = {}

-- Channel types from 0x80 on have the cell in front of the PDU; types that
-- end in 9, and 0xf0 to 0xff, begin with the id of a SIB.  The length counts
-- that id, but not the cell.
local SIB_TYPES = { [0x09] = true, [0x89] = true, [0xf0] = true,
  [0xfe] = true, [0xff] = true }
local CELL_TYPES = { [0xf0] = true }
for kind = 0x80, 0x89 do CELL_TYPES[kind] = true end

local ROWS = rows { { "channel_id", 0, 1 }, { "bearer", 1, 1 },
  { "pdu_len", 2, 2 } }
local CELL_ROWS = rows { { "uarfcn", 4, 2 }, { "psc", 6, 2 } }

local function sib_pdu(ctx, it, kind, payload, size)
  local at = it.at + payload
  if not pdu.has(ctx, it, payload + 1) then return end
  local sib = names.umts_sib(u8(it.s, at), kind == 0x89 or kind == 0xf0)
  if it.tree then
    it.tree:add(pf.sib, it.tvb(at, 1))
    note(it.tree, pf.channel, sib)
  end
  pdu.hand_over(ctx, it, sib and "rrc.si." .. sib,
    pdu.of(ctx, it, at + 1, max(size - 1, 0)))
end

function umts.rrc(ctx, it)
  if not pdu.has(ctx, it, 4) then return end
  local s, at = it.s, it.at
  local kind, size, payload = u8(s, at), u16(s, at + 2), 4
  add_rows(ctx, it.tree, s, it.tvb, ROWS, at)
  if CELL_TYPES[kind] then
    payload = 8
    if not pdu.has(ctx, it, payload) then return end
    add_rows(ctx, it.tree, s, it.tvb, CELL_ROWS, at)
  end
  pdu.direct(ctx, it, kind % 0x80 < 2)
  if SIB_TYPES[kind] then
    return sib_pdu(ctx, it, kind, payload, size)
  end
  local channel = CHANNELS[kind % 0x80]
  if it.tree then note(it.tree, pf.channel, channel) end
  pdu.hand_over(ctx, it, channel and "rrc." .. channel,
    pdu.of(ctx, it, at + payload, size))
end

function umts.nas(ctx, it)
  if not pdu.has(ctx, it, 5) then return end
  if it.tree then it.tree:add_le(pf.pdu_len, it.tvb(it.at + 1, 4)) end
  pdu.direct(ctx, it, u8(it.s, it.at) == 1)
  pdu.hand_over(ctx, it, "gsm_a_dtap",
    pdu.of(ctx, it, it.at + 5, u32(it.s, it.at + 1)))
end

return umts
