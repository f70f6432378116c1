-- SPDX-License-Identifier: MIT
-- logs/rows - the rows of structures, made ready: how a number is read, what it
-- is worth, and how it is worded in Info.
--
-- `rows.of(name)` are those of a structure.  Besides what data/bodies says of
-- it, a row has pf, its field; and a number has
--   read(s, at)   the number in the bytes, where the row begins
--   shown(n)      what it is worth: a number, or a boolean
--   first, length where its bytes are, counted from the place of the row

local bytes = require "bytes"
local fields = require "fields"
local names = require "names"
local observed = require "observed"
local structures = require("data.layouts_generated").structures

local floor, format = math.floor, string.format
local bits_of, big = bytes.bits, bytes.big
local about = fields.about

local rows = {}

-- Whole numbers of these bits are read at once.
local READERS = { [8] = bytes.u8, [16] = bytes.u16, [32] = bytes.u32 }

local function unsigned(row)
  local bit, bits = row.bit or 0, row.bits
  if bit == 0 and READERS[bits] then return READERS[bits] end
  return function(s, at) return bits_of(s, at, bit, bits) end
end

local function signed(row)
  local read, half = unsigned(row), 2 ^ (row.bits - 1)
  return function(s, at)
    local n = read(s, at)
    return floor(n < half and n or n - 2 * half)
  end
end

local READS = {
  int = signed,
  big = function(row)
    local size = floor(row.bits / 8)
    return function(s, at) return big(s, at, size) end
  end,
  -- Nobody needs the value: Wireshark reads it.
  [64] = function() return function() end end,
}

local function same(n) return n end
local function is_one(n) return n == 1 end

-- A number with a scale is worth (n + add) / div.
local function shown_by(row, field)
  if row.div then
    local add, div = row.add, row.div
    return function(n) return (n + add) / div end
  end
  return field.type == "bool" and is_one or same
end

local function made(row)
  local field = about[row.field]
  row.pf, row.label = fields.pf[row.field], field.label or field.title
  row.is_told = observed.is_told(row.field)
  if not row.bits then return row end
  local bit = row.bit or 0
  row.read = (READS[row.kind] or row.bits == 64 and READS[64] or unsigned)(row)
  row.shown = shown_by(row, field)
  row.first = floor(bit / 8)
  row.length = floor((bit + row.bits + 7) / 8) - row.first
  row.names = field.names and names[field.names]
  row.unit = field.unit and " " .. field.unit or ""
  return row
end

local ready = {}

-- Most logs never come: their structures are made ready when one does.
function rows.of(name)
  local structure = ready[name]
  if not structure then
    structure = structures[name]
    for _, row in ipairs(structure.rows) do made(row) end
    ready[name] = structure
  end
  return structure
end

-- A value in Info: "RSRP -98.3 dBm", "EMM state registered".
function rows.worded(row, n)
  local value = row.shown(n)
  local text = row.names and row.names[n]
    or format(row.div and "%.1f" or "%s", row.div and value or tostring(value))
  return row.label .. " " .. text .. row.unit
end

return rows
