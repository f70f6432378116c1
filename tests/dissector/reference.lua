-- SPDX-License-Identifier: MIT
-- Real captures that other programs converted to GSMTAP too: every message of
-- theirs must be one that our dissector hands over, to the dissector of the
-- same channel, byte for byte.  They come in DIAGTAP_CAPTURES, or in
-- ../shared/captures beside the project.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local folder = os.getenv("DIAGTAP_CAPTURES")
  or lib.here .. "/../../../shared/captures"

-- What is compared -----------------------------------------------------------

-- HDLC frames and a conversion of them, with the numbers of messages that it
-- must have: those that are compared, of them `shown` and `replaced` ones, and
-- `further` ones (see below).
local PAIRS = {
  { "1749222138-goodsim.qmdl", "1749222138-goodsim.pcap", messages = 1891 },
  { "1741896393-deadsim.qmdl", "1741896393-deadsim.pcap", messages = 99 },
  { "derived/qcsuper-xperia-derived.qmdl",
    "derived/sample_2g_3g_4g_xperia.pcap", messages = 1621, shown = 157 },
  { "derived/qcsuper-xperia-derived.qmdl",
    "derived/sample_2g_3g_4g_xperia_with_sib_and_nas.pcap", messages = 1621,
    shown = 157, replaced = 8,
    further = { ["umts sib"] = 396, ["lte nas"] = 23 } },
}

-- GSMTAP's type and subtype, and the dissector its payload is for.
local CHANNELS = {
  ["1/11"] = { up = "gsm_rlcmac_ul", down = "gsm_rlcmac_dl" },
  ["2/1"] = "gsm_a_ccch", ["2/2"] = "gsm_a_ccch",
  ["2/6"] = "gsm_a_dtap", ["2/134"] = "gsm_a_dtap",
  ["12/0"] = "rrc.dl.dcch", ["12/1"] = "rrc.ul.dcch",
  ["12/2"] = "rrc.dl.ccch", ["12/3"] = "rrc.ul.ccch",
  ["12/8"] = "rrc.bcch.bch",
  ["13/0"] = "lte_rrc.dl_ccch", ["13/1"] = "lte_rrc.dl_dcch",
  ["13/2"] = "lte_rrc.ul_ccch", ["13/3"] = "lte_rrc.ul_dcch",
  ["13/5"] = "lte_rrc.bcch_dl_sch", ["13/6"] = "lte_rrc.pcch",
  ["18/0"] = "nas-eps_plain",
}

-- All that a conversion may do to a payload, and nothing else may differ.
local TRANSFORMED = {
  -- QCSuper leaves out the pseudo length in front of BCCH and CCCH messages.
  gsm_a_ccch = function(hex) return hex:sub(3) end,
}

-- The type in the headers made up for the Xperia's GPRS messages is their
-- first byte.  Where that is 0x20 we see a Packet Channel Request, which is
-- shown but not handed over.  QCSuper put the MAC header before the message,
-- as we do before those that we hand over.
local MAC_HEADER = "40"
local GPRS_CHANNELS = { ["0x03"] = "gsm_rlcmac_ul",
  ["0x83"] = "gsm_rlcmac_dl" }

-- The two conversions of the Xperia's messages differ from each other in some
-- of them: an identity of 8 bytes is another one, and touches 9 where it does
-- not begin with an byte.  The frames are those of the first.
local IDENTITY = 9

-- What QCSuper adds on demand to the messages, which are all there besides:
-- UMTS' system information blocks, put together from the segments in BCCH-BCH
-- messages, and LTE's NAS messages as the modem deciphered them, from logs
-- that are not among the frames.  No message of the frames has these bytes.
local function further(channel)
  local subtype = tonumber(channel:match("^12/(%d+)$"))
  if subtype and subtype >= 16 and subtype <= 58 then return "umts sib" end
  return channel == "18/0" and "lte nas" or nil
end

local function bump(counts, key) counts[key] = (counts[key] or 0) + 1 end

