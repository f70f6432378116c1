-- SPDX-License-Identifier: MIT
-- bytes - numbers out of the bytes of a Lua string, and what HDLC needs:
-- escapes and CRC.
--
-- Numbers are little-endian, offsets are counted from 0.  The caller has
-- checked that the bytes are there.

local byte, char, concat, floor, gsub = string.byte, string.char, table.concat,
  math.floor, string.gsub

local bytes = {}

function bytes.u8(s, at)
  return byte(s, at + 1)
end

function bytes.u16(s, at)
  local a, b = byte(s, at + 1, at + 2)
  return a + b * 0x100
end

function bytes.u32(s, at)
  local a, b, c, d = byte(s, at + 1, at + 4)
  return a + b * 0x100 + c * 0x10000 + d * 0x1000000
end

-- `bits` bits from `bit` on, of the little-endian number at `at`: at most 49,
-- which a Lua number holds exactly.
function bytes.bits(s, at, bit, bits)
  local value, weight, shift = 0, 1, 2 ^ (bit % 8)
  for i = floor(bit / 8), floor((bit + bits - 1) / 8) do
    local n = byte(s, at + i + 1)
    if weight == 1 then
      value, weight = floor(n / shift), floor(256 / shift)
    else
      value, weight = value + n * weight, weight * 256
    end
  end
  return value % floor(2 ^ bits)
end

-- A big-endian number of `size` bytes.
function bytes.big(s, at, size)
  local value = 0
  for i = at + 1, at + size do value = value * 256 + byte(s, i) end
  return value
end

function bytes.i32(s, at)
  local n = bytes.u32(s, at)
  return n < 0x80000000 and n or n - 0x100000000
end

local ESCAPED = {}
for c = 0, 255 do
  ESCAPED[char(c)] = char(c % 64 >= 32 and c - 32 or c + 32)
end

-- Undoes HDLC byte stuffing.  A lone escape at the end stays as it is: the
-- check sequence then tells that the frame is damaged.
function bytes.unescape(s)
  return (gsub(s, "}(.)", ESCAPED))
end

-- XOR[a][b] for bytes.  Three table reads per byte beat any bit library.
local XOR = { [0] = { [0] = 0 } }
for a = 0, 255 do
  local row, half = a > 0 and {} or XOR[0], XOR[floor(a / 2)]
  XOR[a] = row
  for b = a > 0 and 0 or 1, 255 do
    row[b] = half[floor(b / 2)] * 2 + (a + b) % 2
  end
end

-- CRC-16/X.25 by byte: low and high half of the usual 256-entry table.
local CRC_LOW, CRC_HIGH = {}, {}
for i = 0, 255 do
  local low, high = i, 0
  for _ = 1, 8 do
    local odd = low % 2 == 1
    low, high = floor(low / 2) + high % 2 * 128, floor(high / 2)
    if odd then
      low, high = XOR[low][0x08], XOR[high][0x84]
    end
  end
  CRC_LOW[i], CRC_HIGH[i] = low, high
end

-- The check sequence of the first `size` bytes of s.
function bytes.crc16(s, size)
  local low, high, i = 0xff, 0xff, 1
  local xor, crc_low, crc_high = XOR, CRC_LOW, CRC_HIGH
  while i + 3 <= size do
    local a, b, c, d = byte(s, i, i + 3)
    a = xor[low][a]
    low, high = xor[high][crc_low[a]], crc_high[a]
    b = xor[low][b]
    low, high = xor[high][crc_low[b]], crc_high[b]
    c = xor[low][c]
    low, high = xor[high][crc_low[c]], crc_high[c]
    d = xor[low][d]
    low, high = xor[high][crc_low[d]], crc_high[d]
    i = i + 4
  end
  for k = i, size do
    local a = xor[low][byte(s, k)]
    low, high = xor[high][crc_low[a]], crc_high[a]
  end
  return 0xffff - low - high * 0x100
end

-- The bits of s behind five others, 00001.
function bytes.behind_00001(s)
  local out, carry = {}, 1
  for i = 1, #s do
    local c = byte(s, i)
    out[i] = char(carry * 8 + floor(c / 32))
    carry = c % 32
  end
  out[#s + 1] = char(carry * 8)
  return concat(out)
end

return bytes
