-- SPDX-License-Identifier: MIT
-- Which share of the logs of captures shows a value: one beyond the code, the
-- version and the lengths, or a protocol above ours.  script/coverage prints
-- it; as a test it is held to a least share.  Captures are files of HDLC
-- frames: the lines of COVERAGE_FILES, or those that captures.lua finds.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local LEAST = 0.9

-- Made-up bodies of other people's tests: they say nothing of real traffic.
local NO_CAPTURE = "vectors"

local folder = os.getenv("DIAGTAP_CAPTURES")
  or lib.here .. "/../../../shared/captures"

local function files()
  local given = os.getenv("COVERAGE_FILES")
  if given then return given, true end
  local pipe = io.popen("find " .. lib.quote(folder) .. "/ -name '*.qmdl' -o "
    .. "-name '*.mi2log' 2>/dev/null | sort")
  local all = pipe:read("*a")
  pipe:close()
  return all
end

-- What every log has, and what a log has that nobody can read.
local NOTHING = {}
for _, name in ipairs { "path", "container", "container.type",
  "container.count", "message", "message.len", "frame", "frame.fcs",
  "frame.fcs.status", "frame.escapes", "opcode", "radio", "log.more",
  "log.outer_len", "log.len", "log.code", "log.body", "time", "modem_time",
  "rat", "version", "packet", "packet.id", "packet.version", "packet.len",
  "packet.body", "unknown", "excess" } do
  NOTHING["diagtap." .. name] = true
end

local fields = {}
for _, field in ipairs(lib.fields()) do
  if not NOTHING[field[1]] then fields[#fields + 1] = field[1] end
end
assert(#fields > 100, "the dissector did not load")

local HEAD = { "frame.protocols", "diagtap.log.code", "diagtap.version",
  "diagtap.packet.id", "diagtap.packet.version" }

local function capture_of(path)
  local records = {}
  for escaped in lib.read(path):gmatch("[^~]+~") do
    records[#records + 1] = fixtures.container(escaped)
  end
  local capture = lib.tmp .. "/coverage.pcap"
  fixtures.write(capture, records)
  return capture
end

-- By code, name, version and sub-packet: logs, and those that show a value.
local counts, total, shown

local function forget() counts, total, shown = {}, 0, 0 end

local function count(line)
  local head, i, has_value = {}, 0, false
  for value in (line .. "\t"):gmatch("([^\t]*)\t") do
    i = i + 1
    if i <= #HEAD then head[i] = value else has_value = has_value or value ~= ""
    end
  end
  if head[2] == "" then return end
  has_value = has_value or head[1] ~= "diagtap"
  local key = head[2] .. (head[3] ~= "" and " v" .. head[3] or "")
  if head[4] ~= "" then
    key = key .. " " .. head[4]:match("[^|]+") .. " v"
      .. head[5]:match("[^|]+")
  end
  local all = counts[key] or { key = key, logs = 0, shown = 0 }
  counts[key] = all
  all.logs, total = all.logs + 1, total + 1
  if has_value then all.shown, shown = all.shown + 1, shown + 1 end
end

local function count_capture(capture)
  local output, said = lib.run("-n -r " .. lib.quote(capture)
    .. " -T fields -E separator=/t -E aggregator='|' -e "
    .. table.concat(HEAD, " -e ") .. " -e "
    .. table.concat(fields, " -e "))
  lib.check(said == "", "tshark said %s", said)
  for line in output:gmatch("[^\n]+") do count(line) end
end

-- What nobody can read shows nothing; what somebody can, does.
local function check_ourselves()
  local capture, body = lib.tmp .. "/ourselves.pcap", ("\127"):rep(40)
  local function log(code, bytes)
    return fixtures.packet(fixtures.log(code, bytes))
  end
  fixtures.write(capture, { log(0xb123, body), log(0xfff0, body),
    log(0xb0c2, body), log(0xb193, "\1\1\0\0\25\127\44\0" .. body) })
  forget()
  count_capture(capture)
  lib.check(total == 4 and shown == 0, "%d of %d unknown logs show a value",
    shown, total)
  fixtures.write(capture, { fixtures.packet(fixtures.lte_rrc(20, 7,
    fixtures.RELEASE)), log(0xb0ee, "\2\1\0\0\0\241\16") })
  forget()
  count_capture(capture)
  lib.check(total == 2 and shown == 2, "%d of %d known logs show a value",
    shown, total)
  forget()
end

check_ourselves()
local list, is_given = files()
for path in list:gmatch("[^\n]+") do
  if is_given or not path:find(NO_CAPTURE) then
    count_capture(capture_of(path))
  end
end

if total == 0 then
  print("skipped: no captures in " .. folder)
  os.exit(77)
end

local order = {}
for _, it in pairs(counts) do order[#order + 1] = it end
table.sort(order, function(a, b)
  return a.logs > b.logs or a.logs == b.logs and a.key < b.key
end)
for _, it in ipairs(order) do
  print(string.format("%-24s %7d logs %7d shown %4d %%", it.key, it.logs,
    it.shown, math.floor(100 * it.shown / it.logs)))
end
print(string.format("%-24s %7d logs %7d shown %6.1f %%", "all", total, shown,
  100 * shown / total))
lib.check(is_given or shown / total >= LEAST, "%.1f %% of logs show a value",
  100 * shown / total)
lib.finish("coverage")