local function to_hex(bytes)
  return (bytes:gsub(".", function(c)
    return string.format("%02x", c:byte())
  end))
end

-- The conversion -------------------------------------------------------------

local function number(s, at, size, is_big)
  local n = 0
  for i = 0, size - 1 do
    n = n * 256 + s:byte(is_big and at + i or at + size - 1 - i)
  end
  return n
end

-- Calls each(linktype, bytes) for the packets of a pcap.
local function read_pcap(s, each)
  local is_big = number(s, 1, 4, true) == 0xa1b2c3d4
  local at, linktype = 25, number(s, 21, 4, is_big)
  while at <= #s do
    local size = number(s, at + 8, 4, is_big)
    each(linktype, s:sub(at + 16, at + 15 + size))
    at = at + 16 + size
  end
end

-- The same for a pcapng of one section and one interface.
local function read_pcapng(s, each)
  local is_big = number(s, 9, 4, true) == 0x1a2b3c4d
  local at, linktype = 1, nil
  while at <= #s do
    local kind = number(s, at, 4, is_big)
    if kind == 1 then
      linktype = number(s, at + 8, 2, is_big)
    elseif kind == 6 then
      local size = number(s, at + 20, 4, is_big)
      each(linktype, s:sub(at + 28, at + 27 + size))
    end
    at = at + number(s, at + 4, 4, is_big)
  end
end

-- GSMTAP in UDP in IPv4: its channel, whether it is uplink, and the payload.
local function gsmtap(linktype, ip)
  assert(linktype == 228, "not IPv4")
  assert(ip:byte(10) == 17, "not UDP")
  local udp = ip:sub(ip:byte(1) % 16 * 4 + 1)
  assert(number(udp, 3, 2, true) == 4729, "not GSMTAP")
  local tap = udp:sub(9, number(udp, 5, 2, true))
  assert(tap:byte(1) == 2, "not GSMTAP 2")
  return tap:byte(3) .. "/" .. tap:byte(13), tap:byte(5) % 128 >= 64,
    tap:sub(tap:byte(2) * 4 + 1)
end

-- The counts of "dissector hex" and, where there are any, of further ones.
local function converted(path, pair)
  local bytes = lib.read(path)
  local read = bytes:sub(1, 4) == "\10\13\13\10" and read_pcapng or read_pcap
  local counts, more = {}, {}
  read(bytes, function(...)
    local channel, is_up, payload = gsmtap(...)
    local extra = pair.further and further(channel)
    if extra then return bump(more, extra) end
    local name = CHANNELS[channel]
    if type(name) == "table" then name = is_up and name.up or name.down end
    bump(counts, (name or channel) .. " " .. to_hex(payload))
  end)
  return counts, more
end

-- What we hand over ----------------------------------------------------------

