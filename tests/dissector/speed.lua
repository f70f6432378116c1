-- SPDX-License-Identifier: MIT
-- How many times slower than a dissector that only names the protocol, and
-- whether long frames take time in proportion to their length.  CPU time, so
-- that a busy machine does not matter much.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

-- Where that dissector reads 230,000 records a second, these are 30,000 and
-- 20,000.
local RECORDS, MOST_UNCHECKED, MOST_CHECKED = 50000, 7.7, 11.5

local empty = lib.tmp .. "/empty.lua"
lib.write(empty, [[
  local p = Proto("empty", "Names the protocol")
  function p.dissector(_, pinfo) pinfo.cols.protocol:set("DIAG") end
  DissectorTable.get("wtap_encap"):add(wtap.USER0, p)
]])

-- CPU seconds of one run.
local function seconds(capture, scripts, more)
  local times = lib.tmp .. "/times"
  local command = lib.quote(lib.tshark) .. " -n -q -z io,stat,0,frame -r "
    .. lib.quote(capture) .. " " .. (more or "")
  for _, script in ipairs(scripts) do
    command = command .. " -X lua_script:" .. lib.quote(script)
  end
  os.execute("{ " .. command .. "; } >/dev/null 2>&1; times >"
    .. lib.quote(times))
  local minutes, rest = lib.read(times):match("\n(%d+)m([%d.]+)s")
  return minutes * 60 + rest
end

-- The lesser of two, since noise only adds.
local function best(...)
  return math.min(seconds(...), (seconds(...)))
end

local function capture_of(name, records)
  local path = lib.tmp .. "/" .. name .. ".pcap"
  fixtures.write(path, records)
  return path
end

local records = {}
local release = fixtures.packet(fixtures.lte_rrc(20, 7, fixtures.RELEASE))
for i = 1, RECORDS do records[i] = release end
local many = capture_of("many", records)
local none = capture_of("none", {})

-- A filter that names every field has all of them made.
local every = { "diagtap.path" }
for _, field in ipairs(lib.fields()) do every[#every + 1] = field[1] end
lib.check(#every > 100, "the dissector did not load")
local all_fields = " -Y " .. lib.quote(table.concat(every, " || "))
local no_crc = " -o diagtap.crc:FALSE"

-- And one with the fields that the colours of our profile ask for.
local coloured = {}
local colours = lib.read(lib.dissector:gsub("[^/]*$", "")
  .. "profile/colorfilters"):gsub("\n#[^\n]*", "")
for name in colours:gmatch("diagtap%.[%w_.]+") do
  coloured[#coloured + 1] = name
end
lib.check(#coloured > 20, "the profile has no colours")
local some_fields = " -Y " .. lib.quote(table.concat(coloured, " || "))

local named = best(many, { empty })
local unchecked = best(many, { lib.dissector }, no_crc)
local checked = best(many, { lib.dissector })
local some_checked = best(many, { lib.dissector }, some_fields)
local full_unchecked = best(many, { lib.dissector }, no_crc .. all_fields)
local full_checked = best(many, { lib.dissector }, all_fields)

local function report(what, taken)
  print(string.format("%s: %.0f records a second, %.1f times", what,
    RECORDS / taken, taken / named))
end
report("named", named)
report("unchecked", unchecked)
report("checked", checked)
report("the profile's fields, checked", some_checked)
report("every field, unchecked", full_unchecked)
report("every field, checked", full_checked)
lib.check(unchecked / named <= MOST_UNCHECKED, "unchecked: %.1f times",
  unchecked / named)
lib.check(checked / named <= MOST_CHECKED, "checked: %.1f times",
  checked / named)

local start = best(none, { lib.dissector })

-- As many bytes in frames of 8 KiB and of 64 KiB, half of them escaped.
local function frames(size, count)
  local body = fixtures.log(0x1fff, ("}~ab"):rep(size / 8))
  local record, list = fixtures.packet(body), {}
  for i = 1, count do list[i] = record end
  return list
end

local short = best(capture_of("short", frames(8192, 160)),
  { lib.dissector }) - start
local long = best(capture_of("long", frames(65536, 20)),
  { lib.dissector }) - start
print(string.format("1.3 MB in 8 KiB frames %.3f s, in 64 KiB frames %.3f s",
  short, long))
lib.check(long < 2 * short + 0.1, "long frames: %.3f s, short ones %.3f s",
  long, short)

-- One message without a flag after the other must not search it all again.
local list = {}
for i = 1, 52000 do list[i] = "x" end
local flagless = capture_of("flagless", { fixtures.record(0x100,
  fixtures.container_of(list)), fixtures.container("~") })
local taken = best(flagless, { lib.dissector }) - start
print(string.format("52000 messages without a flag %.3f s", taken))
lib.check(taken < 1, "messages without a flag: %.3f s", taken)

lib.finish("speed")
