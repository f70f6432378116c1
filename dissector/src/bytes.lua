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

-- The exclusive or of two numbers, where Lua has nothing for it.
local function xor_by_bits(a, b)
  local sum, weight = 0, 1
  while a > 0 or b > 0 do
    if a % 2 ~= b % 2 then sum = sum + weight end
    a, b, weight = floor(a / 2), floor(b / 2), weight * 2
  end
  return sum
end

local function xor8_by_bits(first, ...)
  local sum = first
  for _, next_one in ipairs { ... } do sum = xor_by_bits(sum, next_one) end
  return sum
end

-- The exclusive or of two numbers, and of eight.  Lua 5.2 has it as a function
-- of C; later ones have an operator, which the others cannot parse.
local bit32 = rawget(_G, "bit32")
local is_text, operator = pcall(load, "return 1 ~ 1")
local xor, xor8 = xor_by_bits, xor8_by_bits
if bit32 then
  xor, xor8 = bit32.bxor, bit32.bxor
elseif is_text and operator then
  xor = load("local a, b = ...; return a ~ b")
  xor8 = load("local a, b, c, d, e, f, g, h = ...; "
    .. "return a ~ b ~ c ~ d ~ e ~ f ~ g ~ h")
end

-- CRC-16/X.25 by eight bytes: CRC[k][byte] is what a byte makes of the sequence
-- when k - 1 others follow it.  These tables stay in the processor's cache.
local CRC = { {}, {}, {}, {}, {}, {}, {}, {} }
for i = 0, 255 do
  local crc = i
  for _ = 1, 8 do
    local half = floor(crc / 2)
    crc = crc % 2 == 1 and xor(half, 0x8408) or half
  end
  CRC[1][i] = crc
end
for k = 2, 8 do
  for i = 0, 255 do
    local crc = CRC[k - 1][i]
    CRC[k][i] = xor(floor(crc / 0x100), CRC[1][crc % 0x100])
  end
end
local CRC1, CRC2, CRC3, CRC4, CRC5, CRC6, CRC7, CRC8 = CRC[1], CRC[2], CRC[3],
  CRC[4], CRC[5], CRC[6], CRC[7], CRC[8]

-- The check sequence of the first `size` bytes of s.
function bytes.crc16(s, size)
  local crc, i = 0xffff, 1
  while i + 7 <= size do
    local a, b, c, d, e, f, g, h = byte(s, i, i + 7)
    a = xor(crc, a + b * 0x100)
    b = a % 0x100
    crc = xor8(CRC8[b], CRC7[(a - b) / 0x100], CRC6[c], CRC5[d], CRC4[e],
      CRC3[f], CRC2[g], CRC1[h])
    i = i + 8
  end
  for k = i, size do
    local low = crc % 0x100
    crc = xor((crc - low) / 0x100, CRC1[xor(low, byte(s, k))])
  end
  return 0xffff - crc
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
