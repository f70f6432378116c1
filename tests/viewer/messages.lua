-- SPDX-License-Identifier: MIT
-- Makes captures with the beginnings of all messages there may be, for
-- messages.test.mjs: lua messages.lua DIRECTORY.

local here = os.getenv("HERE")
package.path = here .. "/../dissector/?.lua;" .. package.path
local f = require("fixtures")

local char, floor = string.char, math.floor

local function le(n, size)
  local bytes = {}
  for i = 1, size do
    bytes[i] = char(n % 256)
    n = floor(n / 256)
  end
  return table.concat(bytes)
end

local captures = {}

-- Calls `add` with PDUs whose first eight or ten bits are all there are.
local function beginnings(add, bits)
  for first = 0, 255 do
    for second = 0, bits == 10 and 192 or 0, 64 do
      add(char(first, second) .. ("\0"):rep(8))
    end
  end
end

-- With PDUs whose byte behind `head` is all there are.
local function types(head, add)
  for kind = 0, 255 do add(head .. char(kind) .. ("\0"):rep(24)) end
end

local function capture(name, make)
  local records = {}
  make(function(code, body)
    records[#records + 1] = f.packet(f.log(code, body))
  end, records)
  captures[name] = records
end

-- LTE RRC, version 20; MCCH has a number in version 2 only.
for name, numbers in pairs { lte = { 1, 2, 4, 5, 6, 7, 8, 9 },
  nbiot = { 54, 55, 56, 57, 58, 59, 61 } } do
  capture(name, function(_, records)
    for _, number in ipairs(numbers) do
      beginnings(function(pdu)
        records[#records + 1] = f.packet(f.lte_rrc(20, number, pdu))
      end)
    end
  end)
end

capture("lte_mcch", function(_, records)
  beginnings(function(pdu)
    records[#records + 1] = f.packet(f.lte_rrc(2, 3, pdu))
  end)
end)

capture("nr", function(add)
  for number = 1, 8 do
    beginnings(function(pdu)
      add(0xb821, le(9, 4) .. char(15, 64, 1) .. le(321, 2) .. le(632628, 4)
        .. le(100, 4) .. char(number) .. le(0, 4) .. le(#pdu, 2) .. pdu)
    end)
  end
end)

capture("umts", function(add)
  for channel = 0, 8 do
    beginnings(function(pdu)
      add(0x412f, char(channel, 2) .. le(#pdu, 2) .. pdu)
    end, 10)
  end
end)

capture("nas", function(add)
  for _, protocol in ipairs { 3, 5, 6, 8, 9, 10, 11 } do
    types(char(protocol), function(pdu)
      add(0x713a, char(1) .. le(#pdu, 4) .. pdu)
    end)
  end
  types(char(0x15, 6), function(pdu)
    add(0x512f, char(0x83, 0, #pdu) .. pdu)
  end)
  types(char(7), function(pdu) add(0xb0ec, "\1\9\5\0" .. pdu) end)
  types(char(2, 1), function(pdu) add(0xb0e2, "\1\9\5\0" .. pdu) end)
  types(char(0x7e, 0), function(pdu)
    add(0xb80a, le(1, 4) .. "\15\64\0" .. pdu)
  end)
  types(char(0x2e, 1, 1), function(pdu)
    add(0xb800, le(1, 4) .. "\15\64\0" .. pdu)
  end)
end)

capture("rlcmac", function(add)
  for _, channel in ipairs { 0x83, 0x04 } do
    for kind = 0, 63 do
      if kind ~= 0x20 then
        add(0x5226, char(channel, kind, 23, kind * 4) .. ("\0"):rep(22))
      end
    end
  end
end)

for name, records in pairs(captures) do
  f.write(arg[1] .. "/" .. name .. ".pcap", records)
end
