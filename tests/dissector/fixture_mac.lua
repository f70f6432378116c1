-- SPDX-License-Identifier: MIT
-- Made-up logs of MAC, downlink control, timing and IMS with values that one
-- can check by hand, written down a second time, as in fixture_signal.lua.
-- Returns a function that makes the records with the functions of fixtures.lua.

return function(f)
  local u8, u16, u32, u64, hex = f.u8, f.u16, f.u32, f.u64, f.hex

  -- 24 bits: a control element or not, its channel, its size.
  local function part(is_ce, lcid, size)
    local n = is_ce + lcid * 2 + size * 128
    return u16(n % 0x10000) .. u8(math.floor(n / 0x10000))
  end

  local function block(sfn, subframe, parts)
    return u32(285) .. u32(19) .. u32(sfn + subframe * 1024) .. u8(0x31)
      .. u8(parts) .. u16(4)
  end

  -- A timing advance of 31; then two PDUs of 100 bytes each, the second of
  -- which has two groups, one of two words.
  local function parts()
    return part(1, 29, 1) .. hex "1f 00 00 00 00 00 00 00 00"
      .. part(0, 3, 100) .. ("\0"):rep(9)
      .. part(0, 4, 100) .. ("\0"):rep(5) .. u8(2) .. u16(1) .. "\0"
      .. u32(7) .. u32(5) .. u32(20) .. u32(4)
  end
  local blocks = block(409, 7, 3) .. parts() .. block(1023, 9, 0)

  -- One DCI of 43 bits for C-RNTI, one of 57; an ACK.
  local dci = u16(43 * 128 + 2 * 0x4000) .. u16(1) .. u32(0)
    .. u16(57 * 128 + 3) .. u16(1 + 16 + 32) .. u32(0)
  local control = u32(2 + 8 + 772 * 64 + 2 * 0x10000)

  -- 1024 is a unit of the subframe; then slot and subcarrier spacing.
  local at = u16(1000 + 9 * 1024) .. u8(3) .. u8(1)
  local message3 = at .. u32(0xc04c) .. u16(9) .. u8(7) .. u8(1)
    .. ("\5"):rep(12)
  local message4 = at .. u16(1001) .. u16(0) .. u16(1009) .. u16(0)
    .. u16(0x4601) .. u16(0)

  local logs = {
    { 0xb063, u8(50) .. "xxx" .. u16(2) .. "xx" .. blocks },
    { 0xb063, u8(49) .. "xxx" .. u16(2) .. "xx" .. ("\9"):rep(19 * 28)
      .. blocks },
    -- The last word says that another follows.
    { 0xb063, u8(50) .. "xxx" .. u16(1) .. "xx" .. block(1, 2, 1)
      .. part(0, 4, 100) .. ("\0"):rep(5) .. u8(1) .. u16(0) .. "\0"
      .. u32(5) },
    { 0xb16b, u8(34) .. u16(0) .. u8(1) .. control .. u64(0) .. u32(0x28)
      .. ("\0"):rep(16) .. dci .. ("\0"):rep(112) },
    { 0xb16b, u8(5) .. u16(0) .. u8(1)
      .. u32(1 + 772 * 8 + 2 * 0x2000 + 0x20000) .. u32(0x12)
      .. u16(43 * 128) .. u16(1) .. ("\0"):rep(28) },
    { 0xb114, u8(1) .. u16(1 + 32 * 3 + 512 * 100) .. u8(0) .. u32(307200)
      .. u32(1000) .. u16(2 ^ 16 - 5) .. u8(251) },
    { 0xb114, u8(43) .. u16(20 + 32 * 3 + 512 * 100) .. u8(0)
      .. ("\0"):rep(8) },
    { 0xb88a, u32(0x20007) .. ("\0"):rep(10) .. u8(1) .. u8(1) .. u16(300)
      .. u8(4) .. u8(0) .. u8(2) .. u8(0) .. u8(0) .. u8(15) .. u8(3) .. u8(1)
      .. u16(0) .. at .. u8(2) .. u16(160) .. u8(44) .. u16(1) .. u16(839)
      .. u16(12) .. u16(0x10b) .. at .. at .. u32(20)
      .. at .. u16(960) .. u16(0x4601) .. u16(33) .. u8(1) .. u8(1)
      .. message3 .. message4 },
    -- No answer came.
    { 0xb88a, u32(0x30005) .. u32(0) .. u16(2) .. u8(4) .. u8(0) .. u8(0)
      .. u8(1) .. u8(1) .. u8(2) .. u8(1) .. u8(3) .. u8(1) .. ("\0"):rep(5)
      .. at .. u8(2) .. u8(0) .. u16(160) .. u16(839) .. u8(44) .. u8(1)
      .. u16(12) .. u16(0) .. u16(0x10b) .. u16(101) .. at .. at .. u32(20)
      .. u32(0) },
    { 0xb889, u32(0x20001) .. ("\0"):rep(10) .. u8(1) .. u8(1) .. u16(0x4601)
      .. u8(2) .. u8(1) .. u8(0) .. u8(0) .. u8(44) .. u8(6) .. hex
      "01 02 03 04 05 06" },
    { 0xb888, u32(0x20002) .. ("\0"):rep(11) .. u8(1) .. ("\0"):rep(12)
      .. u32(1) .. u32(1000) .. u32(90) .. u32(88) .. u32(2) .. u32(3)
      .. u32(0) .. u32(0) .. u64(80000) .. u64(900) .. u64(80900) .. u64(12)
      .. u64(700) },
    { 0xb872, u32(4) .. u8(1) .. "xxx" .. u8(7) .. "x" .. u16(1000) .. u8(1)
      .. "xxx" .. u16(1 + 8 * 9 + 128) .. u16(1 + 2 * 5) .. u32(1500)
      .. u32(1400) .. u8(0) .. u8(2) .. u16(0) .. u8(2) .. "xxx" .. hex
      "3d 47" },
    { 0x1830, u8(2) .. u8(4) .. "555\0" .. u8(1) .. u8(7) .. "call-1\0"
      .. u32(3) .. u8(14) .. "sip:me@example" .. u8(15) .. "sip:you@example"
      .. u16(200) .. u32(1234) .. u8(0) },
    { 0x1832, u8(1) .. u8(2) .. u8(6) .. "call-2" .. u8(11) .. "sip:example"
      .. u8(14) .. "sip:me@example" .. u16(0) },
    -- It ends within the number behind the first text.
    { 0x1832, u8(1) .. u8(2) .. u8(6) .. "call-2" .. u8(0) .. u8(0) .. "\1" },
  }
  local records = {}
  for i, it in ipairs(logs) do
    records[i] = f.packet(f.log(it[1], it[2]))
  end
  return records
end
