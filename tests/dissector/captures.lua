-- SPDX-License-Identifier: MIT
-- Real captures, where there are some: what the dissector finds in them must
-- be what a plain counter finds.  They come as files of HDLC frames in
-- DIAGTAP_CAPTURES, or in ../shared/captures beside the project.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local unpack = table.unpack or unpack

local folder = os.getenv("DIAGTAP_CAPTURES")
  or lib.here .. "/../../../shared/captures"

local function list(pattern)
  local pipe = io.popen("find " .. lib.quote(folder) .. "/ -name "
    .. lib.quote(pattern) .. " 2>/dev/null | sort")
  local all = pipe:read("*a")
  pipe:close()
  return all
end

-- The counter: no table, no pattern and no function of the dissector's ------

local function xor16(a, b)
  local sum, bit = 0, 1
  while a > 0 or b > 0 do
    local x, y = a % 16, b % 16
    for i = 0, 3 do
      local p = 2 ^ i
      if math.floor(x / p) % 2 ~= math.floor(y / p) % 2 then
        sum = sum + bit * p
      end
    end
    a, b, bit = (a - x) / 16, (b - y) / 16, bit * 16
  end
  return sum
end

local steps = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do
    c = c % 2 == 1 and xor16((c - 1) / 2, 0x8408) or c / 2
  end
  steps[i] = c
end

local xor8 = {}
for a = 0, 255 do
  xor8[a] = {}
  for b = 0, 255 do xor8[a][b] = b end
  local bit = 1
  while bit < 256 do
    if math.floor(a / bit) % 2 == 1 then
      for b = 0, 255 do
        local value = xor8[a][b]
        xor8[a][b] = math.floor(value / bit) % 2 == 1 and value - bit
          or value + bit
      end
    end
    bit = bit * 2
  end
end

local function low_xor(a, b) return xor8[a][b] end

local function crc(s)
  local low, high = 255, 255
  for i = 1, #s do
    local step = steps[xor8[low][s:byte(i)]]
    low, high = xor8[high][step % 256], math.floor(step / 256)
  end
  return 65535 - low - high * 256
end

local function unescaped(s)
  return (s:gsub("\125(.)", function(c)
    return string.char(low_xor(c:byte(), 0x20))
  end))
end

local function bump(counts, key) counts[key] = (counts[key] or 0) + 1 end

local function number(s, at) return s:byte(at) + s:byte(at + 1) * 256 end

local function count_packet(counts, s)
  bump(counts, string.format("opcode 0x%02x", s:byte(1)))
  if s:byte(1) == 0x98 and #s > 8 then
    count_packet(counts, s:sub(9))
  elseif s:byte(1) == 0x10 and #s >= 16 then
    bump(counts, string.format("log 0x%04x", number(s, 7)))
  end
end

-- What has a wrong check sequence is no packet; before the first flag it is the
-- rest of a frame.
local function count_file(bytes)
  local counts, is_first = {}, true
  for escaped in bytes:gmatch("([^~]*)~") do
    local s = unescaped(escaped)
    if #s > 2 then
      local payload = s:sub(1, -3)
      local is_good = crc(payload) == number(s, #s - 1)
      local is_rest = is_first and not is_good
      bump(counts, is_good and "fcs 1" or is_rest and "fcs 2" or "fcs 0")
      if is_good then count_packet(counts, payload) end
    end
    is_first = false
  end
  return counts
end

-- The dissector's count ------------------------------------------------------

local KINDS = { "opcode", "log", "fcs" }

local function count_capture(path)
  local output, said = lib.run("-n -T fields -E 'aggregator=|' -r "
    .. lib.quote(path) .. " -e diagtap.opcode -e diagtap.log.code"
    .. " -e diagtap.frame.fcs.status -e diagtap.failed")
  lib.check(said == "", "tshark said %s", said)
  local counts = {}
  for line in output:gmatch("[^\n]+") do
    local i = 0
    for values in (line .. "\t"):gmatch("([^\t]*)\t") do
      i = i + 1
      for value in values:gmatch("[^|]+") do
        bump(counts, (KINDS[i] or "failed") .. " " .. value)
      end
    end
  end
  return counts
end

local function compare(name, expected, counted)
  for key, count in pairs(expected) do
    lib.check(counted[key] == count, "%s: %s counted %s times, not %d", name,
      key, counted[key] or 0, count)
  end
  for key in pairs(counted) do
    lib.check(expected[key], "%s: %s is not in the file", name, key)
  end
end

-- Ways to lay a file's bytes into containers --------------------------------

-- A pseudo-random stream, the same on every run.
local function dice(seed)
  return function(most)
    seed = (seed * 16807) % 2147483647
    return seed % most + 1
  end
end

local function whole_frames(bytes)
  local records, messages, roll = {}, {}, dice(1)
  for escaped in bytes:gmatch("[^~]*~") do
    messages[#messages + 1] = { token = -1, bytes = escaped }
    if roll(6) == 1 then
      records[#records + 1] = fixtures.container(unpack(messages))
      messages = {}
    end
  end
  records[#records + 1] = fixtures.container(unpack(messages))
  return records
end

local function cut_anywhere(bytes)
  local records, messages, roll, at = {}, {}, dice(2), 1
  -- What no flag ends is no frame, and would run into nothing.
  local last = #bytes - (bytes:reverse():find("~", 1, true) or 1) + 1
  while at <= last do
    local size = roll(500)
    messages[#messages + 1] = bytes:sub(at, math.min(at + size - 1, last))
    at = at + size
    if roll(4) == 1 or at > last then
      records[#records + 1] = fixtures.container(unpack(messages))
      messages = {}
    end
  end
  return records
end

local function check_signalling(capture)
  local output = lib.run("-n -T fields -r " .. lib.quote(capture)
    .. " -e diagtap.log.code -e diagtap.failed -e diagtap.unknown"
    .. " -e diagtap.short -Y 'diagtap.failed || diagtap.unknown || "
    .. "diagtap.short'")
  lib.check(output == "", "good capture with trouble: %s", output)
end

-- Codes that the dissector has no name for: of sound frames only.
local function check_names(name, capture)
  local output = lib.run("-n -q -r " .. lib.quote(capture)
    .. " -z 'diagtap,codes,!diagtap.fcs.bad'")
  local named = 0
  for code, title in output:gmatch("\n(0x%x+) +%d+ *([^\n]*)") do
    lib.check(title ~= "", "%s: %s has no name", name, code)
    named = named + 1
  end
  lib.check(named > 0, "%s: no codes", name)
end

local count = 0
for path in (list("*.qmdl") .. list("*.mi2log")):gmatch("[^\n]+") do
  count = count + 1
  local bytes, capture = lib.read(path), lib.tmp .. "/capture.pcap"
  local name = path:match("[^/]*$")
  local expected = count_file(bytes)
  for way, records in pairs { whole = whole_frames(bytes),
    cut = cut_anywhere(bytes) } do
    fixtures.write(capture, records)
    compare(name .. ", " .. way, expected, count_capture(capture))
    if name:find("goodsim") then check_signalling(capture) end
    if way == "whole" then check_names(name, capture) end
  end
end

if count == 0 then
  print("skipped: no captures in " .. folder)
  os.exit(77)
end
print(count .. " captures")
lib.finish("captures")
