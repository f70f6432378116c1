-- SPDX-License-Identifier: MIT
-- Every fixture gives the fields written down in golden/, and where records
-- hang together, in two passes too.  UPDATE_GOLDEN=1 writes them anew.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local fields = lib.fields()
assert(#fields > 100, "the dissector did not load")

-- Fixtures of layouts need not repeat what is around a packet every time.
local FRAMED = { container = true, frame = true, joined = true, path = true }
local inner = {}
for _, field in ipairs(fields) do
  local part = field[1]:match("^diagtap%.(%w+)")
  if part ~= "path" and part ~= "container" and part ~= "message"
    and part ~= "frame" and field[1] ~= "diagtap.log.more"
    and field[1] ~= "diagtap.log.outer_len" then
    inner[#inner + 1] = field
  end
end

-- Records of these take over something from earlier ones.
local STATEFUL = { frame = true, joined = true, path = true, ipa = true,
  lte_rrc = true, ip = true }

-- What Wireshark itself words may change with its version; golden files are
-- of 4.0, as is the form of times; from 4.4 on a boolean is a word.
local is_40 = os.getenv("TSHARK_MAJOR") .. os.getenv("TSHARK_MINOR") == "40"

local function comparable(text, is_second_pass)
  if is_second_pass then
    -- Only then is it known where the container of a part was completed.
    text = text:gsub("  diagtap%.part%.whole_in[^\n]*\n", "")
  end
  if is_40 then return text end
  return (text:gsub("  [^\n]*Info = [^\n]*\n", "")
    :gsub("  frame%.protocols = [^\n]*\n", "")
    :gsub("  _ws[^\n]*\n", ""):gsub("  diagtap%.time = [^\n]*\n", "")
    :gsub("%f[%w]True%f[%W]", "1"):gsub("%f[%w]False%f[%W]", "0"))
end

local function first_difference(a, b)
  local next_a, next_b = a:gmatch("[^\n]*"), b:gmatch("[^\n]*")
  local record = ""
  while true do
    local line_a, line_b = next_a(), next_b()
    if line_a ~= line_b then
      return string.format("%s:\n    golden %s\n    now    %s", record,
        line_a or "ends", line_b or "ends")
    end
    if not line_a then return end
    if line_a:find("^record") then record = line_a end
  end
end

for _, fixture in ipairs(fixtures.all) do
  local name, capture = fixture[1], lib.tmp .. "/fixture.pcap"
  local golden = lib.here .. "/golden/" .. name .. ".txt"
  fixtures.write(capture, fixture[2])
  local wanted = FRAMED[name] and fields or inner
  local now = lib.dump(capture, wanted)
  if os.getenv("UPDATE_GOLDEN") then lib.write(golden, now) end
  local expected = lib.read(golden)
  local wrong = first_difference(comparable(expected), comparable(now))
  lib.check(not wrong, "%s, %s", name, wrong)
  if STATEFUL[name] then
    wrong = first_difference(comparable(expected, true),
      comparable(lib.dump(capture, wanted, "-2"), true))
    lib.check(not wrong, "%s in two passes, %s", name, wrong)
  end
end

lib.finish("golden")
