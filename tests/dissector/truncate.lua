-- SPDX-License-Identifier: MIT
-- Every fixture cut at every byte, and nothing may raise:
--
--   * each record, as a short one and as one that the snaplen cut; once one
--     after the other, where each goes on with what the one before left over,
--     and once with a loss between them, so that each stands alone;
--   * each packet, in a frame that is whole: what is short is its layout.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local BAD = { "Lua Error", "Dissector bug", "%.lua:%d+:" }
local LOSS = fixtures.record(0x1ff, "", fixtures.u64(1) .. fixtures.u64(1))

-- What is the same twice is done once.
local known = {}

local function is_new(bytes)
  local before = known[bytes]
  known[bytes] = true
  return not before
end

local function add_cut_record(list, record)
  for size = 1, #record.payload do
    local bytes = record.payload:sub(1, size)
    if is_new(bytes) then
      list[#list + 1] = { payload = bytes }
      list[#list + 1] = { payload = record.payload,
        cut = #record.payload - size }
    end
  end
end

local function add_cut_packets(list, record)
  for _, cut in ipairs(fixtures.cut_packets(record)) do
    if is_new(cut.payload) then list[#list + 1] = cut end
  end
end

local function apart(records)
  local list = {}
  for _, record in ipairs(records) do
    list[#list + 1], list[#list + 2] = LOSS, record
  end
  return list
end

local function check(name, records)
  local capture, total = lib.tmp .. "/cuts.pcap", 0
  fixtures.write(capture, records)
  local output, said = lib.run("-n -V -r " .. lib.quote(capture))
  lib.check(said == "", "%s: tshark said %s", name, said)
  for line in output:gmatch("[^\n]+") do
    if line:find("^Frame %d") then total = total + 1 end
    for _, bad in ipairs(BAD) do
      lib.check(not line:find(bad), "%s, record %d: %s", name, total, line)
    end
  end
  lib.check(total == #records, "%s: %d of %d records dissected", name, total,
    #records)
  print(string.format("%s: %d records", name, total))
end

local cut_records, cut_packets = {}, {}
for _, fixture in ipairs(fixtures.all) do
  for _, record in ipairs(fixture[2]) do
    add_cut_record(cut_records, record)
    add_cut_packets(cut_packets, record)
  end
end

check("cut records", cut_records)
check("cut records apart", apart(cut_records))
check("cut packets", cut_packets)

lib.finish("truncate")
