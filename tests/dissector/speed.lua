-- SPDX-License-Identifier: MIT
-- How many times slower than a dissector that only names the protocol, and
-- whether long frames take time in proportion to their length.  CPU time, so
-- that a busy machine does not matter much; the bounds leave room for more.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local RECORDS, MOST_UNCHECKED, MOST_CHECKED = 20000, 16, 24

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

-- What starting tshark costs is no cost of a record.
local base = best(none, { empty })
local start = best(none, { lib.dissector })
local named = math.max(best(many, { empty }) - base, 0.01)
local unchecked = best(many, { lib.dissector }, "-o diagtap.crc:FALSE") - start
local checked = best(many, { lib.dissector }) - start

print(string.format("a record: named %.1f us, unchecked %.1f us (%.1f times), "
  .. "checked %.1f us (%.1f times)", named / RECORDS * 1e6,
  unchecked / RECORDS * 1e6, unchecked / named, checked / RECORDS * 1e6,
  checked / named))
lib.check(unchecked / named <= MOST_UNCHECKED, "unchecked: %.1f times",
  unchecked / named)
lib.check(checked / named <= MOST_CHECKED, "checked: %.1f times",
  checked / named)

-- As many octets in frames of 8 KiB and of 64 KiB, half of them escaped.
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
for i = 1, 16000 do list[i] = "x" end
local flagless = capture_of("flagless", { fixtures.record(0x100,
  fixtures.container_of(list)), fixtures.container("~") })
local taken = best(flagless, { lib.dissector }) - start
print(string.format("16000 messages without a flag %.3f s", taken))
lib.check(taken < 2, "messages without a flag: %.3f s", taken)

lib.finish("speed")
