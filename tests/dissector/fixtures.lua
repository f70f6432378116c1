-- SPDX-License-Identifier: MIT
-- Makes the captures that the dissector's tests read.  Every byte is made up
-- here; nothing comes off the air.
--
-- As a module: `fixtures.all` lists { name, records }, a record being
-- { payload = bytes, cut = bytes missing at the end }, with packet and around
-- where it is a packet, and what makes a record of its frame; and
-- `fixtures.write` puts records into a pcap.
-- As a program: lua fixtures.lua DIRECTORY.

local char, concat, floor = string.char, table.concat, math.floor

local function le(n, size)
  local bytes = {}
  for i = 1, size do
    bytes[i] = char(n % 256)
    n = floor(n / 256)
  end
  return concat(bytes)
end

local function u8(n) return le(n, 1) end
local function u16(n) return le(n, 2) end
local function u32(n) return le(n, 4) end
local function u64(n) return le(n, 8) end

local function hex(text)
  return (text:gsub("%s", ""):gsub("%x%x", function(h)
    return char(tonumber(h, 16))
  end))
end

-- Bit by bit, so that it shares nothing with the dissector's tables.
local function xor(a, b)
  local sum, bit = 0, 1
  while a > 0 or b > 0 do
    if a % 2 ~= b % 2 then sum = sum + bit end
    a, b, bit = floor(a / 2), floor(b / 2), bit * 2
  end
  return sum
end

-- One byte further.
local function crc_step(crc, byte)
  crc = xor(crc, byte)
  for _ = 1, 8 do
    local odd = crc % 2 == 1
    crc = floor(crc / 2)
    if odd then crc = xor(crc, 0x8408) end
  end
  return crc
end

local function crc16(s)
  local crc = 0xffff
  for i = 1, #s do crc = crc_step(crc, s:byte(i)) end
  return xor(crc, 0xffff)
end

local function escape(s)
  return (s:gsub("[}~]", { ["}"] = "}]", ["~"] = "}^" }))
end

local function frame(packet)
  return escape(packet .. u16(crc16(packet))) .. "~"
end

local function bad_frame(packet)
  return escape(packet .. u16(xor(crc16(packet), 1))) .. "~"
end

