-- SPDX-License-Identifier: MIT
-- logs/uppers - PDUs within measurements, and the dissectors of Wireshark that
-- read them.  Each function gets the bytes, the values beside them, and those
-- of the structure around.

local dissectors = require "dissectors"
local pdu = require "logs.pdu"
local state = require "state"

local byte, char, floor, sub = string.byte, string.char, math.floor,
  string.sub

local uppers = {}

-- The RNTI types of the logs, as Wireshark numbers them.
local RNTI_TYPES = { [0] = 3, [2] = 1, [3] = 2, [4] = 3, [5] = 4 }

local FDD, UPLINK, DOWNLINK = 1, 0, 1

-- Logs of PDCP that are of what the modem sends.
local UPLINKS = { [0xb0b3] = true, [0xb0b5] = true }

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
    char(values["mac.dl_lcid"] % 32) .. sub(element, 1, size), block)
end

-- PDCP ------------------------------------------------------------------------

-- There is no dissector of PDCP that a script can call, but a heuristic of UDP,
-- pdcp_lte_udp, which users switch on.  It wants u8 0, plane and u8 0, then
-- tags: 2 length of the sequence number, 3 direction, 4 type of channel, 13
-- bearer, 1 before the PDU.  (epan/dissectors/packet-pdcp-lte.h)
--
-- It takes direction, plane, bearer and size of the first PDU of a record for
-- those of all in it: what differs is not given to it.
local SIGNALLING, USER, DCCH = 1, 2, 1

-- What it has no keys for it shall not check.
local CHECKS = { "pdcp-lte.verify_integrity", "pdcp-lte.decipher_signalling",
  "pdcp-lte.decipher_userplane" }

local function call_pdcp_lte(ctx, it, plane, tags, values, bytes)
  if state.is_off.pdcp_lte then return end
  local head = "pdcp-lte" .. char(0, plane, 0) .. tags
    .. char(3, UPLINKS[it.code] and UPLINK or DOWNLINK)
    .. char(13, 0, values["pdcp.bearer"] + 1, 1)
  local kind = head .. #bytes
  if ctx.pdcp_kind and ctx.pdcp_kind ~= kind then return end
  ctx.pdcp_kind = kind
  local is_taken = dissectors.with(CHECKS, false, pdu.try, ctx, it, "udp",
    ByteArray.new(head .. bytes, true):tvb("PDCP PDU"))
  state.is_off.pdcp_lte = not is_taken
end

-- Data with a sequence number of 12 bits.  The two bytes behind the header are
-- not enough for a dissector of IP.  Of signalling these logs have no end,
-- where its MAC-I is; control PDUs have other sizes.
local IS_12_BITS, DATA_BIT, HEADER = 2, 0x80, 2

function uppers.pdcp_lte_user(ctx, it, bytes, values)
  if values["pdcp.sn_length"] ~= IS_12_BITS or byte(bytes) < DATA_BIT
    or #bytes < HEADER then
    return
  end
  call_pdcp_lte(ctx, it, USER, char(2, 12), values, sub(bytes, 1, HEADER))
end

function uppers.pdcp_lte_signalling(ctx, it, bytes, values)
  if #bytes < values["pdcp.size"] then return end
  call_pdcp_lte(ctx, it, SIGNALLING, char(4, DCCH), values, bytes)
end

function uppers.sip(ctx, it, text)
  pdu.hand_over(ctx, it, "sip", ByteArray.new(text, true):tvb("SIP message"))
end

return uppers
