-- SPDX-License-Identifier: MIT
-- The dissector's arithmetic and tables, without Wireshark: run by every Lua
-- there is, since Wireshark brings 5.1 to 5.4.

local lib = { tmp = os.getenv("TMP") }
local m = dofile(os.getenv("DISSECTOR"))
local bytes, names, versions = m.bytes, m.names, m.versions
local rrc = m.layouts.rrc

local function lte_channel(...)
  return versions.channel_of(rrc.lte_channels, ...)
end

local function nr_channel(...)
  return versions.channel_of(rrc.nr_channels, ...)
end

local function equal(got, expected, what)
  if got ~= expected then
    error(string.format("%s: %s, not %s", what, tostring(got),
      tostring(expected)), 2)
  end
end

local tests = {}

function tests.integers_are_little_endian()
  local s = "\1\2\3\4\255\255\255\255"
  equal(bytes.u8(s, 4), 255, "u8")
  equal(bytes.u16(s, 0), 0x0201, "u16")
  equal(bytes.u32(s, 0), 0x04030201, "u32")
  equal(bytes.u32(s, 4), 4294967295, "u32")
  equal(bytes.i32(s, 4), -1, "i32")
  equal(bytes.i32(s, 0), 0x04030201, "i32")
end

-- Bits as text, with blanks, as bytes; the rest of the last is 0.
local function bits(text)
  text = text:gsub(" ", "")
  text = text .. ("0"):rep(-#text % 8)
  return (text:gsub("%d%d%d%d%d%d%d%d", function(b)
    return string.char(tonumber(b, 2))
  end))
end

local function sib1_is(channel, s, plmn, tac, cell_id)
  local facts = m.sib1.read(channel, "x" .. s, 1, #s + 1)
  equal(facts.plmn, plmn, "plmn")
  equal(facts.tac, tac, "tac")
  equal(facts.cell_id, cell_id, "cell_id")
  equal(m.sib1.read(channel, s, 0, #s - 1), nil, "a cut one")
end

-- c1, sib1; three options; csg-Identity; two networks, the second without MCC.
function tests.sib1_of_lte()
  local s = bits("01 010 0 001 1 0010 0110 0010 0 0000 0111 1"
    .. " 0 1 0001 0010 0011 0 0001001000110100"
    .. " 0000000000000000000000000101")
  sib1_is("bcch_dl_sch", s, "262-07", 0x1234, 5)
  equal(m.sib1.read("bcch_bch", s, 0, #s), nil, "another channel")
  equal(m.sib1.read("bcch_dl_sch", bits("00") .. s, 0, #s), nil, "no SIB1")
end

-- With a cell selection that has an offset, and a RANAC; an MNC of 3 digits.
function tests.sib1_of_nr()
  sib1_is("bcch.dl.sch", bits("01 1 0000000000 1000 000000 000"
    .. " 00 0000 0 1 1 0000 1 0011 0001 0000 1 0100 0001 0000"
    .. " 000000000001001000110100 11111111"
    .. " 000000000000000000000000000000000110"), "310-410", 0x1234, 6)
end

-- The lines of tests/data/hdlc.txt of one kind, as lists of two byte strings.
local function vectors(kind)
  local list = {}
  for line in io.lines(os.getenv("HERE") .. "/../data/hdlc.txt") do
    local what, a, b = line:match("^(%l+) (%S+) ?(%S*)$")
    if what == kind then
      list[#list + 1] = {}
      for i, text in ipairs { a, b } do
        list[#list][i] = text:gsub("^-$", ""):gsub("%x%x", function(h)
          return string.char(tonumber(h, 16))
        end)
      end
    end
  end
  assert(#list > 1, kind)
  return list
end

-- The packet in a frame without its flag, or nil.
local function packet_of(escaped)
  local s = bytes.unescape(escaped)
  local size = #s - 2
  if size < 0 or bytes.crc16(s, size) ~= bytes.u16(s, size) then return end
  return s:sub(1, size)
end

function tests.crc_is_that_of_the_shared_vectors()
  for _, vector in ipairs(vectors("crc")) do
    local high, low = vector[2]:byte(1, 2)
    equal(bytes.crc16(vector[1], #vector[1]), high * 256 + low, "crc16")
  end
  equal(bytes.crc16("12345678", 7), bytes.crc16("1234567", 7),
    "crc16 of a part")
end

function tests.frames_are_those_of_the_shared_vectors()
  for _, vector in ipairs(vectors("frame")) do
    equal(packet_of(vector[2]:sub(1, -2)), vector[1], "packet")
  end
end

function tests.damaged_frames_of_the_shared_vectors_are_refused()
  for _, vector in ipairs(vectors("damaged")) do
    equal(packet_of(vector[1]), nil, "damaged")
  end
end

function tests.crc_agrees_bit_by_bit()
  package.path = os.getenv("HERE") .. "/?.lua;" .. package.path
  local other = require("fixtures").crc16
  local all = {}
  for i = 0, 300 do
    all[i + 1] = string.char(i * 7 % 256)
    local s = table.concat(all)
    equal(bytes.crc16(s, #s), other(s), "crc16 of " .. i .. " bytes")
  end
end

function tests.a_lone_escape_stays()
  equal(bytes.unescape("cut}"), "cut}", "unescape")
end

function tests.time_is_exact()
  local function time(low, ticks)
    local s = string.char(low % 256, math.floor(low / 256))
    for _ = 1, 6 do
      s = s .. string.char(ticks % 256)
      ticks = math.floor(ticks / 256)
    end
    local seconds, ns = m.modem_time(s, 0)
    return string.format("%.0f.%09.0f", seconds, ns)
  end
  equal(time(0, 0), "315964800.000000000", "epoch")
  equal(time(0, 1), "315964800.001250000", "one tick")
  equal(time(49151, 0), "315964800.001249974", "last part of a tick")
  equal(time(24576, 0), "315964800.000625000", "half a tick")
  equal(time(0, 799), "315964800.998750000", "last tick of a second")
  equal(time(49152, 799), "315964801.000000000", "carries into the second")
  equal(time(0, 1451358245 * 800), "1767323045.000000000", "2026")
  equal(time(65535, 281474976710655), "352159685688.320416641", "the largest")
end

function tests.a_short_time_has_a_date_where_it_differs()
  local noon, evening = 1767355200, 1767398399
  equal(m.short_time(noon, 5677813, evening + 0.9), "12:00:00.005677", "same")
  equal(m.short_time(evening, 999999999, noon), "23:59:59.999999", "same")
  equal(m.short_time(evening, 0, evening + 1), "2026-01-02 23:59:59.000000",
    "the record is of the next day")
  equal(m.short_time(315964801, 0, noon), "1980-01-06 00:00:01.000000", "1980")
  local last = m.short_time(352159685688, 0, noon)
  assert(not last or last:find("^13129%-"), last)
end

function tests.messages_are_filled_in()
  local function text(format, ...) return m.message_text(format, { ... }) end
  equal(text("%d%%"), "%d%", "no argument")
  equal(text("%d %i", 0xffffffff, 5), "-1 5", "signed")
  equal(text("%u %lu", 0xffffffff, 1), "4294967295 1", "unsigned")
  equal(text("%x %08X %#x %o", 255, 255, 255, 8), "ff 000000FF 0xff 10",
    "bases")
  equal(text("%c%c", 65, 7), "A.", "characters")
  equal(text("%5d|%-5d|%+d", 1, 2, 3), "    1|2    |+3", "flags")
  equal(text("%s %d", 1, 2), "%s 2", "no memory to read from")
  equal(text("%.3d %99d", 7, 1):sub(1, 3), "007", "precision")
  equal(text("100%"), "100%", "a lone sign")
end

function tests.layouts_by_version()
  local function lte(v)
    return versions.layout_of(rrc.lte_rrc, v).payload
  end
  local function nr(v)
    return versions.layout_of(rrc.nr_rrc, v).payload
  end
  local expected = { [2] = 13, [4] = 13, [5] = 17, [7] = 17, [8] = 19,
    [24] = 19, [25] = 21, [29] = 21, [30] = 24, [255] = 24 }
  for v, payload in pairs(expected) do equal(lte(v), payload, "LTE " .. v) end
  expected = { [7] = 24, [9] = 24, [12] = 23, [14] = 23, [17] = 31,
    [19] = 32, [20] = 32, [23] = 35, [24] = 35, [25] = 32, [26] = 35,
    [28] = 35, [4294967295] = 35 }
  for v, payload in pairs(expected) do equal(nr(v), payload, "NR " .. v) end
end

function tests.channels_by_version()
  equal(lte_channel(20, 7), "dl_dcch", "LTE 20")
  equal(lte_channel(9, 15), "ul_dcch", "LTE 9")
  equal(lte_channel(26, 7), "pcch", "LTE 26")
  equal(lte_channel(26, 52), "ul_dcch.nb", "LTE 26")
  equal(lte_channel(20, 61), "ul_dcch.nb", "LTE 20")
  equal(lte_channel(8, 9), nil, "LTE 8")
  equal(nr_channel(8, 10), "complete", "NR 8")
  equal(nr_channel(20, 6), "pcch", "NR 20")
  equal(nr_channel(28, 10), "ul.dcch", "NR 28")
  equal(nr_channel(17, 99), nil, "NR 17")
  equal(names.umts_sib(31, false), "sib11bis", "SIB")
  equal(names.umts_sib(31, true), "sib19", "SIB")
end

function tests.a_bare_complete_becomes_a_message()
  equal(bytes.behind_00001(""), "\8", "empty")
  equal(bytes.behind_00001("\64"), "\10\0", "one byte")
  equal(bytes.behind_00001("\255\1"), "\15\248\8", "two bytes")
end

function tests.names()
  local count = 0
  for code, name in pairs(names.log_codes) do
    count = count + 1
    assert(code >= 0x1000 and code <= 0xffff, name)
    assert(not name:find("^%s") and not name:find("%s$"), name)
  end
  assert(count > 600, count)
  equal(names.log_codes[0xb0c0], "LTE RRC OTA message", "name")
  equal(names.log_codes[0x5b2f], names.log_codes[0x512f] .. ", second SIM",
    "name")
  equal(names.opcodes[0x10], "Log", "name")
  equal(names.rat_of(0xb821), "NR", "rat")
  equal(names.rat_of(0xb0c0), "LTE", "rat")
  equal(names.rat_of(0x11eb), nil, "rat")
  equal(names.rat_of(0x412f), "UMTS", "rat")
end

local order = {}
for name in pairs(tests) do order[#order + 1] = name end
table.sort(order)
for _, name in ipairs(order) do
  local ok, err = pcall(tests[name])
  if not ok then
    print(_VERSION .. " " .. name .. ": " .. tostring(err))
    lib.failed = true
  end
end
if lib.failed then os.exit(1) end
print(string.format("%s: %d tests passed", _VERSION, #order))
