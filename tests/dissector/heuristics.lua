-- SPDX-License-Identifier: MIT
-- PDUs of PDCP go to Wireshark's pdcp-lte where users switched its heuristic
-- on, made-up ones and those of real captures: none is malformed, and none has
-- the direction or bearer of another.  Captures come as in captures.lua.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local capture = lib.tmp .. "/heuristics.pcap"
local u8, u16, u32, hex = fixtures.u8, fixtures.u16, fixtures.u32, fixtures.hex

local ON = "--enable-heuristic pdcp_lte_udp "

-- The values of fields, by field, of all records.
local function values(more, fields)
  local output, said = lib.run("-n -r " .. lib.quote(capture) .. " " .. more
    .. " -T fields -E separator=/t -E aggregator='|' -e "
    .. table.concat(fields, " -e "))
  lib.check(said == "", "tshark said %s", said)
  local all = {}
  for line in output:gmatch("[^\n]+") do
    local i = 0
    for text in (line .. "\t"):gmatch("([^\t]*)\t") do
      i = i + 1
      all[i] = all[i] or {}
      for value in text:gmatch("[^|]+") do all[i][#all[i] + 1] = value end
    end
  end
  return all
end

local function equal(found, expected, what)
  found = table.concat(found or {}, " ")
  lib.check(found == expected, "%s: \"%s\", not \"%s\"", what, found, expected)
end

-- Made-up ---------------------------------------------------------------------

local keys = ("\0"):rep(32)

local function pdcp(code, id, version, pdus)
  local body = keys .. u8(7) .. u8(7) .. u16(#pdus) .. table.concat(pdus)
  return fixtures.log(code, u8(1) .. u8(1) .. u16(0) .. u8(id) .. u8(version)
    .. u16(#body + 4) .. body)
end

-- Sequence numbers are of 12 bits (2 of the log) or 5 (0).
local function data(bearer, sn_length, size, header)
  return u16(sn_length * 0x80 + (bearer - 1) * 0x200) .. u16(size)
    .. u16(#header) .. u16(0) .. u32(0) .. u8(0) .. header
end

local function signalling(header, macs)
  return u16(0) .. u16(#header) .. u16(#header) .. u16(0) .. u32(0)
    .. ("\0"):rep(4 * macs) .. header
end

-- An RRCConnectionRelease and its MAC-I.
local release = hex "03 28 02 11 22 33 44"

local uplink = pdcp(0xb0b3, 0xc3, 26, { data(4, 2, 1380, hex "80 07 45 00"),
  data(4, 2, 62, hex "83 ff 45 00"), data(1, 0, 17, hex "05 48 01"),
  data(1, 2, 62, hex "80 01 45 00") })
local downlink = pdcp(0xb0a3, 0xc3, 24, { data(2, 2, 3, hex "00 01 02"),
  data(2, 2, 90, hex "80 09 60 00") })
local rrc = pdcp(0xb0a5, 0xc6, 1, { signalling(release, 2) })

-- Apart, and all in one record, of which the first two PDUs are alike.
fixtures.write(capture, { fixtures.packet(uplink), fixtures.packet(downlink),
  fixtures.packet(rrc), fixtures.container(fixtures.frame(uplink),
    fixtures.frame(downlink), fixtures.frame(rrc)) })

local FIELDS = { "pdcp-lte.seq-num", "pdcp-lte.direction",
  "pdcp-lte.channel-id", "lte-rrc.rrcConnectionRelease_element",
  "_ws.malformed", "_ws.expert.message" }

local off = values("", FIELDS)
for i, name in ipairs(FIELDS) do equal(off[i], "", name .. " if it is off") end

local on = values(ON, FIELDS)
equal(on[1], "7 1023 9 3 7 1023", "sequence numbers")
equal(on[2], "0 0 1 1 0 0", "directions")
equal(on[3], "4 4 2 1 4 4", "bearers")
equal(on[4], "1", "RRC within signalling")
for i = 5, 6 do equal(on[i], "", FIELDS[i]) end

-- Real captures ---------------------------------------------------------------

local folder = os.getenv("DIAGTAP_CAPTURES")
  or lib.here .. "/../../../shared/captures"

local taken, malformed = 0, 0
for path in io.popen("find " .. lib.quote(folder) .. "/ -name '*.qmdl' -o "
  .. "-name '*.mi2log' 2>/dev/null | sort"):lines() do
  local records = {}
  if not path:find("vectors") and not path:find("/derived/") then
    for escaped in lib.read(path):gmatch("[^~]+~") do
      records[#records + 1] = fixtures.container(escaped)
    end
  end
  fixtures.write(capture, records)
  local found = values(ON .. "-Y diagtap.pdcp.pdu",
    { "pdcp-lte.direction", "_ws.malformed" })
  taken = taken + #(found[1] or {})
  malformed = malformed + #(found[2] or {})
end
if taken == 0 then
  print("no real captures with PDCP")
else
  print(taken .. " PDUs of PDCP, " .. malformed .. " malformed")
  lib.check(taken >= 1000, "only %d PDUs", taken)
  lib.check(malformed == 0, "%d malformed", malformed)
end

lib.finish("heuristics")
