-- SPDX-License-Identifier: MIT
-- Made-up logs with values that one can check by hand, written down a second
-- time: a slip in data/bodies must not hide behind the same slip here.
-- Returns a function that makes the records with the functions of fixtures.lua.

local floor = math.floor

-- Bytes of { bit, bits, value } from the lowest bit of the first byte on.
local function packed(size, list)
  local bytes = {}
  for i = 1, size do bytes[i] = 0 end
  for _, it in ipairs(list) do
    local value = it[3]
    for bit = it[1], it[1] + it[2] - 1 do
      local place = floor(bit / 8) + 1
      bytes[place] = bytes[place] + value % 2 * 2 ^ (bit % 8)
      value = floor(value / 2)
    end
  end
  for i = 1, size do bytes[i] = string.char(floor(bytes[i])) end
  return table.concat(bytes)
end

-- dBm and dB as the modem writes them, in sixteenths above its lowest value.
local function rsrp(dbm) return (dbm + 180) * 16 end
local function rsrq(db) return (db + 30) * 16 end
local function rssi(dbm) return (dbm + 110) * 16 end
local function snr(db) return (db + 20) * 10 end

-- A cell of 0xb193 version 36: the bit string of its levels is at byte 16.
local function cell_36(pci)
  local at = 16 * 8
  return packed(128, {
    { 0, 9, pci }, { 9, 3, 2 }, { 12, 1, 1 }, { 32, 10, 1023 }, { 42, 4, 9 },
    { at + 10, 12, rsrp(-98.5) }, { at + 44, 12, rsrp(-97.25) },
    { at + 76, 12, rsrp(-140) }, { at + 96, 12, rsrp(-139) },
    { at + 108, 12, rsrp(-97.25) - 640 }, { at + 140, 12, rsrp(-97) },
    { at + 160, 10, rsrq(-10.5) }, { at + 180, 10, rsrq(-11) },
    { at + 202, 10, rsrq(-30) }, { at + 212, 10, rsrq(-29) },
    { at + 224, 10, rsrq(-10.5) }, { at + 244, 10, rsrq(-10.25) },
    { at + 256, 11, rssi(-70) }, { at + 267, 11, rssi(-71) },
    { at + 288, 11, rssi(-110) }, { at + 299, 11, rssi(-109) },
    { at + 320, 11, rssi(-70) },
    { 640, 9, snr(12.5) }, { 649, 9, snr(-3.5) },
    { 672, 9, snr(0) }, { 681, 9, snr(30) }, { 832, 32, 2 ^ 32 - 24 } })
end

return function(f)
  local u8, u16, u32 = f.u8, f.u16, f.u32

  local function sub_packets(...)
    local all = { u8(1), u8(select("#", ...)), u16(0) }
    for _, it in ipairs { ... } do
      local id, version, body = it[1], it[2], it[3]
      all[#all + 1] = u8(id) .. u8(version) .. u16(#body + 4) .. body
        .. ("\0"):rep(-#body % 4)
    end
    return table.concat(all)
  end

  local function nr(dbm) return u32((2 ^ 32 + dbm * 128) % 2 ^ 32) end

  local neighbour = u16(310) .. u16(rsrp(-101)) .. u16(rsrp(-101))
    .. u16(rsrq(-14.5)) .. u16(rsrq(-14.5)) .. u16(0)
  local timing_advance = f.hex "3d 1f 05"
  local block = u16(1023 * 16 + 9) .. u8(0) .. u8(3) .. u16(0) .. u16(85)
    .. u8(1) .. u16(0) .. u8(#timing_advance) .. timing_advance
  local beam = u16(3) .. u16(0) .. u16(1) .. u16(2) .. u32(0) .. f.u64(0)
    .. nr(-88.5) .. nr(-89) .. nr(-90) .. nr(-11.5) .. nr(-91) .. nr(-12)
  local key = ("\1"):rep(16)
  local sip = "OPTIONS sip:nobody@example.org SIP/2.0\r\n\r\n"
  local logs = {
    { 0xb193, sub_packets { 0x19, 36, u32(1300) .. u16(1) .. u16(3)
      .. cell_36(77) .. ("\0"):rep(384) } },
    -- Its second cell is missing.
    { 0xb193, sub_packets { 0x19, 36, u32(1300) .. u16(2) .. u16(3)
      .. cell_36(77) } },
    { 0xb179, u8(4) .. "xxx" .. u8(1) .. "xxx" .. u32(1300) .. u16(77)
      .. u16(512 * 16 + 3) .. u16(rsrp(-95.5)) .. u16(rsrp(-95.5))
      .. u16(rsrq(-9)) .. u16(rsrq(-9)) .. u8(2) .. u8(1) .. u16(0)
      .. neighbour .. neighbour .. u16(400) .. u16(0) .. u32(9) .. f.u64(0) },
    -- Two sub-packets, the first padded.
    { 0xb063, sub_packets({ 7, 2, u8(2) .. block .. block },
      { 7, 2, u8(0) }) },
    { 0xb0a3, sub_packets { 0xc3, 24, key .. ("\0"):rep(16) .. u8(3) .. u8(7)
      .. u16(1) .. u16(3 + 128 * 2 + 512 * 2 + 0x4000) .. u16(77) .. u16(2)
      .. u16(100 * 16 + 4) .. u32(0x12345) .. u8(0) .. "\129\2" } },
    { 0xb062, sub_packets { 6, 2, u8(1) .. u8(0) .. u8(1) .. u8(7) .. u8(22)
      .. u8(255) .. u16(2 ^ 16 - 108) .. u16(0) .. u8(1) .. u16(0x2359)
      .. u16(5) .. u32(0xc04c) .. u16(9) .. u8(7) .. key:sub(1, 10) } },
    { 0xb97f, u16(7) .. u16(2) .. u8(1) .. u8(20) .. u16(0) .. f.u64(0)
      .. u32(632628) .. u8(1) .. u8(0) .. u16(321) .. u8(3) .. "xxx"
      .. nr(-88.5) .. u32(0) .. u16(1) .. u16(2) .. u16(0) .. u16(0)
      .. u16(0) .. u16(0)
      .. u16(321) .. u16(700) .. u8(1) .. "xxx" .. nr(-87.25) .. nr(-10.5)
      .. beam },
    { 0xb0ee, u8(2) .. u8(3) .. u16(0) .. f.hex "62 f2 70" .. u8(1) .. u8(6)
      .. f.hex "62 f2 70 80 01 2a" .. u32(0xdeadbeef) },
    { 0x4127, u32(9613) .. u32(10563) .. u32(0x123456) .. u16(0) .. u8(0)
      .. u8(3) .. u16(300 * 16) .. f.hex "02 06 02 00 01 ff" .. u32(4660)
      .. u32(7) },
    { 0x156e, u8(1) .. u8(1) .. u8(0) .. u8(6) .. u16(0) .. u16(#sip) .. u16(2)
      .. u16(0) .. u32(0) .. "call-1" .. sip },
  }
  local records = {}
  for i, it in ipairs(logs) do
    records[i] = f.packet(f.log(it[1], it[2]))
  end
  return records
end
