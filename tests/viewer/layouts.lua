-- SPDX-License-Identifier: MIT
-- Makes captures with every layout that data/ has, for layouts.test.mjs:
-- lua layouts.lua DIRECTORY.  What stands in the fields is made up, and the
-- same each time.

local here = os.getenv("HERE")
package.path = here .. "/../dissector/?.lua;" .. package.path
local f = require("fixtures")
local layouts = dofile(here
  .. "/../../dissector/src/data/layouts_generated.lua")

local char, floor = string.char, math.floor

local seed = 1

-- So many bytes that repeat only after a long time.
local function noise(size)
  local bytes = {}
  for i = 1, size do
    seed = seed * 16807 % 2147483647
    bytes[i] = char(floor(seed / 0x100) % 0x100)
  end
  return table.concat(bytes)
end

-- The text s with the bytes of n from offset `at` on, the lowest first.
local function with(s, at, n, size)
  local bytes = {}
  for i = 1, size do
    bytes[i] = char(n % 256)
    n = floor(n / 256)
  end
  return s:sub(1, at) .. table.concat(bytes) .. s:sub(at + size + 1)
end

-- Bytes as letters and digits: tshark writes others in its own way.
local function letters(s)
  return (s:gsub(".", function(c) return char(0x30 + c:byte() % 43) end))
end

local IMS = { [0x156e] = true, [0x1830] = true, [0x1832] = true }

local captures = {}

-- Every version with every PDU number; the length is right, there is no PDU.
local function rrc(code, layouts_of, version_size)
  local records = {}
  for version = 0, 60 do
    local layout
    for _, it in ipairs(layouts_of) do
      if version >= it.from then layout = it end
    end
    for pdu = 0, 79 do
      local body = with(noise(layout.payload), 0, version, version_size)
      body = with(with(body, layout.pdu, pdu, 1), layout.pdu_len, 0, 2)
      if layout.segment then body = with(body, layout.segment, 0, 1) end
      records[#records + 1] = f.packet(f.log(code, body))
    end
  end
  return records
end

captures.lte_rrc = rrc(0xb0c0, layouts.rrc.lte_rrc, 1)
captures.nr_rrc = rrc(0xb821, layouts.rrc.nr_rrc, 4)

-- Every other log with a body that is known, and the first two bytes, where
-- channels and directions stand, in all that they may be.
captures.logs = {}
local function has_structures(log)
  return log[1] == "body" or log[2] == "body"
end

for code, log in pairs(layouts.logs) do
  if code ~= 0xb0c0 and code ~= 0xb821 and not has_structures(log) then
    for i = 0, 255 do
      local body = with(noise(40), 0, i, 1)
      captures.logs[#captures.logs + 1] = f.packet(f.log(code, body))
      captures.logs[#captures.logs + 1] = f.packet(f.log(code,
        with(body, 1, i, 1)))
    end
  end
end

-- Every version of the logs that are made of structures, and one that nobody
-- knows, in several lengths: lists are as long as noise will have it.
captures.bodies = {}

local function add_body(code, body)
  captures.bodies[#captures.bodies + 1] = f.packet(f.log(code, body))
end

local LENGTHS = { 7, 24, 60, 200, 600, 1400 }

-- Logs with texts have letters in all places.
local function body_of(code, length)
  return IMS[code] and letters(noise(length)) or noise(length)
end

local function add_versions(code, body)
  for version in pairs(body.versions) do
    for _, length in ipairs(LENGTHS) do
      for more = 0, 1 do
        local n = body.is_top2 and version * 64 + length % 64 or version
        add_body(code, with(body_of(code, length), 0, n + more,
          body.version_size or 1))
      end
    end
  end
end

-- Two sub-packets, the first of a size that is no multiple of four.
local function sub_packets(id, version, length)
  local head = f.u8(id) .. f.u8(version)
  local first, second = noise(length), noise(length + 9)
  return f.u8(1) .. f.u8(2) .. f.u16(0)
    .. head .. f.u16(length + 4) .. first .. ("\0"):rep(-length % 4)
    .. head .. f.u16(length + 13) .. second
end

local function add_packets(code, body)
  for id, versions in pairs(body.packets) do
    for version in pairs(versions) do
      for _, length in ipairs(LENGTHS) do
        add_body(code, sub_packets(id, version, length))
      end
      add_body(code, sub_packets(id, version + 101, 20))
    end
    add_body(code, f.u8(9) .. noise(20))
  end
end

for code, log in pairs(layouts.logs) do
  local is_second = log[1] == "second_sim"
  local body = layouts.bodies[log[is_second and 3 or 2]]
  if body and is_second then
    add_body(code, "\1" .. noise(60))
  elseif body and (body.versions or body.packets) then
    if body.versions then add_versions(code, body) end
    if body.packets then add_packets(code, body) end
  elseif body then
    for _, length in ipairs(LENGTHS) do
      add_body(code, body_of(code, length))
    end
  end
end

-- Noise hardly ever gets to the end of a list in lists.
for _, fixture in ipairs(f.all) do
  if fixture[1] == "mac" then
    for _, record in ipairs(fixture[2]) do
      captures.bodies[#captures.bodies + 1] = record
    end
  end
end

-- Every opcode, as an answer and as a request.
local WITH_TEXT = { [0x00] = true, [0x79] = true, [0x7c] = true }

captures.packets = {}
for op = 0, 255 do
  for _ = 1, 4 do
    local packet = char(op) .. noise(60)
    if WITH_TEXT[op] then
      packet = packet:sub(1, 3) .. letters(packet:sub(4))
    end
    captures.packets[#captures.packets + 1] = f.packet(packet)
    captures.packets[#captures.packets + 1] = f.request(packet)
  end
end

-- Every form of a status header in every length that one has, and in one more;
-- the first byte is the opcode in most.
captures.ipa = {}
for form = 0, 7 do
  for _, size in ipairs { 4, 16, 32, 20 } do
    for i = 0, 31 do
      local header = with(noise(size), 0, i, 1)
      captures.ipa[#captures.ipa + 1] = f.record(0x200, f.IPV4, header,
        form == 0 and "" or char(form) .. noise(i % 12))
    end
  end
end

for name, records in pairs(captures) do
  f.write(arg[1] .. "/" .. name .. ".pcap", records)
end
