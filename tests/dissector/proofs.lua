-- SPDX-License-Identifier: MIT
-- What must hold of layouts in real captures: a cell's values agree with each
-- other, with the messages beside them, and with the modem's clock.  Captures
-- come as in captures.lua.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local folder = os.getenv("DIAGTAP_CAPTURES")
  or lib.here .. "/../../../shared/captures"

local FIELDS = { "diagtap.log.code", "diagtap.version",
  "diagtap.packet.version", "diagtap.pci", "diagtap.earfcn", "diagtap.sfn",
  "diagtap.subframe", "diagtap.rsrp", "diagtap.rsrp.rx0", "diagtap.rsrp.rx1",
  "diagtap.rsrp.rx2", "diagtap.rsrp.rx3", "diagtap.rsrq", "diagtap.time",
  "diagtap.short", "diagtap.failed", "_ws.malformed", "diagtap.mac.header",
  "diagtap.mac.ce",
  "lte-rrc.systemInformationBlockType1_element", "diagtap.phy.frame_time",
  "diagtap.rach.timing_advance", "diagtap.channel" }

local function split(text)
  local parts = {}
  for part in text:gmatch("[^|]+") do
    parts[#parts + 1] = tonumber(part) or part
  end
  return parts
end

-- What holds, and how often: name = { yes, all }.
local counts = {}

local function count(name, holds)
  local it = counts[name] or { 0, 0 }
  counts[name] = it
  it[1], it[2] = it[1] + (holds and 1 or 0), it[2] + 1
end

-- Signal ----------------------------------------------------------------------

-- The RSRP of a cell is that of its best antenna.
local function check_levels(log)
  local rsrp, version = log.rsrp, log["packet.version"][1]
  local antennas = version and version >= 35 and 4 or 2
  for i, level in ipairs(rsrp) do
    local best = -999
    for k = 0, antennas - 1 do
      best = math.max(best, log["rsrp.rx" .. k][i] or -999)
    end
    count("RSRP is the better antenna's", level == best)
    count("RSRP is a level", level >= -141 and level <= -44)
    count("RSRQ is a quality", log.rsrq[i] >= -30 and log.rsrq[i] <= 0)
  end
  for _, sfn in ipairs(log.sfn) do count("SFN of a cell", sfn <= 1023) end
end

-- The serving cell and the RRC message behind it are of the same cell.
local function check_serving(log, state)
  local code = log["log.code"][1]
  if code == 0xb0c2 then
    state.serving = log
  elseif code == 0xb0c0 and state.serving then
    count("serving cell is the next RRC message's",
      state.serving.pci[1] == log.pci[1]
      and state.serving.earfcn[1] == log.earfcn[1])
    state.serving = nil
  end
end

-- Clocks ----------------------------------------------------------------------

-- Milliseconds of the modem's clock within an hour.
local function clock_of(log)
  local minutes, seconds = log.time[1]:match(":(%d+):([%d.]+)")
  return minutes * 60000 + seconds * 1000
end

local HOUR, CYCLE = 3600000, 10240

-- Successive frame numbers of a log are as far apart as their times.
local function check_clock(log, state, key, frame_time, most)
  local now, before = clock_of(log), state[key]
  state[key] = { time = now, frame = frame_time }
  if not before then return end
  local elapsed = (now - before.time) % HOUR
  if elapsed > 5000 then return end
  local off = (frame_time - before.frame - elapsed) % CYCLE
  count(key .. ": frames follow the clock",
    math.min(off, CYCLE - off) <= most)
end

local CLOCKED = { [0xb114] = 60, [0xb126] = 30, [0xb130] = 30,
  [0xb14d] = 30, [0xb14e] = 30, [0xb16b] = 60, [0xb821] = 1 }
local TIMED = { [0xb139] = 40, [0xb13c] = 40 }

local function check_clocks(log, state)
  local code = log["log.code"][1]
  local key = string.format("0x%04x version %d", code, log.version[1] or 0)
  if CLOCKED[code] and log.sfn[1] and log.subframe[1] then
    check_clock(log, state, key, log.sfn[1] * 10 + log.subframe[1],
      CLOCKED[code])
  elseif TIMED[code] and log["phy.frame_time"][1] then
    check_clock(log, state, key, log["phy.frame_time"][1], TIMED[code])
  end
end

-- All ------------------------------------------------------------------------

local WALKED = { [0xb062] = true, [0xb063] = true, [0xb064] = true,
  [0xb066] = true, [0xb067] = true, [0xb082] = true, [0xb092] = true,
  [0xb0a3] = true, [0xb0a5] = true, [0xb0b3] = true, [0xb0b5] = true,
  [0xb114] = true, [0xb16b] = true,
  [0xb173] = true, [0xb179] = true, [0xb193] = true, [0xb195] = true }

local function check_log(log, state)
  local code = log["log.code"][1]
  if WALKED[code] then
    count("walks end where their log does", not log.short[1])
  end
  count("no dissection fails", not log.failed[1])
  if code == 0xb193 then check_levels(log) end
  if log["mac.header"][1] or log["mac.ce"][1] then
    count("MAC headers are well formed", not log["_ws.malformed"])
  end
  if log.is_sib1 and code == 0xb0c0 and log.sfn[1] then
    count("SIB1 is in subframe 5 of even frames",
      log.subframe[1] == 5 and log.sfn[1] % 2 == 0)
  end
  for _, advance in ipairs(log["rach.timing_advance"]) do
    count("timing advance of an answer", advance <= 1282)
  end
  check_serving(log, state)
  check_clocks(log, state)
end

local function log_of(line)
  local log, i = {}, 0
  for value in (line .. "\t"):gmatch("([^\t]*)\t") do
    i = i + 1
    log[FIELDS[i]:gsub("^diagtap%.", "")] = split(value)
  end
  log["_ws.malformed"] = log["_ws.malformed"][1]
  log.is_sib1 = log["lte-rrc.systemInformationBlockType1_element"][1]
  return log
end

local function check_file(path)
  local records, capture, state = {}, lib.tmp .. "/proofs.pcap", {}
  for escaped in lib.read(path):gmatch("[^~]+~") do
    records[#records + 1] = fixtures.container(escaped)
  end
  fixtures.write(capture, records)
  local output, said = lib.run("-n -r " .. lib.quote(capture)
    .. " -Y diagtap.log.code -T fields -E separator=/t -E aggregator='|' -e "
    .. table.concat(FIELDS, " -e "))
  lib.check(said == "", "tshark said %s", said)
  for line in output:gmatch("[^\n]+") do check_log(log_of(line), state) end
end

-- The least share and number of each; what is not here holds always.
local LEAST = {
  ["RSRP is the better antenna's"] = 0.98,
  ["RSRP is a level"] = 0.99,
  ["RSRQ is a quality"] = 0.99,
  -- Between the two logs the modem may have changed its cell.
  ["serving cell is the next RRC message's"] = 0.9,
  ["0xb821 version 8: frames follow the clock"] = 0.8,
  -- Once the modem learns the frame number of a cell that it has found.
  ["0xb114 version 43: frames follow the clock"] = 0.95,
  ["0xb16b version 5: frames follow the clock"] = 0.95,
}
local NEEDED = { "SIB1 is in subframe 5 of even frames",
  "RSRP is the better antenna's", "serving cell is the next RRC message's",
  "MAC headers are well formed", "walks end where their log does",
  "0xb821 version 8: frames follow the clock",
  "0xb130 version 121: frames follow the clock",
  "0xb139 version 124: frames follow the clock" }

local found = false
for path in io.popen("find " .. lib.quote(folder) .. "/ -name '*.qmdl' -o "
  .. "-name '*.mi2log' 2>/dev/null | sort"):lines() do
  if not path:find("vectors") and not path:find("/derived/") then
    check_file(path)
    found = true
  end
end

if not found then
  print("skipped: no captures in " .. folder)
  os.exit(77)
end

local names = {}
for name in pairs(counts) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local it = counts[name]
  print(string.format("%-50s %6d of %6d", name, it[1], it[2]))
  lib.check(it[1] >= it[2] * (LEAST[name] or 1), "%s: %d of %d", name, it[1],
    it[2])
end
for _, name in ipairs(NEEDED) do
  lib.check(counts[name] and counts[name][2] >= 100, "%s: too few to tell",
    name)
end
lib.finish("proofs")
