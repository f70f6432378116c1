-- SPDX-License-Identifier: MIT
-- The profile beside the dissector: its filters are filters, they find
-- something, and its columns show.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local folder = lib.install_profile()
local all = {}
for _, fixture in ipairs(fixtures.all) do
  for _, record in ipairs(fixture[2]) do all[#all + 1] = record end
end
local capture = lib.tmp .. "/all.pcap"
fixtures.write(capture, all)

local filters = {}
for line in lib.read(folder .. "/colorfilters"):gmatch("[^\n]+") do
  local filter = line:match("^@[^@]+@(.+)@%[[%d,]+%]%[[%d,]+%]$")
  lib.check(filter or line:find("^#"), "no colour rule: %s", line)
  filters[#filters + 1] = filter
end
for line in lib.read(folder .. "/dfilter_buttons"):gmatch("[^\n]+") do
  local filter = line:match('^"TRUE","[^"]+","([^"]+)","[^"]*"$')
  lib.check(filter, "no button: %s", line)
  filters[#filters + 1] = filter and filter:gsub("\\x22", '"')
end
lib.check(#filters > 20, "%d filters", #filters)

-- One tap for each, all in one run.
local taps = {}
for _, filter in ipairs(filters) do
  taps[#taps + 1] = "-z " .. lib.quote("io,stat,0," .. filter)
end
local output, said = lib.run("-n -q -r " .. lib.quote(capture) .. " "
  .. table.concat(taps, " "))
lib.check(said == "", "tshark said %s", said)
local found = 0
for count in output:gmatch("<>[^|]*|%s*(%d+)") do
  found = found + 1
  lib.check(tonumber(count) > 0, "found nothing: %s", tostring(
    filters[#filters + 1 - found]))
end
lib.check(found == #filters, "%d of %d filters counted", found, #filters)

output, said = lib.run("-n -C diagtap -c 1 -r " .. lib.quote(capture))
lib.check(said == "", "tshark said %s", said)
lib.check(output:find("LTE.*dl_dcch.*77.*LTE RRC.*RRCConnectionRelease"),
  "columns: %s", output)

-- The modem's time, on the record's day and where the record is a day later.
local function first_line(seconds)
  local bytes = lib.read(capture)
  lib.write(capture, bytes:sub(1, 24) .. fixtures.u32(seconds)
    .. bytes:sub(29))
  return lib.run("-n -C diagtap -c 1 -r " .. lib.quote(capture))
end
fixtures.write(capture, { fixtures.packet(
  fixtures.lte_rrc(20, 7, fixtures.RELEASE)) })
local DAY, TODAY = 86400, 1767323045
lib.check(first_line(TODAY):find("%s03:04:05%.677813%s"), "today: %s",
  first_line(TODAY))
lib.check(not first_line(TODAY):find("2026-01-02", 1, true), "dated: %s",
  first_line(TODAY))
lib.check(first_line(TODAY + DAY):find("2026-01-02 03:04:05.677813", 1, true),
  "the next day: %s", first_line(TODAY + DAY))

lib.finish("profile")
