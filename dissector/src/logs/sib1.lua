-- SPDX-License-Identifier: MIT
-- logs/sib1 - which network, tracking area and cell a SIB1 of LTE or NR names,
-- for the statistics: 3GPP TS 36.331 6.2.2, TS 38.331 6.2.2 and 6.3.2, in
-- unaligned PER (ITU-T X.691).
--
-- Wireshark shows the whole message; its fields cost time in each message, even
-- if no statistic is open.

local byte, floor, format, min, rep = string.byte, math.floor, string.format,
  math.min, string.rep

local sib1 = {}

-- Reads bit by bit from byte `at` (from 0) to `stop`; behind that all bits are
-- 0, and is_over is true.
local function reader(s, at, stop)
  local bit, last, it = at * 8, min(stop, #s) * 8, { is_over = false }

  function it.take(size)
    if bit + size > last then it.is_over = true end
    if it.is_over then return 0 end
    local n = 0
    for _ = 1, size do
      local weight = 2 ^ (7 - bit % 8)
      n = n * 2 + floor(byte(s, floor(bit / 8) + 1) / weight) % 2
      bit = bit + 1
    end
    return n
  end

  function it.skip(size)
    bit = bit + size
    if bit > last then it.is_over = true end
  end

  function it.flag() return it.take(1) == 1 end

  return it
end

local function digits(r, count)
  return (rep(".", count):gsub(".", function()
    return format("%d", r.take(4))
  end))
end

-- A list of networks, of which all but the first may leave out the MCC; `more`
-- bits follow each.  Returns the first.
local function networks(r, count, more)
  local first
  for _ = 1, count do
    local mcc = r.flag() and digits(r, 3) or ""
    local mnc = digits(r, r.flag() and 3 or 2)
    r.skip(more)
    first = first or mcc .. "-" .. mnc
  end
  return first
end

local function lte(r)
  r.skip(3) -- optional: p-Max, tdd-Config, nonCriticalExtension
  r.skip(1) -- optional: csg-Identity
  return { plmn = networks(r, r.take(3) + 1, 1), tac = r.take(16),
    cell_id = r.take(28) }
end

local function skip_selection(r)
  local has_offset, has_sul, has_quality, has_quality_offset = r.flag(),
    r.flag(), r.flag(), r.flag()
  r.skip(6 + (has_offset and 3 or 0) + (has_sul and 6 or 0)
    + (has_quality and 5 or 0) + (has_quality_offset and 3 or 0))
end

-- The first PLMN-IdentityInfo: those behind it may be extended.
local function nr(r)
  local has_selection = r.flag()
  r.skip(10) -- optional
  if has_selection then skip_selection(r) end
  r.skip(2 + 4) -- extension, optional; how many infos
  r.skip(1) -- extension
  local has_tac, has_ranac = r.flag(), r.flag()
  local facts = { plmn = networks(r, r.take(4) + 1, 0) }
  facts.tac = has_tac and r.take(24) or nil
  if has_ranac then r.skip(8) end
  facts.cell_id = r.take(36)
  return facts
end

local READERS = { bcch_dl_sch = lte, ["bcch.dl.sch"] = nr }

-- plmn ("262-07"), tac and cell_id of the message at..stop of a channel; nil:
-- it is no whole SIB1.
function sib1.read(channel, s, at, stop)
  local read = READERS[channel]
  if not read then return end
  local r = reader(s, at, stop)
  if r.take(2) ~= 1 then return end -- c1, and there the second
  local facts = read(r)
  if not r.is_over then return facts end
end

return sib1
