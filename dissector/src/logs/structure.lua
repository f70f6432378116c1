-- SPDX-License-Identifier: MIT
-- logs/structure - shows structures: fields at places, lists of structures,
-- bytes.  data/bodies has them, data/README.md says what they mean.
--
-- Nothing is read of a structure that does not fit into what is there.
--
-- A function of a kind of row gets a place: the tree (or nil), where the row
-- begins (at), where the bytes end (stop), and the values that are kept, by
-- field.  It returns where the row ends, if only the bytes tell.

local bits = require("bytes").bits
local columns = require "columns"
local prefs = require "prefs"
local observed = require "observed"
local rows = require "logs.rows"
local state = require "state"
local trees = require "tree"
local uppers = require "logs.uppers"

local byte, floor, format, max, sub = string.byte, math.floor,
  string.format, math.max, string.sub
local complain, is_asked = trees.complain, trees.is_asked

local structure = {}

-- Nobody reads more words than these of a log in Info.
local WORDS_MAX = 12

-- Says something of the log in Info.
local function say(it, text)
  local words = it.words
  if #words <= WORDS_MAX then
    words[#words + 1] = #words < WORDS_MAX and text or "..."
  end
end

-- For statistics.
local function tell(it, row, place, n)
  n = n or bits(it.s, place.at, 0, 48)
  observed.tell(place.facts, row.field, row.shown(n))
end

-- Most records are only looked at for what Info says of them.
local function is_needed(ctx, row, place)
  return place.tree or row.keep or place.facts or row.info and ctx.texts
end

-- What stands behind what came before may not be there.
local function is_missing(ctx, row, place)
  local present = place.stop - place.at
  if row.at or row.length <= present then return false end
  complain(ctx, place.tree, "short", "%d bytes announced, %d present",
    row.length, present)
  place.is_over = true
  return true
end

local function show_number(ctx, it, row, place)
  if not is_needed(ctx, row, place) then return end
  local at = place.at
  local n = row.read(it.s, at)
  if n and n == row.none then return end
  if row.keep then place.values[row.field] = n end
  if place.facts and row.is_told then tell(it, row, place, n) end
  if row.info then say(it, rows.worded(row, n)) end
  local tree = place.tree
  if not tree or not is_asked(tree, row.pf) then return end
  local range = it.tvb(at + row.first, row.length)
  if n then
    tree:add(row.pf, range, row.shown(n))
  else
    tree:add_le(row.pf, range)
  end
end

local function number(ctx, it, row, place)
  if is_missing(ctx, row, place) then return place.stop end
  show_number(ctx, it, row, place)
  return not row.at and place.at + row.length or nil
end

-- The digits of a network: "460-00"; nil if they are none.
local function network(digits)
  for i = 1, 5 do
    if digits[i] > 9 then return end
  end
  local third = digits[6] <= 9 and digits[6] or ""
  return format("%d%d%d-%d%d%s", digits[1], digits[2], digits[3], digits[4],
    digits[5], third)
end

local function show_text(it, row, place, size, text)
  if not text then return end
  if place.facts then observed.tell(place.facts, row.field, text) end
  if row.info then say(it, row.label .. " " .. text) end
  local tree = place.tree
  if tree and is_asked(tree, row.pf) then
    tree:add(row.pf, it.tvb(place.at, size), text)
  end
end

-- 3GPP TS 24.008, 10.5.1.13: two digits a byte.
local function plmn(_, it, row, place)
  local a, b, c = byte(it.s, place.at + 1, place.at + 3)
  show_text(it, row, place, 3, network { a % 16, floor(a / 16), b % 16, c % 16,
    floor(c / 16), floor(b / 16) })
end

-- A digit a byte.
local function digits(_, it, row, place)
  show_text(it, row, place, 6,
    network { byte(it.s, place.at + 1, place.at + 6) })
end

-- How many bytes the row has, of those that are there.
local function size_of(ctx, row, place)
  local present = place.stop - place.at
  local size = row.size or row.size_of and (place.values[row.size_of] or 0)
    or present
  if size > present then
    complain(ctx, place.tree, "short", "%d bytes announced, %d present", size,
      present)
  end
  return size > present and present or size
end

local function add_bytes(it, row, place, size, value)
  local tree = place.tree
  if size < 1 or not tree or not is_asked(tree, row.pf) then return end
  if value then
    tree:add(row.pf, it.tvb(place.at, size), value)
  else
    tree:add(row.pf, it.tvb(place.at, size))
  end
end

local function some_bytes(ctx, it, row, place)
  local size = size_of(ctx, row, place)
  add_bytes(it, row, place, size)
  return place.at + size
end

local function hex_of(s)
  return (s:gsub(".", function(c) return format("%02x", byte(c)) end))
end

-- Keys of a session are not shown, unless a preference asks for them.
local function secret(ctx, it, row, place)
  local size = size_of(ctx, row, place)
  local key = sub(it.s, place.at + 1, place.at + size)
  local text = prefs.keys and hex_of(key)
    or key:find("[^%z]") and "present" or "zeros"
  add_bytes(it, row, place, size, text)
  return place.at + size
end

-- What a dissector of Wireshark reads, and the viewer shows as bytes.
local function upper_pdu(ctx, it, row, place)
  local size = size_of(ctx, row, place)
  add_bytes(it, row, place, size)
  if size > 0 then
    uppers[row.upper](ctx, it, sub(it.s, place.at + 1, place.at + size),
      place.values, place.outer)
  end
  return place.at + size
end

-- A structure of this name at..stop, as an item of a list: where it ends, and
-- its values.  An item has at least one byte.
local function item(ctx, it, row, place)
  local size = max(rows.of(row.item).size, 1)
  if place.at + size > place.stop then return end
  local tree = place.tree
  if tree and is_asked(tree, row.pf) then
    tree = tree:add(row.pf, it.tvb(place.at, size))
  end
  local ending, values = structure.show(ctx, it, tree, row.item, place.at,
    place.stop, place)
  if tree and ending > place.at + size and tree ~= place.tree then
    tree:set_len(ending - place.at)
  end
  return ending, values
end

-- How many items a list has at most.
local function most_of(row, place)
  return row.count or row.count_of and (place.values[row.count_of] or 0)
    or math.huge
end

-- Where a list should go on, there are no more bytes.
local function too_few(ctx, row, place, most, done)
  if row.while_of then
    complain(ctx, place.tree, "short", "No item of %d is the last", done)
  elseif most < math.huge then
    complain(ctx, place.tree, "short", "%d items announced, %d present", most,
      done)
  end
end

local function list(ctx, it, row, place)
  local most = most_of(row, place)
  local next_place = { tree = place.tree, at = place.at, stop = place.stop,
    facts = place.facts, values = place.values }
  for i = 1, most do
    local ending, values = item(ctx, it, row, next_place)
    if not ending then
      too_few(ctx, row, place, most, i - 1)
      break
    end
    next_place.at = ending
    if row.while_of and values[row.while_of] == 0 then break end
  end
  return next_place.at
end

local KINDS = { int = number, big = number, plmn = plmn, digits = digits,
  bytes = some_bytes, text = some_bytes, secret = secret, pdu = upper_pdu,
  list = list }

-- Whether a row is there, which other values may tell.
local function is_there(row, place)
  local values = place.values
  if row.if_of then return (values[row.if_of] or 0) ~= 0 end
  if row.unless_of then return (values[row.unless_of] or 0) == 0 end
  return row.at or not place.is_over
end

-- Shows a structure that begins at `at`, of bytes that end at `stop`.  Returns
-- where it ends, and its values; or nil if it does not fit.  `outer` is the
-- place of the structure that it is in.
function structure.show(ctx, it, tree, name, at, stop, outer)
  local it_is = rows.of(name)
  local ending = at + it_is.size
  if ending > stop then return end
  local place = { tree = tree, values = {}, stop = stop,
    outer = outer and outer.values,
    facts = state.is_watched and observed.within(outer and outer.facts) }
  for _, row in ipairs(it_is.rows) do
    if is_there(row, place) then
      place.at = row.at and at + row.at or ending
      local kind = row.kind and KINDS[row.kind] or number
      ending = max(ending, kind(ctx, it, row, place) or 0)
    end
  end
  if place.facts then observed.add(ctx, it.rat, place.facts) end
  return ending, place.values
end

-- Info says what the log is and the words that were said of it.
function structure.tell(ctx, it, title)
  if #it.words > 0 then title = title .. ": " .. table.concat(it.words, " ") end
  columns.add(ctx, title)
end

structure.say = say

return structure
