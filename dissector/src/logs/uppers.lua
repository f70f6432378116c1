-- SPDX-License-Identifier: MIT
-- logs/uppers - PDUs within measurements, and the dissectors of Wireshark that
-- read them.  Each function gets the bytes, the values beside them, and those
-- of the structure around.

local dissectors = require "dissectors"
local pdu = require "logs.pdu"

local char, floor = string.char, math.floor

local uppers = {}

-- The RNTI types of the logs, as Wireshark numbers them.
local RNTI_TYPES = { [0] = 3, [2] = 1, [3] = 2, [4] = 3, [5] = 4 }

local FDD, UPLINK, DOWNLINK = 1, 0, 1

-- Gives a PDU to Wireshark's mac-lte-framed, which wants radio type, direction
-- and RNTI type, then tags: 4 with SFN and subframe, 1 before the PDU.
-- (epan/dissectors/packet-mac-lte.h, MAC_LTE_..._TAG)
local function call_mac_lte(ctx, it, direction, bytes, values)
  local upper = dissectors.named("mac-lte-framed")
  local rnti = RNTI_TYPES[values["mac.rnti_type"]]
  if not upper or not rnti then return end
  local sfn, subframe = values.sfn or 0, values.subframe or 0
  local framed = char(FDD, direction, rnti, 4, floor(sfn / 16),
    sfn % 16 * 16 + subframe, 1) .. bytes
  pdu.call(ctx, it, upper, ByteArray.new(framed, true):tvb("MAC header"))
end

local function mac_lte(direction)
  return function(ctx, it, header, values)
    call_mac_lte(ctx, it, direction, header, values)
  end
end

uppers.mac_lte_dl = mac_lte(DOWNLINK)
uppers.mac_lte_ul = mac_lte(UPLINK)

-- A control element whose header was not logged: one that has its identity, and
-- is the last, stands before it.  (3GPP TS 36.321, 6.1.2)
local CE_MOST = 9

function uppers.mac_lte_ce(ctx, it, element, values, block)
  local size = values["mac.part_size"]
  if size > CE_MOST then return end
  call_mac_lte(ctx, it, DOWNLINK,
    char(values["mac.dl_lcid"] % 32) .. element:sub(1, size), block)
end

function uppers.sip(ctx, it, text)
  pdu.hand_over(ctx, it, "sip", ByteArray.new(text, true):tvb("SIP message"))
end

return uppers
