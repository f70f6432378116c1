-- SPDX-License-Identifier: MIT
-- Every real capture, a frame to a record: diagstat.py counts the same in it,
-- and nothing is malformed, undecoded or failed but what is listed here, by
-- file and frame.  Captures come as in captures.lua; diagstat.py comes in
-- DIAGTAP_DIAGSTAT, or in ../shared/tools beside the project.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local shared = lib.here .. "/../../../shared"
local folder = os.getenv("DIAGTAP_CAPTURES") or shared .. "/captures"
local diagstat = os.getenv("DIAGTAP_DIAGSTAT")
  or shared .. "/tools/diagstat.py"

-- What is broken -------------------------------------------------------------
-- By file, what is said of which frame.  Frames count from 0; empty ones do
-- not count.

-- A wrong check sequence: a frame cut short, or two run together, as the
-- captures' README has it.  Nothing of it is read.
local BAD = "Bad frame check sequence"

-- Enciphered NAS within RRC, as on the air.  Where its first byte happens to
-- look like plain NAS, Wireshark reads it so, by its own default for
-- nas-eps.null_decipher, if our preference lets it.  rayhunter's own pcap of
-- goodsim has the same three.
local CIPHERED = "Malformed Packet (Exception occurred)"

-- GPRS blocks of 12 bytes that announce a container of 16.  QCSuper's own
-- pcap of these messages has the same seven.
local SHORT_BLOCK = "NEED_MORE BITS TO UNPACK (CONTAINER)"

-- No source names PDU number 25 of version 8.
local NO_NAME = "NR RRC OTA message: PDU number 25 of version 8 is not known"

local BROKEN = {
  -- A body of scat's own tests that is two bytes short.
  ["scat-vectors.qmdl"] = { [6] = { "Sub-packet of 40 bytes, 38 present" } },
  ["qcsuper-xperia-derived.qmdl"] = { [1064] = { SHORT_BLOCK },
    [1081] = { SHORT_BLOCK }, [1099] = { SHORT_BLOCK },
    [1116] = { SHORT_BLOCK }, [1131] = { SHORT_BLOCK },
    [1148] = { SHORT_BLOCK }, [1163] = { SHORT_BLOCK } },
  ["cmcc.mi2log"] = { [0] = { "Starts inside a frame" } },
  ["20201116_123435_Xiaomi-Mi10_46000.mi2log"] = {
    [287] = { BAD }, [594] = { BAD }, [658] = { BAD } },
  ["20201116_124345_Xiaomi-Mi10_46000.mi2log"] = { [793] = { BAD } },
  ["20201116_195619_Xiaomi-Mi10_46000.mi2log"] = { [375] = { NO_NAME } },
}

-- Frames that are CIPHERED with diagtap.decipher, by file; and conversions by
-- others of which Wireshark, without us, says as much as of ours.
local CIPHERED_IN = {
  ["1749222138-goodsim.qmdl"] = { [194] = { CIPHERED },
    [490] = { CIPHERED }, [1405] = { CIPHERED } },
  ["volte_sample.mi2log"] = { [2867] = { CIPHERED } },
}
local REFERENCES = {
  { "1749222138-goodsim.pcap", CIPHERED, 3 },
  { "derived/sample_2g_3g_4g_xperia.pcap", SHORT_BLOCK, 7 },
}

-- What tshark says -----------------------------------------------------------

local GROUPS = { ["16777216"] = true, ["83886080"] = true,
  ["117440512"] = true } -- checksum, undecoded, malformed

local FIELDS = { "_ws.expert.group", "_ws.expert.message",
  "diagtap.frame.fcs.status", "diagtap.opcode", "diagtap.log.code",
  "diagtap.version", "diagtap.pdu", "diagtap.channel_id" }

