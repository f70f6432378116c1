-- SPDX-License-Identifier: MIT
-- Made-up logs of every body in data/bodies, in every version: what the bytes
-- hold is a pattern, but for counts and sizes, which must fit.  Returns a
-- function that makes the records with the functions of fixtures.lua.

local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$") or "."
local layouts = dofile(here
  .. "/../../dissector/src/data/layouts_generated.lua")

local char, floor, rep = string.char, math.floor, string.rep

-- Not all letters, not all small, and the same each time.
local function pattern(size)
  local bytes = {}
  for i = 1, size do bytes[i] = char((i * i * 3 + i * 41 + 66) % 128) end
  return table.concat(bytes)
end

-- The text s with n in `bits` bits from bit `bit` of byte `at` on.
local function with_bits(s, at, bit, bits, n)
  for i = 0, bits - 1 do
    local place = at + floor((bit + i) / 8) + 1
    local weight = 2 ^ ((bit + i) % 8)
    local c = s:byte(place)
    local is_set, wanted = floor(c / weight) % 2, floor(n / 2 ^ i) % 2
    s = s:sub(1, place - 1) .. char(floor(c + (wanted - is_set) * weight))
      .. s:sub(place + 1)
  end
  return s
end

local BYTES, ITEMS = 3, 2

local structure

-- The items of a list are not alike: what tells whether another field is there
-- is 1 in the first and 0 in the last.
local function items(row, count)
  local all = {}
  for i = 1, count do all[i] = structure(row.item, i % 2) end
  return table.concat(all)
end

-- What stands behind the fixed part for one row; `n` is what another row says
-- of its size or count, if one does.
local function behind(row, n)
  if row.bits then return pattern(row.bits / 8) end
  if (row.size_of or row.count_of) and not n then return "" end
  if row.kind == "list" then return items(row, row.count or n or ITEMS) end
  return row.size_of and pattern(n) or row.kind == "pdu" and pattern(BYTES)
    or ""
end

-- Fields that tell whether another is there, or an item is the last.
local is_flag = {}
for _, it in pairs(layouts.structures) do
  for _, row in ipairs(it.rows) do
    for _, key in ipairs { "if_of", "unless_of", "while_of" } do
      if row[key] then is_flag[row[key]] = true end
    end
  end
end

-- Whether a row is there, when flags have this value.
local function is_there(row, flag)
  if row.if_of then return flag == 1 end
  return not row.unless_of or flag == 0
end

structure = function(name, flag)
  local it = layouts.structures[name]
  local s, places = pattern(it.size), {}
  local function set(row, n)
    s = with_bits(s, places[row.field], row.bit or 0, row.bits, n)
  end
  local numbers = {}
  for _, row in ipairs(it.rows) do
    local told, n = numbers[row.size_of or row.count_of], nil
    if told then
      n = row.size_of and BYTES or math.min(ITEMS, 2 ^ told.bits - 1)
      set(told, n)
    end
    local is_within = row.at and (row.at < it.size or row.bits)
    local place = row.at or #s
    if not is_within and is_there(row, flag) then
      s = s .. behind(row, told and n)
    end
    if row.bits and is_there(row, flag) then
      numbers[row.field], places[row.field] = row, place
      if is_flag[row.field] then set(row, flag or 1) end
    end
  end
  return s
end

local function le(n, size)
  local bytes = {}
  for i = 1, size do
    bytes[i] = char(floor(n) % 256)
    n = floor(n / 256)
  end
  return table.concat(bytes)
end

-- The numbers of a table in order.
local function sorted(t)
  local order = {}
  for number in pairs(t) do order[#order + 1] = number end
  table.sort(order)
  return order
end

local function each_version(body, add)
  local size = body.version_size or 1
  for _, version in ipairs(sorted(body.versions)) do
    local s = structure(body.versions[version])
    if body.is_top2 then
      s = with_bits(s, 0, 6, 2, version)
    else
      s = le(version, size) .. s:sub(size + 1)
    end
    add(s)
  end
  add(le(body.is_top2 and 0xc0 or 0x7f, size) .. pattern(20))
end

local function sub_packet(id, version, s)
  return char(id, version) .. le(#s + 4, 2) .. s .. rep("\0", -#s % 4)
end

local function each_packet(body, add)
  for _, id in ipairs(sorted(body.packets)) do
    for _, version in ipairs(sorted(body.packets[id])) do
      local one = sub_packet(id, version, structure(body.packets[id][version]))
      add("\1\1\0\0" .. one)
    end
    add("\1\2\0\0" .. sub_packet(id, 127, "?") .. sub_packet(126, 1, "?"))
  end
  add("\9\0\0\0")
end

return function(log, packet)
  local records = {}
  for _, code in ipairs(sorted(layouts.logs)) do
    local words = layouts.logs[code]
    local is_second = words[1] == "second_sim"
    local body = layouts.bodies[words[is_second and 3 or 2]]
    local function add(s)
      s = is_second and "\1" .. s or s
      records[#records + 1] = packet(log(code, s))
    end
    if body and body.structure then
      add(structure(body.structure))
    elseif body then
      if body.packets then each_packet(body, add) end
      if body.versions then each_version(body, add) end
    end
  end
  return records
end