local function container_of(messages)
  local parts = { u32(0x20), u32(#messages) }
  for _, m in ipairs(messages) do
    local bytes = type(m) == "table" and m.bytes or m
    if type(m) == "table" then parts[#parts + 1] = u32(2 ^ 32 + m.token) end
    parts[#parts + 1] = u32(#bytes) .. bytes
  end
  return concat(parts)
end

local function record(path, payload, a, b)
  a, b = a or "", b or ""
  return { payload = u16(path) .. u8(#a) .. a .. u8(#b) .. b .. payload }
end

local function container(...)
  return record(0x100, container_of { ... })
end

-- A packet alone in a record, which `around` makes of its frame.
local function alone(bytes, around)
  local whole = around(frame(bytes))
  whole.packet, whole.around = bytes, around
  return whole
end

local function packet(bytes) return alone(bytes, container) end

local function request(bytes)
  return alone(bytes, function(bytes_of_frame)
    return record(0x102, u32(0x20) .. bytes_of_frame)
  end)
end

-- The record with its packet cut at each byte, each time with a check sequence
-- that is right, so that what is short is the packet and not the frame.
local function cut_packets(whole)
  local records, crc = {}, 0xffff
  for size = 1, #(whole.packet or "") - 1 do
    crc = crc_step(crc, whole.packet:byte(size))
    records[size] = whole.around(escape(whole.packet:sub(1, size)
      .. u16(xor(crc, 0xffff))) .. "~")
  end
  return records
end

-- 2026-01-02T03:04:05.678 and a part of a tick.
local TICKS = (1767323045 - 315964800) * 800 + 542
local function stamp(more)
  return u16(12345) .. le(TICKS + (more or 0), 6)
end

local function log(code, body)
  local size = #body + 12
  return u8(0x10) .. u8(0) .. u16(size) .. u16(size) .. u16(code) .. stamp()
    .. body
end

local function radio(id, bytes)
  return hex "98 01 00 00" .. u32(id) .. bytes
end

-- PDUs, encoded by hand ------------------------------------------------------

local PAGING = hex "20"                       -- systemInfoModification
local RELEASE = hex "2a 02"                   -- cause other
local MIB = hex "6a a8 00"                    -- 50 blocks, SFN 170..
local CONNECTION_REQUEST = hex "51 23 45 67 89 a6"
local ESM_REQUEST = hex "02 01 d0 11"         -- PDN connectivity request
local ATTACH = hex "07 41 72 08 09 10 10 10 32 54 76 98 02 e0 e0 00 04"
  .. ESM_REQUEST
local PROTECTED = hex "27 de ad be ef 05" .. ATTACH
local DETACH_ACCEPT = hex "07 46"
local NR_PAGING = hex "00"
local NR_COMPLETE = hex "40"
local REGISTRATION_COMPLETE = hex "7e 00 43"
local SESSION_REQUEST = hex "2e 01 01 c1 ff ff 91"
local RAU_COMPLETE = hex "08 0a"
local CHANNEL_RELEASE = hex "06 0d 00"
local GSM_PAGING = hex "15 06 21 00 01 f0" .. ("+"):rep(17)
local IPV4 = hex [[45 00 00 20 12 34 00 00 40 11 00 00 c0 00 02 01 c6 33 64 02
  10 00 20 00 00 0c 00 00 64 74 61 70]]
local IPV6 = hex [[60 00 00 00 00 08 3b 40
  20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
  20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 00]]
local ETHERNET = hex "02 00 00 00 00 01 02 00 00 00 00 02 08 00" .. IPV4

-- LTE RRC ---------------------------------------------------------------------

-- Headers by version, written down a second time: a slip in the dissector's
-- table must not hide behind the same slip here.  `when` is 16 times the SFN
-- plus the subframe, if the version is 8 or higher.
local function lte_rrc(version, pdu, payload, segment, when)
  local head
  if version < 5 then
    head = u16(77) .. u16(1300) .. u16(4097) .. u8(pdu)
  elseif version < 8 then
    head = u16(77) .. u16(1300) .. u16(4097) .. u8(pdu) .. u32(2)
  else
    -- The highest two bits beside the SFN mean something else.
    head = u16(77) .. u32(66986) .. u16(when or 4097 + 0xc000) .. u8(pdu)
      .. u32(2)
  end
  local nr = version >= 25 and hex "0f 40" or ""
  local tail = version >= 30 and u16(0) .. u8(segment or 0) or ""
  return log(0xb0c0, u8(version) .. hex "0e 30" .. nr .. u8(1) .. head
    .. u16(#payload) .. tail .. payload)
end

local LTE_PDUS = { MIB, hex "00 00 00", hex "00 00", PAGING, hex "00 00 00",
  RELEASE, CONNECTION_REQUEST, hex "10 00" }

local LTE_NUMBERS = {
  [2] = { 1, 2, 3, 4, 5, 6, 7, 8 }, [7] = { 1, 2, 3, 4, 5, 6, 7, 8 },
  [8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, [13] = { 1, 2, 3, 4, 5, 6, 7, 8 },
  [22] = { 1, 2, 3, 4, 5, 6, 7, 8 },
  [9] = { 8, 9, 10, 11, 12, 13, 14, 15 },
  [12] = { 8, 9, 10, 11, 12, 13, 14, 15 },
  [14] = { 1, 2, 4, 5, 6, 7, 8, 9 }, [16] = { 1, 2, 4, 5, 6, 7, 8, 9 },
  [20] = { 1, 2, 4, 5, 6, 7, 8, 9, 54, 55, 56, 57, 58, 59, 61 },
  [25] = { 1, 2, 4, 5, 6, 7, 8, 9, 54, 55, 56, 57, 58, 59, 61 },
  [19] = { 1, 3, 6, 7, 8, 9, 10, 11, 45, 46, 47, 48, 49, 50, 52 },
  [26] = { 1, 3, 6, 7, 8, 9, 10, 11, 45, 46, 47, 48, 49, 50, 52 },
  [31] = { 1, 3, 6, 7, 8, 9, 10, 11, 45, 46, 47, 48, 49, 50, 52 },
}

local function lte_rrc_records()
  local records = {}
  for version = 0, 40 do
    for i, pdu in ipairs(LTE_NUMBERS[version] or {}) do
      records[#records + 1] =
        packet(lte_rrc(version, pdu, LTE_PDUS[i] or hex "00 00 00"))
    end
  end
  records[#records + 1] = packet(lte_rrc(20, 200, PAGING))
  records[#records + 1] = packet(lte_rrc(30, 9, RELEASE:sub(1, 1), 1))
  records[#records + 1] = packet(lte_rrc(30, 9, RELEASE:sub(2), 7))
  records[#records + 1] = packet(lte_rrc(30, 9, RELEASE:sub(2), 7))
  records[#records + 1] = packet(lte_rrc(20, 7, RELEASE) .. "tail")
  -- The modem had no frame; frame 0.
  records[#records + 1] = packet(lte_rrc(20, 7, RELEASE, nil, 0))
  records[#records + 1] = packet(lte_rrc(20, 7, RELEASE, nil, 0x4000))
  return records
end

local function lte_nas_records()
  local head, records = hex "01 09 05 00", {}
  local function add(code, pdu)
    records[#records + 1] = packet(log(code, head .. pdu))
  end
  add(0xb0e0, hex "27 00 00 00 00 01" .. ESM_REQUEST)
  add(0xb0e1, hex "27 00 00 00 00 02" .. ESM_REQUEST)
  add(0xb0e2, ESM_REQUEST)
  add(0xb0e3, ESM_REQUEST)
  add(0xb0ea, PROTECTED)
  add(0xb0eb, PROTECTED)
  add(0xb0ec, DETACH_ACCEPT)
  add(0xb0ed, ATTACH)
  add(0xb0ed, "")
  -- A message within RRC and in a log of its own is named once in Info.
  records[#records + 1] = container(
    frame(lte_rrc(20, 9, hex "48 00 40 e8 c0")),
    frame(log(0xb0ed, head .. DETACH_ACCEPT)))
  return records
end

-- NR --------------------------------------------------------------------------

local function nr_rrc(version, pdu, payload, segment)
  local sfn = version < 10 and u32(100) or le(100, 3)
  if version == 8 then sfn = u32(100 * 0x10000 + 5 * 8) end
  local head = u32(version) .. hex "0f 40" .. u8(1) .. u16(321)
  if version >= 17 then head = head .. u64(0x123456789) end
  head = head .. u32(632628)
    .. sfn .. u8(pdu) .. u32(0)
    .. u16(#payload)
  local gap = 0
  if version >= 19 then gap = 1 end
  if version == 23 or version == 24 or version >= 26 then gap = 3 end
  local tail = ("\0"):rep(gap)
  if gap == 3 then tail = tail .. u8(segment or 0) end
  return log(0xb821, head .. tail .. payload)
end

local NR_FIRST = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }
local NR_LATER = { 1, 2, 3, 4, 5, 6, 7, 8, 9 }

-- The numbers, and more behind them.
local function and_more(numbers, ...)
  local all = {}
  for i, number in ipairs(numbers) do all[i] = number end
  for _, number in ipairs { ... } do all[#all + 1] = number end
  return all
end

local NR_NUMBERS = {
  [7] = and_more(NR_FIRST, 24), [8] = and_more(NR_FIRST, 26),
  [9] = and_more(NR_FIRST, 25, 28, 29), [12] = { 5, 8, 25 },
  [14] = and_more(NR_FIRST, 28, 31, 32, 33), [17] = and_more(NR_FIRST, 29),
  [19] = { 5, 8, 10 }, [20] = and_more(NR_LATER, 10, 11, 36),
  [23] = { 6, 9, 10, 11 }, [24] = { 6, 11 }, [25] = and_more(NR_FIRST, 29),
  [26] = and_more(NR_LATER, 11, 12, 36),
  [28] = and_more(NR_LATER, 10, 11, 12, 36),
}

local function nr_records()
  local records, completes = {}, { [7] = 10, [8] = 10, [9] = 10, [14] = 10,
    [17] = 10, [19] = 10, [20] = 11, [23] = 11, [24] = 11, [25] = 10,
    [26] = 12, [28] = 12 }
  for version = 0, 30 do
    for _, pdu in ipairs(NR_NUMBERS[version] or {}) do
      local is_complete = completes[version] == pdu
      records[#records + 1] = packet(nr_rrc(version, pdu,
        is_complete and NR_COMPLETE or NR_PAGING .. hex "00 00 00"))
    end
  end
  records[#records + 1] = packet(nr_rrc(8, 25, NR_PAGING))
  records[#records + 1] = packet(nr_rrc(26, 6, "\0", 1))
  records[#records + 1] = packet(nr_rrc(26, 6, "\0", 2))
  records[#records + 1] = packet(nr_rrc(26, 6, "\0", 7))
  for _, code in ipairs { 0xb800, 0xb801, 0xb808, 0xb809 } do
    records[#records + 1] = packet(log(code, u32(1) .. hex "0f 40 00"
      .. SESSION_REQUEST))
  end
  for _, code in ipairs { 0xb80a, 0xb80b, 0xb814 } do
    records[#records + 1] = packet(log(code, u32(1) .. hex "0f 40 00"
      .. REGISTRATION_COMPLETE))
  end
  return records
end

-- UMTS, GSM, GPRS, IP ---------------------------------------------------------

local function umts_records()
  local records = {}
  local function add(code, body)
    records[#records + 1] = packet(log(code, body))
  end
  local pdu = hex "40 00 00 00"
  for kind = 0, 10 do add(0x412f, u8(kind) .. u8(2) .. u16(#pdu) .. pdu) end
  for _, kind in ipairs { 0x80, 0x84, 0x86 } do
    add(0x412f, u8(kind) .. u8(2) .. u16(#pdu) .. u16(10700) .. u16(42)
      .. pdu)
  end
  for _, sib in ipairs { 0, 1, 14, 27, 30, 31, 66, 67, 99 } do
    add(0x412f, u8(0xfe) .. u8(0) .. u16(#pdu + 1) .. u8(sib) .. pdu)
  end
  for _, kind in ipairs { 0x89, 0xf0 } do
    add(0x412f, u8(kind) .. u8(0) .. u16(#pdu + 1) .. u16(10700) .. u16(42)
      .. u8(31) .. pdu)
  end
  add(0x412f, u8(9) .. u8(0) .. u16(#pdu + 1) .. u8(3) .. pdu)
  add(0x412f, u8(77) .. u8(0) .. u16(#pdu) .. pdu)
  add(0x713a, u8(1) .. u32(#RAU_COMPLETE) .. RAU_COMPLETE)
  add(0x713a, u8(0) .. u32(#RAU_COMPLETE) .. RAU_COMPLETE)
  add(0x7b3a, u8(1) .. u8(1) .. u32(#RAU_COMPLETE) .. RAU_COMPLETE)
  return records
end

local function gsm_records()
  local records = {}
  local function add(code, body)
    records[#records + 1] = packet(log(code, body))
  end
  local function rr(channel, pdu)
    return u8(channel) .. u8(0) .. u8(#pdu) .. pdu
  end
  for _, channel in ipairs { 0, 4, 5, 6, 7, 0x80, 0x84, 0x85 } do
    add(0x512f, rr(channel, CHANNEL_RELEASE))
  end
  add(0x512f, rr(0x81, GSM_PAGING))
  add(0x512f, rr(0x83, GSM_PAGING))
  add(0x512f, rr(2, hex "7f"))
  add(0x5b2f, u8(1) .. rr(0x80, CHANNEL_RELEASE))
  add(0x5226, u8(0x03) .. u8(3) .. u8(23) .. hex "0c" .. ("+"):rep(22))
  add(0x5226, u8(0x04) .. u8(3) .. u8(23) .. hex "0c" .. ("+"):rep(22))
  add(0x5226, u8(0x83) .. u8(0x25) .. u8(22) .. hex "94" .. ("+"):rep(21))
  add(0x5226, u8(0x04) .. u8(0x20) .. u8(2) .. hex "78 00")
  add(0x5226, u8(0xff) .. u8(1) .. u8(2) .. hex "78 00")
  add(0x5230, u8(0) .. u8(10) .. u16(2) .. RAU_COMPLETE)
  add(0x5230, u8(1) .. u8(10) .. u16(2) .. RAU_COMPLETE)
  return records
end

local function ip_records()
  local function ip(direction, sequence, segment, data, protocol)
    return packet(log(0x11eb, u8(1) .. u8(protocol or 1) .. u8(7)
      .. u8(direction) .. u16(sequence) .. u16(segment) .. data))
  end
  return {
    ip(0x40, 1, 0x8000, IPV4),
    ip(0x00, 2, 0x8000, IPV6),
    ip(0x00, 3, 0, IPV4:sub(1, 10)),
    ip(0x00, 3, 1, IPV4:sub(11, 20)),
    ip(0x00, 3, 0x8002, IPV4:sub(21)),
    ip(0x00, 4, 0x8001, IPV4:sub(21)),
    ip(0x40, 5, 0x8000, "not IP", 9),
  }
end

-- MIBs and serving cells ------------------------------------------------------

local function cell_records()
  local cell = u16(321) .. u16(1300)
  local place = u32(0x1234567) .. u16(4660) .. u32(3) .. u16(262) .. u8(2)
    .. u16(7)
  local nr_place = u32(632628) .. u32(632628) .. u16(100) .. u16(90)
    .. u64(0x123456789) .. u16(262) .. u8(2) .. u16(7) .. u8(3)
    .. u32(0x012345) .. u16(78)
  local records = {}
  for _, it in ipairs {
    { 0xb0c1, u8(1) .. cell .. u16(512) .. u8(2) .. u8(50) },
    { 0xb0c1, u8(2) .. u16(77) .. u32(66986) .. u16(1023) .. u8(4) .. u8(100) },
    { 0xb0c1, u8(0) .. cell },
    { 0xb0c2, u8(2) .. cell .. u16(19300) .. u8(50) .. u8(25) .. place
      .. u8(1) .. "rest" },
    { 0xb0c2, u8(3) .. u16(77) .. u32(66986) .. u32(132522) .. u8(75)
      .. u8(75) .. place .. u8(3) },
    { 0xb0c2, u8(3) .. u16(77) .. u32(66986) },
    { 0xb822, u32(3) .. u16(321) .. u32(632628) .. u32(0x40000000 + 511) },
    { 0xb822, u32(0x20000) .. u16(321) .. u32(632628) .. le(2 ^ 31 + 511, 5) },
    { 0xb823, u32(4) .. u16(321) .. nr_place },
    { 0xb823, u32(5) .. u16(321) .. nr_place },
    { 0xb823, u32(0x30000) .. u16(321) .. u64(0x123456789) .. nr_place },
    { 0xb823, u32(0x30003) .. "xxx" .. u16(1007) .. u64(0x123456789)
      .. nr_place },
    { 0xb823, u32(0x30003) .. "xxx" .. u16(1007) .. u64(0x123456789) },
  } do
    records[#records + 1] = packet(log(it[1], it[2]))
  end
  return records
end

-- Packets ---------------------------------------------------------------------

local function log_config_records()
  local mask = u8(1) .. u8(0x81) .. ("\0"):rep(22) .. u8(1)
  local head = hex "73 00 00 00"
  local counts = {}
  for id = 0, 15 do counts[id + 1] = u32(id == 11 and 0x1ff or 0) end
  return {
    request(head .. u32(0)),
    request(head .. u32(1)),
    request(head .. u32(3) .. u32(11) .. u32(0xc1) .. mask),
    packet(head .. u32(0) .. u32(0)),
    packet(head .. u32(1) .. u32(0) .. concat(counts)),
    packet(head .. u32(2) .. u32(0) .. u32(11) .. u32(0xc1) .. mask),
    packet(head .. u32(3) .. u32(0) .. u32(11) .. u32(0xc1) .. mask),
    packet(head .. u32(3) .. u32(2)),
    packet(head .. u32(4) .. u32(0) .. u32(11) .. u32(0x200) .. mask),
    packet(head .. u32(9) .. u32(0) .. "rest"),
  }
end

local function message_config_records()
  return {
    request(hex "7d 01"),
    packet(hex "7d 01 01 00" .. u32(2) .. u16(0) .. u16(10) .. u16(500)
      .. u16(506)),
    request(hex "7d 02" .. u16(0) .. u16(1)),
    packet(hex "7d 03" .. u16(0) .. u16(1) .. hex "01 00" .. u32(0x1f)
      .. u32(0xffffffff)),
    request(hex "7d 04" .. u16(5) .. u16(6) .. u16(0) .. u32(2) .. u32(4)),
    request(hex "7d 05 00 00" .. u32(0xffffffff)),
    request(hex "7d 09 00 00"),
    request(hex "81 00 00 00"),
    packet(hex "81 00 00 00" .. u16(12) .. hex "ff 0f"),
    request(hex "82 00 00 00" .. u16(12) .. hex "80 01"),
    packet(hex "82 00 00 00" .. u16(12) .. hex "80 01"),
  }
end

local function event_records()
  local function event(id, kind, payload, short)
    local head = id + kind * 0x2000 + (short and 0x8000 or 0)
    return u16(head) .. (short and u16(777) or stamp()) .. payload
  end
  local events = event(1606, 1, u8(4)) .. event(1609, 2, hex "01 40")
    .. event(7, 0, "", true) .. event(450, 3, u8(3) .. "abc")
  return {
    request(hex "60 01"),
    packet(hex "60 00 00"),
    packet(u8(0x60) .. u16(#events) .. events),
    packet(u8(0x60) .. u16(#events) .. events:sub(1, -2)),
    packet(u8(0x60) .. u16(40) .. event(1606, 1, u8(4))),
  }
end

local function text_records()
  local function head(count, drops)
    return u8(0) .. u8(count) .. u8(drops or 0) .. stamp() .. u16(321)
      .. u16(5020) .. u32(4)
  end
  local function text(args, format, file)
    local bytes = u8(0x79) .. head(#args)
    for _, arg in ipairs(args) do bytes = bytes .. u32(arg) end
    return packet(bytes .. format .. "\0" .. file .. "\0")
  end
  return {
    text({}, "Nothing to fill in, 100%%", "a.c"),
    text({ 5, 0xffffffff, 0xbeef, 65 }, "%d of %d at 0x%08x: %c", "b.c"),
    text({ 1 }, "%d %s %lu", "c.c"),
    text({ 3, 7, 9 }, "%-4u|%+d|%#llx", "d.c"),
    packet(u8(0x79) .. head(3) .. u32(1)),
    packet(u8(0x79) .. head(1) .. u32(1)),
    packet(u8(0x79) .. head(0) .. "No end"),
    packet(u8(0x92) .. head(2, 3) .. u32(0x12345678) .. u32(1) .. u32(2)),
    packet(hex "99 00 42 01" .. stamp() .. u32(0x87654321) .. u16(0)
      .. u32(10) .. u32(11)),
    packet(hex "99 00 22 00" .. stamp() .. u32(0x87654321) .. u16(0)
      .. "args"),
    packet(hex "99 00 42 00" .. stamp()),
  }
end

local function packet_records()
  local version = u8(0) .. "Jan 02 202603:04:05" .. "Feb 03 202606:07:08"
    .. "madeup  " .. hex "01 02 03 04"
  local build = hex "7c 02 00 00" .. u32(0x800) .. u32(9) .. "1.2.3-made-up\0"
    .. "MADEUP-1\0"
  local records = {
    request(u8(0)), packet(version), packet(build), packet(hex "7c 02"),
    packet(hex "1c 02 00"), packet(u8(0x1d) .. stamp()), request(u8(0x1d)),
    packet(hex "4b 12 0f 02 aa"), request(hex "4b ff 01 00"),
    packet(hex "80 12 0f 02" .. u32(0) .. u16(7) .. u16(1) .. "data"),
    request(hex "80 12 0f 02"), packet(hex "0c 01 02 03"),
    packet(hex "fe 01"),
    packet(radio(2, log(0xb173, "made up"))),
    packet(radio(1, lte_rrc(20, 7, RELEASE))),
    packet(radio(1, radio(2, radio(3, radio(4, radio(5, u8(0))))))),
    packet(log(0x1234, "no layer for this")),
    packet(log(0xb0c0, "")),
    packet(u8(0x10) .. ("\0"):rep(9)),
    packet(u8(0x10) .. u8(0) .. u16(99) .. u16(98) .. u16(0x1fff) .. stamp()
      .. "short"),
    packet(u8(0x9e) .. ("\0"):rep(11) .. u32(55) .. u32(0) .. u16(20)
      .. u16(0xb821) .. "secret"),
  }
  for _, op in ipairs { 0x13, 0x14, 0x15, 0x18, 0x42, 0x47 } do
    records[#records + 1] = packet(u8(op) .. hex "73 00 00 00")
  end
  for _, op in ipairs { 0x1f, 0x63, 0x78, 0x7e, 0x7f, 0x93, 0x94, 0x95, 0x9a,
    0x9b, 0x9c, 0x9d } do
    records[#records + 1] = packet(u8(op) .. "body")
  end
  return records
end

-- Containers, messages, frames, paths -----------------------------------------

local function container_records()
  local release = frame(lte_rrc(20, 7, RELEASE))
  local paging = frame(lte_rrc(20, 5, PAGING))
  -- Three bytes of the second message are left.
  local cut = container(release, release)
  cut.cut = #release + 1
  return {
    container(release),
    container(release .. paging, paging),
    container({ token = -1, bytes = release }, { token = 0,
      bytes = paging }, { token = -2, bytes = paging }),
    container(),
    record(0x100, u32(0x20) .. u32(5) .. u32(#release) .. release),
    record(0x100, container_of { release } .. "excess"),
    record(0x100, u32(0x20) .. u32(1) .. u32(900) .. release),
    record(0x100, u32(1) .. "masks"), record(0x100, u32(2) .. "masks"),
    record(0x100, u32(4) .. "masks"), record(0x100, u32(0x100)),
    record(0x100, u32(0x1000) .. u8(1)), record(0x100, u32(0x1000)),
    record(0x100, u32(0x12345)), record(0x100, "\32"),
    request(u8(0)), record(0x102, u32(0x20) .. u32(2 ^ 32 - 1)
      .. frame(hex "60 01")),
    record(0x102, u32(0x20) .. "no frame"),
    record(0x102, u32(0x20) .. frame(u8(0)), u32(7)),
    cut,
  }
end

local function frame_records()
  local release = frame(lte_rrc(20, 7, RELEASE))
  local odd = frame(log(0x1fff, "}~}]~^}}~~"))
  local cut = { payload = container(release, release).payload, cut = 7 }
  return {
    container(odd),
    container(odd, odd .. release),
    container(bad_frame(lte_rrc(20, 7, RELEASE))),
    container("~~~" .. release .. "~~"),
    container("a~" .. "ab~" .. "}~"),
    container(release:sub(1, 9), release:sub(10)),
    container(release .. release:sub(1, 20)),
    container(release:sub(21) .. release),
    container(odd:sub(1, 25)), container(odd:sub(26, 30)),
    container({ token = -1, bytes = release }),
    container(odd:sub(31)),
    container(release:sub(1, 20)), container(release),
    container(release:sub(1, 20)), record(0x1ff, "", u64(3) .. u64(4096)),
    container(release:sub(21)),
    cut, container(release),
    container(hex "7e 01 02 00 60 01 7e" .. release),
  }
end

-- A source's stream that begins amid a frame, and ones that do not.
local function joined_records()
  local release = frame(lte_rrc(20, 7, RELEASE))
  local bad = bad_frame(lte_rrc(20, 7, RELEASE))
  local function of(token, bytes)
    return container({ token = token, bytes = bytes })
  end
  return {
    container(release:sub(21), release), container(bad),
    of(-1, release:sub(5, 10)), of(-1, release:sub(11)), of(-1, bad),
    of(-2, "ab~"), of(-2, "ab~"), of(-3, "~" .. bad), of(-4, release .. bad),
    of(-5, "x}]~" .. release), of(-6, "rest"), of(-6, release),
    request(u8(0)), record(0x1ff, "", u64(1) .. u64(60)),
    container(release:sub(21)), of(-1, release:sub(21)), of(-1, bad),
    record(0x102, u32(0x20) .. bad),
  }
end

local function path_records()
  local whole = container_of { frame(lte_rrc(20, 7, RELEASE)),
    frame(log(0xb173, ("long "):rep(20))) }
  local function part(number, i, n, bytes)
    return record(0x101, bytes, u64(number) .. u16(i) .. u16(n))
  end
  return {
    part(7, 0, 3, whole:sub(1, 50)), part(7, 1, 3, whole:sub(51, 90)),
    part(8, 1, 2, whole:sub(1, 60)), part(7, 2, 3, whole:sub(91)),
    part(8, 2, 2, whole:sub(61)), part(9, 0, 2, whole), part(10, 0, 1, whole),
    record(0x101, "x", "short"),
    record(0x1ff, "", u64(2 ^ 40) .. u64(2 ^ 50)), record(0x1ff, "", "x"),
    record(0x200, IPV4, hex "10 05 07 00" .. u32(0xabc) .. u32(99) .. u16(0)
      .. u16(#IPV4)),
    record(0x200, IPV6, u32(0x10) .. u16(#IPV6) .. u16(0x1f) .. u32(1)
      .. ("\0"):rep(12) .. u64(9)),
    record(0x200, IPV4), record(0x200, IPV4, "odd"), record(0x200, ""),
    record(0x201, ETHERNET, u16(1) .. u16(0)),
    record(0x201, IPV4, u16(101) .. u16(0)),
    record(0x201, "what", u16(999) .. u16(0)), record(0x201, "what"),
    record(0, IPV4, hex "0a 00 00 01", hex "0a 00 00 02"),
    record(1, IPV6, "", IPV6:sub(9, 24)), record(2, IPV4), record(3, IPV4),
    record(254, "disco"), record(0, "neither"), record(5, "unknown"),
    { payload = "\0" }, { payload = "\0\1" }, { payload = "\0\1\9ab" },
  }
end

-- IPA: status headers, written out by hand from docs/wire.md ------------------

-- The parts of a word, from its lowest bit: { bits, value } each.
local function word(...)
  local n, at = 0, 0
  for _, part in ipairs { ... } do
    n, at = n + part[2] * 2 ^ at, at + part[1]
  end
  return le(n, floor(at / 8))
end

local STATUS, STATUS5, DPL2, DPL3 = 1, 2, 3, 4

local function status_of(form, t)
  local size, is_5 = t.size or 32, form == STATUS5
  local ends = is_5 and word({ 8, t.source }, { 3, 0 }, { 1, 1 }, { 1, 0 },
      { 3, 0 })
    or word({ 5, t.source }, { 3, 0 }, { 5, t.destination }, { 3, 0 })
  local rules = is_5 and word({ 1, 1 }, { 1, 0 }, { 1, 1 }, { 1, 0 },
      { 10, 0x3ff }, { 8, 201 }, { 10, 77 })
    or word({ 1, 1 }, { 1, 0 }, { 1, 1 }, { 1, 0 }, { 10, 5 }, { 1, 0 },
      { 1, 1 }, { 1, 0 }, { 5, 19 }, { 10, 0x3ff })
  local header = word({ 1, 1 }, { 10, 513 }, { 1, 1 }, { 4, 9 })
    .. (is_5 and word({ 8, t.destination }, { 7, 0 }, { 1, 1 }) or u16(0))
  return u8(t.opcode or 1) .. u8(t.exception or 0) .. u16(0x41) .. u16(size)
    .. ends .. u32(0xabc00001) .. rules
    .. word({ 1, 1 }, { 13, 4097 }, { 2, 2 }) .. le(0x923456789abc, 6)
    .. u8(t.sequence) .. le(0xfedcba, 3) .. header
end

local function dpl2_of(t)
  return u8(0x10) .. ("\0"):rep(3) .. u16(t.size or 32) .. u16(t.source)
    .. u32(0xabc00002) .. u32(0) .. word({ 15, 0 }, { 1, 1 })
    .. le(0x7fffffffffff, 6) .. u64(t.sequence)
end

local function dpl3_of(t)
  return u8(0x10) .. u8(t.sequence) .. u16(t.source) .. u32(0xabc00003)
    .. le(0x80000000ffff, 6) .. u16(t.size or 32)
end

local function entry(form, t, packet_, padding)
  local header = form == DPL2 and dpl2_of(t) or form == DPL3 and dpl3_of(t)
    or status_of(form, t)
  return record(0x200, packet_ or IPV4, header, u8(form) .. (padding or ""))
end

local function ipa_records()
  local cut = entry(DPL3, { source = 2, sequence = 1, size = 28 }, IPV4)
  cut.cut = 4
  local four = {
    entry(STATUS, { source = 2, destination = 8, sequence = 254 }),
    entry(STATUS5, { source = 200, destination = 250, sequence = 255 }),
    entry(DPL2, { source = 3, sequence = 7 }),
    entry(DPL3, { source = 4, sequence = 9, size = 48 }, IPV6, "\0\0\0"),
  }
  return {
    four[1], four[2], four[3], four[4],
    entry(STATUS, { source = 2, destination = 8, sequence = 255 }),
    entry(STATUS, { source = 2, destination = 8, sequence = 0 }),
    entry(STATUS, { source = 2, destination = 8, sequence = 4 }),
    entry(STATUS5, { source = 200, destination = 250, sequence = 255 }),
    entry(STATUS, { source = 2, destination = 8, sequence = 5, opcode = 4,
      exception = 64 }),
    entry(STATUS, { source = 9, destination = 8, sequence = 0, opcode = 8,
      size = 0 }, ""),
    entry(STATUS, { source = 2, destination = 8, sequence = 99, opcode = 2,
      size = 0 }, ""),
    entry(STATUS, { source = 2, destination = 8, sequence = 6, opcode = 0x80,
      exception = 99 }),
    cut,
    record(0x200, IPV4, hex "00 07 00 20", u8(5)),
    record(0x200, IPV6, hex "03 81 00 33", u8(5) .. "\0\0\0"),
    record(0x200, IPV4, hex "00 07 00 30", u8(5)),
    record(0x200, IPV4, hex "40 07 00 20 00", u8(5)),
    entry(STATUS, { source = 11, destination = 8, sequence = 1 }, IPV4,
      hex "00 01 00 00 00 20 a5 5a"),
    entry(STATUS5, { source = 11, destination = 8, sequence = 2, size = 48 },
      IPV6, "\0\0\0" .. hex "00 00 00 00 00 30 a5 5b"),
    entry(DPL3, { source = 2, sequence = 2, size = 30 }),
    record(0x1ff, "", u64(3) .. u64(200)),
    entry(DPL3, { source = 2, sequence = 200 }),
    record(0x200, IPV4, dpl3_of { source = 2, sequence = 201 }, u8(STATUS)),
    record(0x200, IPV4, dpl3_of { source = 2, sequence = 201 }, u8(9)),
    record(0x200, IPV4, dpl3_of { source = 2, sequence = 202 }),
    record(0x200, IPV4, status_of(STATUS, { source = 2, destination = 8,
      sequence = 203 })),
    record(0x202, "between entries"), record(0x202, ""),
    record(0x201, u32(2) .. IPV4, u16(0) .. u16(0)),
    record(0x201, hex "ff 03 00 21" .. IPV4, u16(9) .. u16(0)),
    record(0x201, u16(0) .. hex "00 01 00 06 02 00 00 00 00 01 00 00 08 00"
      .. IPV4, u16(113) .. u16(0)),
    record(0x201, IPV4, u16(228) .. u16(0)),
    record(0x201, IPV6, u16(229) .. u16(0)),
    { payload = record(0x201, IPV4, u16(12) .. u16(0)).payload, cut = 3 },
    record(0x201, "no number", u8(1)),
  }
end

local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$") or "."
local tools = { packet = packet, log = log, u8 = u8, u16 = u16, u32 = u32,
  u64 = u64, hex = hex }

local all = {
  { "container", container_records() }, { "frame", frame_records() },
  { "joined", joined_records() },
  { "path", path_records() }, { "ipa", ipa_records() },
  { "packet", packet_records() },
  { "log_config", log_config_records() },
  { "message_config", message_config_records() },
  { "event", event_records() }, { "text", text_records() },
  { "lte_rrc", lte_rrc_records() }, { "lte_nas", lte_nas_records() },
  { "nr", nr_records() }, { "umts", umts_records() },
  { "gsm", gsm_records() }, { "ip", ip_records() },
  { "cell", cell_records() },
  { "signal", dofile(here .. "/fixture_signal.lua")(tools) },
  { "mac", dofile(here .. "/fixture_mac.lua")(tools) },
  { "bodies", dofile(here .. "/fixture_bodies.lua")(log, packet) },
}

-- pcap ------------------------------------------------------------------------

local function write(path, records)
  local out = assert(io.open(path, "wb"))
  out:write(u32(0xa1b2c3d4), u16(2), u16(4), u32(0), u32(0), u32(262144),
    u32(147))
  for i, r in ipairs(records) do
    local bytes = r.payload
    local kept = #bytes - (r.cut or 0)
    out:write(u32(1767323045 + floor(i / 1000)), u32(i % 1000 * 1000),
      u32(kept), u32(#bytes), bytes:sub(1, kept))
  end
  out:close()
end

local module = { all = all, write = write, record = record, frame = frame,
  cut_packets = cut_packets, u64 = u64,
  container = container, container_of = container_of, packet = packet,
  request = request,
  log = log, lte_rrc = lte_rrc, crc16 = crc16, escape = escape, u8 = u8,
  u16 = u16, u32 = u32, hex = hex, RELEASE = RELEASE, PAGING = PAGING,
  IPV4 = IPV4 }

if arg and arg[0] and arg[0]:find("fixtures%.lua$") then
  for _, fixture in ipairs(all) do
    write(arg[1] .. "/" .. fixture[1] .. ".pcap", fixture[2])
  end
end

return module