local function split(text, separator)
  local parts = {}
  for part in (text .. separator):gmatch("(.-)" .. separator) do
    parts[#parts + 1] = part
  end
  return parts
end

-- Calls each(frame, values) with a list of values by field; returns how many
-- records there are.
local function each_frame(capture, more, each)
  local output, said = lib.run("-n -r " .. lib.quote(capture) .. " " .. more
    .. " -T fields -E aggregator='|' -e " .. table.concat(FIELDS, " -e "))
  lib.check(said == "", "tshark said %s", said)
  local frame = 0
  for line in output:gmatch("([^\n]*)\n") do
    local values = {}
    for i, text in ipairs(split(line, "\t")) do
      values[FIELDS[i]] = text ~= "" and split(text, "|") or {}
    end
    each(frame, values)
    frame = frame + 1
  end
  return frame
end

-- Checksums, what is malformed and what is undecoded, joined frames too; but
-- for logs whose version nobody has described.
local function experts_of(values)
  local said = {}
  for i, group in ipairs(values["_ws.expert.group"]) do
    local text = values["_ws.expert.message"][i]
    local is_new = text:find(": .*version [%d.]+ is not known$")
      and not text:find("PDU number")
    if GROUPS[group] and not is_new or text:find("^Starts inside") then
      said[#said + 1] = text
    end
  end
  return said
end

local function to_capture(path)
  local records = {}
  for escaped in lib.read(path):gmatch("[^~]+~") do
    records[#records + 1] = fixtures.container(escaped)
  end
  local capture = lib.tmp .. "/frames.pcap"
  fixtures.write(capture, records)
  return capture, #records
end

-- Counts ----------------------------------------------------------------------

local function bump(counts, key) counts[key] = (counts[key] or 0) + 1 end

-- diagstat.py's counts: "section key" -> number.
local function counts_of_file(path)
  local pipe = io.popen("python3 -B " .. lib.quote(diagstat) .. " "
    .. lib.quote(path))
  local json, counts = pipe:read("*a"), {}
  pipe:close()
  for _, section in ipairs { "opcodes", "nested98", "logcodes", "versions",
    "pdus" } do
    local list = json:match('"' .. section .. '": (%b{})') or ""
    for key, count in list:gmatch('"([^"]+)": (%d+)') do
      -- 0xb80c holds no message, so nothing of it is dissected.
      if not key:find("^badcrc") and not key:find("B80C v") then
        counts[section .. " " .. key] = tonumber(count)
      end
    end
  end
  counts["crc_bad"] = tonumber(json:match('"crc_bad": (%d+)'))
  lib.check(counts["crc_bad"], "diagstat.py said %s", json)
  return counts
end

local VERSIONED = { B0C0 = true, B821 = true, B0E0 = true, B0E1 = true,
  B0E2 = true, B0E3 = true, B0EA = true, B0EB = true, B0EC = true,
  B0ED = true }
-- These hold no message: diagstat.py does not count their versions.
local CELLS = { B80C = true, B822 = true, B823 = true, B97F = true }
local CHANNELED = { ["412F"] = true, ["512F"] = true, ["5226"] = true }

local function count_log(counts, values, code)
  bump(counts, "logcodes 0x" .. code)
  local version, pdu = values["diagtap.version"][1], values["diagtap.pdu"][1]
  local channel = values["diagtap.channel_id"][1]
  if VERSIONED[code] or code:find("^B8") and version and not CELLS[code] then
    bump(counts, string.format("versions %s v%s", code, tostring(version)))
  end
  if pdu then
    bump(counts, string.format("pdus %s v%s pdu %s", code, version, pdu))
  elseif CHANNELED[code] then
    bump(counts, string.format("pdus %s ch %s", code, tostring(channel)))
  end
end

local function count_frame(counts, values)
  if values["diagtap.frame.fcs.status"][1] ~= "1" then
    return bump(counts, "crc_bad")
  end
  local opcodes = values["diagtap.opcode"]
  bump(counts, "opcodes " .. opcodes[1])
  if opcodes[2] then bump(counts, "nested98 " .. opcodes[2]) end
  local code = values["diagtap.log.code"][1]
  if code then count_log(counts, values, code:sub(3):upper()) end
end

local function compare(name, expected, counted)
  for key, count in pairs(expected) do
    lib.check((counted[key] or 0) == count, "%s: %s counted %s times, not %d",
      name, key, tostring(counted[key]), count)
  end
  for key in pairs(counted) do
    lib.check(expected[key], "%s: diagstat.py has no %s", name, key)
  end
end

-- Each thing said must be expected, and each thing expected said.
local function compare_experts(name, frame, said, expected)
  local left = { (table.unpack or unpack)(expected) }
  for _, text in ipairs(said) do
    local place
    for i, start in ipairs(left) do
      if text:sub(1, #start) == start then place = place or i end
    end
    lib.check(place, "%s, frame %d: %s", name, frame, text)
    if place then table.remove(left, place) end
  end
  for _, text in ipairs(left) do
    lib.check(false, "%s, frame %d: no more \"%s\"", name, frame, text)
  end
end

-- The captures ---------------------------------------------------------------

local function check_file(path)
  local name = path:match("[^/]*$")
  local broken, counts = BROKEN[name] or {}, {}
  local capture, frames = to_capture(path)
  local shown = each_frame(capture, "", function(frame, values)
    count_frame(counts, values)
    compare_experts(name, frame, experts_of(values), broken[frame] or {})
  end)
  lib.check(shown == frames, "%s: %d of %d frames", name, shown, frames)
  compare(name, counts_of_file(path), counts)
end

local paths = {}
for path in io.popen("find " .. lib.quote(folder) .. "/ -name '*.qmdl' -o "
  .. "-name '*.mi2log' 2>/dev/null | sort"):lines() do
  paths[path:match("[^/]*$")] = path
  check_file(path)
end

if not next(paths) or not io.open(diagstat) then
  print("skipped: no captures in " .. folder .. ", or no " .. diagstat)
  os.exit(77)
end

for name, broken in pairs(CIPHERED_IN) do
  each_frame(to_capture(paths[name]), "-o diagtap.decipher:TRUE",
    function(frame, values)
      compare_experts(name .. ", decipher", frame, experts_of(values),
        broken[frame] or {})
    end)
end

for _, reference in ipairs(REFERENCES) do
  local name, text, expected = reference[1], reference[2], reference[3]
  local output = lib.run("-n -r " .. lib.quote(folder .. "/" .. name)
    .. " -T fields -E aggregator='|' -e _ws.expert.message", {})
  local _, count = output:gsub(text:gsub("%p", "%%%0"), "")
  lib.check(count == expected, "%s: \"%s\" %d times, not %d", name, text,
    count, expected)
end

lib.finish("broken")