-- Wireshark's dissectors, for our script only, with an ear at their calls.
local ear = lib.tmp .. "/ear.lua"
lib.write(ear, [[
  local real, out = Dissector, io.open(os.getenv("TMP") .. "/handed", "w")
  local function heard(name)
    local upper = real.get(name)
    return upper and { call = function(_, tvb, ...)
      out:write(name, " ", tostring(tvb:bytes()):lower(), "\n")
      out:flush()
      return upper:call(tvb, ...)
    end }
  end
  -- A script has globals of its own, above those of all.
  _G.Dissector = setmetatable({ get = function(name)
    for _, start in ipairs { "gsm_", "rrc.", "lte_rrc.", "nas-" } do
      if name:sub(1, #start) == start then return heard(name) end
    end
    return real.get(name)
  end }, { __index = real })
]])

local function records_of(bytes)
  local records = {}
  for escaped in bytes:gmatch("[^~]*~") do
    records[#records + 1] = fixtures.container(escaped)
  end
  return records
end

local function handed_over(path)
  local capture = lib.tmp .. "/reference.pcap"
  fixtures.write(capture, records_of(lib.read(path)))
  local output, said = lib.run("-n -T fields -r " .. lib.quote(capture)
    .. " -e diagtap.failed -e diagtap.unknown -e diagtap.short"
    .. " -e diagtap.channel_id -e diagtap.payload",
    { ear, lib.dissector })
  lib.check(said == "", "tshark said %s", said)
  local counts, shown = {}, {}
  for line in output:gmatch("[^\n]+") do
    lib.check(line:sub(1, 3) == "\t\t\t", "trouble in a good message")
    local id, hex = line:match("(%S+)\t(%x+)$")
    local name = GPRS_CHANNELS[id]
    if name then bump(shown, name .. " " .. MAC_HEADER .. hex) end
  end
  for name, hex in lib.read(lib.tmp .. "/handed"):gmatch("(%S+) (%x*)\n") do
    local transform = TRANSFORMED[name]
    if transform then hex = transform(hex) end
    bump(counts, name .. " " .. hex)
  end
  return counts, shown
end

-- Takes one that differs in no more than an identity out of `have`.
local function take_replaced(have, key)
  local name = key:match("^%S+ ")
  for other, count in pairs(have) do
    if count > 0 and #other == #key and other:sub(1, #name) == name then
      local first, last = 1, #key
      while key:byte(first) == other:byte(first) do first = first + 1 end
      while last > first and key:byte(last) == other:byte(last) do
        last = last - 1
      end
      if last - first < 2 * IDENTITY then
        have[other] = count - 1
        return true
      end
    end
  end
  return false
end

-- Takes what is in both out of both; returns how many that were, by
-- dissector if `names` are counted too.
local function take(wanted, have, names)
  local taken = 0
  for key, count in pairs(wanted) do
    local both = math.min(count, have[key] or 0)
    wanted[key] = count - both
    if both > 0 then have[key], taken = have[key] - both, taken + both end
    if names then
      local name = key:match("^%S+")
      names[name] = (names[name] or 0) + both
    end
  end
  return taken
end

-- No byte of a message gets into the output: they are subscribers'.
local function check(pair)
  local wanted, more = converted(folder .. "/" .. pair[2], pair)
  local have, have_shown = handed_over(folder .. "/" .. pair[1])
  local names, missing, replaced = {}, {}, 0
  local found = take(wanted, have, names)
  local shown = take(wanted, have_shown)
  local total = found + shown
  for key, count in pairs(wanted) do
    total = total + count
    for _ = 1, count do
      if pair.replaced and take_replaced(have, key) then
        replaced = replaced + 1
      else
        bump(missing, key:match("^%S+"))
      end
    end
  end
  print(string.format("%s: %d messages: %d handed over, %d shown,"
    .. " %d with another identity, %d missing", pair[2], total, found, shown,
    replaced, total - found - shown - replaced))
  local lines = {}
  for name, count in pairs(names) do
    lines[#lines + 1] = string.format("  %s: %d", name, count)
  end
  for name, count in pairs(more) do
    lines[#lines + 1] = string.format("  not looked for, %s: %d", name, count)
  end
  table.sort(lines)
  print(table.concat(lines, "\n"))

  for name, count in pairs(missing) do
    lib.check(false, "%s: %d for %s are not handed over", pair[2], count,
      name)
  end
  for name, count in pairs { messages = total, shown = shown,
    replaced = replaced } do
    lib.check(count == (pair[name] or 0), "%s: %s: %d, not %d", pair[2], name,
      count, pair[name] or 0)
  end
  for name, count in pairs(pair.further or {}) do
    lib.check(more[name] == count, "%s: %d of %s, not %d", pair[2],
      more[name] or 0, name, count)
  end
end

local function is_there(path)
  local file = io.open(folder .. "/" .. path, "rb")
  if file then file:close() end
  return file ~= nil
end

local compared = 0
for _, pair in ipairs(PAIRS) do
  if is_there(pair[1]) and is_there(pair[2]) then
    check(pair)
    compared = compared + 1
  else
    print(pair[2] .. ": not there, or not its frames")
  end
end

if compared == 0 then
  print("skipped: no captures with a conversion in " .. folder)
  os.exit(77)
end
lib.finish("reference")
