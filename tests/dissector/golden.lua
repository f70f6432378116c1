-- SPDX-License-Identifier: MIT
-- Every fixture gives the fields written down in golden/, and where records
-- hang together, in two passes too; and golden/ has every log with a layout, in
-- each of its versions.  UPDATE_GOLDEN=1 writes them anew.

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

-- Nothing is left out ---------------------------------------------------------

local layouts = dofile(lib.here
  .. "/../../dissector/src/data/layouts_generated.lua")

-- What a record of a golden file has, by code, version and another value.
local seen = {}

local function see(record)
  local function value(name)
    return record:match("diagtap%." .. name .. " = ([^\n]*)")
  end
  local key = value("log%.code")
  if not key then return end
  seen[key] = true
  local version = value("version")
  for _, other in ipairs { value("pdu") or "", value("packet%.id") or "" } do
    for _, number in ipairs { version or "", value("packet%.version") or "" } do
      seen[key .. " " .. number .. " " .. other] = true
    end
  end
end

local function has(what, key)
  lib.check(seen[key], "no golden record of %s: %s", what, key)
end

for _, fixture in ipairs(fixtures.all) do
  local text = lib.read(lib.here .. "/golden/" .. fixture[1] .. ".txt")
  for record in ("\n" .. text .. "record 0\n"):gmatch("(.-)\nrecord %d+\n") do
    see(record)
  end
end

-- Of a body: structures by version, and by id and version of a sub-packet.
local function check_body(code, body)
  for version in pairs(body.versions or {}) do
    has("a version", ("0x%04x %d "):format(code, version))
  end
  for id, versions in pairs(body.packets or {}) do
    for version in pairs(versions) do
      has("a sub-packet", ("0x%04x %d 0x%02x"):format(code, version, id))
    end
  end
end

-- Of a header of RRC: one version of each layout, and all PDU numbers of each
-- family in one of its versions.
local function check_rrc(code, it, channels)
  for i, layout in ipairs(it) do
    local is_found, to = false, it[i + 1] and it[i + 1].from or 100
    for key in pairs(seen) do
      local version = tonumber(key:match("^" .. code .. " (%d+) ") or "")
      is_found = is_found or version and version >= layout.from
        and version < to
    end
    lib.check(is_found, "no golden record of %s, layout from version %d", code,
      layout.from)
  end
  for name, family in pairs(channels.families) do
    for number in pairs(family) do
      local is_found = false
      for version = 0, 60 do
        local of = channels.versions[version] or channels.others
        is_found = is_found or of == name
          and seen[code .. " " .. version .. " " .. number]
      end
      lib.check(is_found, "no golden record of %s, PDU %d of family %s", code,
        number, name)
    end
  end
end

for code, words in pairs(layouts.logs) do
  has("a log", ("0x%04x"):format(code))
  local is_second = words[1] == "second_sim"
  local body = layouts.bodies[words[is_second and 3 or 2]]
  if body and words[is_second and 2 or 1] == "body" then
    check_body(code, body)
  end
end
check_rrc("0xb0c0", layouts.rrc.lte_rrc, layouts.rrc.lte_channels)
check_rrc("0xb821", layouts.rrc.nr_rrc, layouts.rrc.nr_channels)

lib.finish("golden")
