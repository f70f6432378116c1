-- SPDX-License-Identifier: MIT
-- Every record of every fixture, cut at every octet, once as a short record
-- and once as one that the snaplen cut: nothing may raise.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local BAD = { "Lua Error", "Dissector bug", "%.lua:%d+:" }

local function cuts(records)
  local list, known = {}, {}
  for _, record in ipairs(records) do
    for size = 1, #record.payload do
      local octets = record.payload:sub(1, size)
      if not known[octets] then
        known[octets] = true
        list[#list + 1] = { payload = octets }
        list[#list + 1] = { payload = record.payload,
          cut = #record.payload - size }
      end
    end
  end
  return list
end

-- Records that only repeat a layout for another version add time, not paths.
local MOST = { lte_rrc = 40, nr = 40 }

local total, all = 0, {}
for _, fixture in ipairs(fixtures.all) do
  local records, most = {}, MOST[fixture[1]] or math.huge
  local step = math.max(1, math.floor(#fixture[2] / most))
  for i = 1, #fixture[2], step do records[#records + 1] = fixture[2][i] end
  for _, cut in ipairs(cuts(records)) do all[#all + 1] = cut end
end

local capture = lib.tmp .. "/cuts.pcap"
fixtures.write(capture, all)
local output, said = lib.run("-n -V -r " .. lib.quote(capture))
lib.check(said == "", "tshark said %s", said)
for line in output:gmatch("[^\n]+") do
  if line:find("^Frame %d") then total = total + 1 end
  for _, bad in ipairs(BAD) do
    lib.check(not line:find(bad), "record %d: %s", total, line)
  end
end
lib.check(total == #all, "%d of %d records dissected", total, #all)

print(string.format("%d records", total))
lib.finish("truncate")
