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
for code in pairs(layouts.logs) do
  if code ~= 0xb0c0 and code ~= 0xb821 then
    for i = 0, 255 do
      local body = with(noise(40), 0, i, 1)
      captures.logs[#captures.logs + 1] = f.packet(f.log(code, body))
      captures.logs[#captures.logs + 1] = f.packet(f.log(code,
        with(body, 1, i, 1)))
    end
  end
end

-- Every version of the logs that have nothing but fields, and those around it.
captures.fields = {}
for code, log in pairs(layouts.logs) do
  local body = log[1] == "fields" and layouts.bodies[log[2]]
  for _, layout in ipairs(body and body.layouts or {}) do
    for version = layout.from - 1, layout.from + 1 do
      for i = 1, 20 do
        captures.fields[#captures.fields + 1] = f.packet(f.log(code,
          with(noise(22 + i), 0, version, body.version_size)))
      end
    end
  end
end

-- Every opcode, as an answer and as a request.  Where there are texts these are
-- of letters and digits: tshark writes others in its own way.
local WITH_TEXT = { [0x00] = true, [0x79] = true, [0x7c] = true }

captures.packets = {}
for op = 0, 255 do
  for _ = 1, 4 do
    local packet = char(op) .. noise(60)
    if WITH_TEXT[op] then
      packet = packet:sub(1, 3) .. packet:sub(4):gsub(".", function(c)
        return char(0x30 + c:byte() % 43)
      end)
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
