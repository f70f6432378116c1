-- SPDX-License-Identifier: MIT
-- bodies - reads data/bodies/*.txt: the bodies of logs, made of structures.
-- data/README.md describes the format.
--
-- It checks all that can be checked here, so that readers need not: names,
-- widths, and that what stands at a fixed place is within its structure.

local shapes = require("shapes")

local fail, lines_of, number_of, words_of = shapes.fail, shapes.lines_of,
  shapes.number_of, shapes.words_of
local list, map, record = shapes.list, shapes.map, shapes.record

local bodies = {}

-- Bits of a field's type; a double holds 49 exactly.
local WIDTHS = { uint8 = 8, uint16 = 16, uint32 = 32, uint64 = 64, int8 = 8,
  int16 = 16, int32 = 32, bool = 1, double = 49 }
local MOST_BITS = 49

-- Rows -----------------------------------------------------------------------

-- A size or a count: a number, "=FIELD", or "rest".  Of lists also
-- "while=FIELD": they end with the item whose FIELD is 0.
local function amount(line, row, key, text)
  if not text then fail(line, "no " .. key) end
  if text == "rest" then return end
  if key == "count" and text:match("^while=") then
    row.while_of = text:match("^while=(.+)$")
    return
  end
  local field = text:match("^=(.+)$")
  row[key .. (field and "_of" or "")] = field or number_of(line, text)
end

local function check_width(line, row, field)
  local width = WIDTHS[field.type]
  if not width then fail(line, "no number: " .. row.field) end
  if row.bits > width or row.bits > MOST_BITS and row.bits ~= 64 then
    fail(line, "more bits than " .. field.type .. " holds")
  end
  if (field.type == "double") ~= (row.div ~= nil) then
    fail(line, "a double, and nothing else, has a scale")
  end
  if (field.type:match("^int") ~= nil) ~= (row.kind == "int")
    and field.type ~= "double" then
    fail(line, "signed and unsigned are mixed")
  end
end

-- By type: takes the words behind it, and returns how many these were.
local TYPES = {
  plmn = function(_, row) row.kind, row.size = "plmn", 3 return 0 end,
  digits = function(line, row, words)
    row.kind = "digits"
    amount(line, row, "size", words[4])
    return 1
  end,
  pdu = function(line, row, words)
    row.kind, row.upper = "pdu", words[4]
    amount(line, row, "size", words[5])
    return 2
  end,
  list = function(line, row, words)
    row.kind, row.item = "list", words[4]
    amount(line, row, "count", words[5])
    return 2
  end,
}
for _, kind in ipairs { "bytes", "text", "secret" } do
  TYPES[kind] = function(line, row, words)
    row.kind = kind
    amount(line, row, "size", words[4])
    return 1
  end
end

-- Kinds of numbers; unsigned ones need no word.
local NUMBERS = { i = "int", b = "big" }

local function number_row(line, row, text)
  local sign, bits = text:match("^([uib])(%d+)$")
  if not sign then fail(line, "no type: " .. text) end
  row.bits, row.kind = number_of(line, bits), NUMBERS[sign]
  if row.kind == "big" and (row.bits % 8 > 0 or row.bit > 0) then
    fail(line, "big-endian numbers have whole bytes")
  end
end

-- Options with the name of a field.
local CONDITIONS = { ["if"] = "if_of", unless = "unless_of" }

local function add_option(line, row, text, scales)
  local key, value = text:match("^(%l+)=?(.*)$")
  if key == "info" then
    row.info = true
  elseif CONDITIONS[key] and value ~= "" then
    row[CONDITIONS[key]] = value
  elseif key == "none" then
    row.none = number_of(line, value)
  elseif key == "scale" and scales[value] then
    row.add, row.div = scales[value][1], scales[value][2]
  else
    fail(line, "no such option: " .. text)
  end
end

local function row_of(line, fields, scales)
  local words = words_of(line.text)
  local row = { field = words[1], line = line }
  local field = fields[row.field] or fail(line, "no such field: " .. words[1])
  if not words[3] then fail(line, "no field, place and type") end
  local at, bit = words[2]:match("^(%d+):?(%d*)$")
  if words[2] ~= "-" then
    if not at then fail(line, "no place: " .. words[2]) end
    row.at, row.bit = number_of(line, at), bit ~= "" and number_of(line, bit)
      or 0
  end
  local read = TYPES[words[3]]
  local taken = read and read(line, row, words) or 0
  if not read then number_row(line, row, words[3]) end
  for i = 4 + taken, #words do add_option(line, row, words[i], scales) end
  if row.bits then check_width(line, row, field) end
  return row
end

-- Structures -----------------------------------------------------------------

local function end_of(row)
  if row.bits then return row.at + (row.bit + row.bits + 7) // 8 end
  return row.at + (row.size or 0)
end

local function has_pdu(structure)
  for _, row in ipairs(structure.rows) do
    if row.kind == "pdu" then return true end
  end
  return false
end

-- Rows that tell a size, a count, or whether another row is there, are kept; if
-- the structure has a PDU, or its items have one, all.
local function keep(structure, structures)
  local by_name, is_kept = {}, has_pdu(structure)
  for _, row in ipairs(structure.rows) do
    for _, key in ipairs { "size_of", "count_of", "if_of", "unless_of" } do
      local of = row[key]
      if of and not by_name[of] then fail(row.line, "not before it: " .. of) end
      if of then by_name[of].keep = true end
    end
    is_kept = is_kept or row.item and has_pdu(structures[row.item])
    if row.bits then by_name[row.field] = row end
  end
  for _, row in pairs(is_kept and by_name or {}) do row.keep = true end
end

-- Items of a list that no number ends take bytes, or it would never end.
local function check_items(row, item)
  if item.size == 0 and not row.count and not row.count_of then
    fail(row.line, "items without bytes")
  end
  if not row.while_of then return end
  for _, it in ipairs(item.rows) do
    if it.bits and it.field == row.while_of then
      it.keep = true
      return
    end
  end
  fail(row.line, "no such number in an item: " .. row.while_of)
end

local function check(structure, structures)
  for _, row in ipairs(structure.rows) do
    if row.at and end_of(row) > structure.size then
      fail(row.line, row.field .. " ends behind the structure")
    end
    if row.item then
      check_items(row, structures[row.item]
        or fail(row.line, "no such structure: " .. row.item))
    end
  end
  keep(structure, structures)
end

local KEYS = { "field", "at", "bit", "bits", "kind", "add", "div", "none",
  "info", "keep", "size", "size_of", "count", "count_of", "while_of", "item",
  "upper", "if_of", "unless_of" }

local function written(structure)
  local rows = list {}
  for i, row in ipairs(structure.rows) do
    local items = record {}
    for _, key in ipairs(KEYS) do
      local is_nought = key == "bit" and (row.bit == 0 or not row.bits)
      if row[key] ~= nil and not is_nought then
        items[#items + 1] = { key, row[key] }
      end
    end
    rows[i] = items
  end
  return record { { "size", structure.size }, { "rows", rows } }
end

-- Bodies ---------------------------------------------------------------------

-- What tells the version: nothing, a number, the two highest bits of a byte,
-- or the heads of sub-packets.
local FORMS = { none = 0, u8 = 1, u16 = 2, u32 = 4, top2 = 1, framed = true }

local function new_body(line)
  local name, form, title = line.more:match("^([%w_]+) (%w+): (.+)$")
  if not name or not FORMS[form] then fail(line, "no name, form and title") end
  return { name = name, form = form, title = title, uses = map {},
    packets = map {}, by_id = {} }
end

-- The versions of a sub-packet.
local function of_packet(body, id)
  if not body.by_id[id] then
    body.by_id[id] = map {}
    table.insert(body.packets, { id, body.by_id[id] })
  end
  return body.by_id[id]
end

-- A line of a body: [ID] VERSION[,VERSION...] STRUCTURE.  Without an id, that
-- of a framed body has versions of the log that have no sub-packets.
local function add_use(line, body, structures)
  local words = words_of(line.text)
  local name = table.remove(words)
  if not structures[name] then fail(line, "no such structure: " .. name) end
  local uses = body.uses
  if body.form == "framed" and words[2] then
    uses = of_packet(body, number_of(line, table.remove(words, 1)))
  end
  if body.form == "none" then
    body.structure = name
    return
  end
  for version in (words[1] or ""):gmatch("[^,]+") do
    uses[#uses + 1] = { number_of(line, version), name }
  end
end

local function body_record(body)
  local items = record { { "title", body.title } }
  if body.form == "framed" then
    items[2] = { "packets", body.packets }
    if #body.uses > 0 then items[3] = { "versions", body.uses } end
  elseif body.form == "none" then
    items[2] = { "structure", body.structure }
  else
    items[2] = { "version_size", FORMS[body.form] }
    items[3] = { "versions", body.uses }
    if body.form == "top2" then items[4] = { "is_top2", true } end
  end
  return items
end

-- All files ------------------------------------------------------------------

local function scale(line, scales)
  local name, add, div = line.text:match("^(%S+)%s+(-?%d+)%s+(%d+)")
  if not name then fail(line, "no name, offset and divisor") end
  scales[name] = { math.tointeger(tonumber(add)), number_of(line, div) }
end

-- Calls by_section[SECTION](line, first) for the lines of all files; `first`
-- is true for the first line of a section.
local function each_line(folder, files, by_section)
  for _, file in ipairs(files) do
    local heading
    for _, line in ipairs(lines_of(folder, "bodies/" .. file .. ".txt")) do
      local take = by_section[line.section]
      if not take then fail(line, "no such section") end
      take(line, heading ~= line.section .. line.more)
      heading = line.section .. line.more
    end
  end
end

-- { structures, bodies } by name, of the files; `fields` are known by name.
function bodies.read(folder, files, fields)
  local structures, order, all, scales = {}, {}, {}, {}
  local structure, body
  local nothing = function() end
  each_line(folder, files, { structure = nothing, body = nothing,
    scales = function(line) scale(line, scales) end })
  each_line(folder, files, { scales = nothing, body = nothing,
    structure = function(line, is_first)
      if is_first then
        local name, size = line.more:match("^([%w_]+) (%d+)$")
        if not name or structures[name] then
          fail(line, "no new name and size of a structure")
        end
        structure = { size = number_of(line, size), rows = {} }
        structures[name], order[#order + 1] = structure, name
      end
      table.insert(structure.rows, row_of(line, fields, scales))
    end })
  each_line(folder, files, { scales = nothing, structure = nothing,
    body = function(line, is_first)
      if is_first then
        body = new_body(line)
        all[#all + 1] = body
      end
      add_use(line, body, structures)
    end })
  local out = { structures = record { exact = true },
    bodies = record { exact = true } }
  for _, name in ipairs(order) do
    check(structures[name], structures)
    table.insert(out.structures, { name, written(structures[name]) })
  end
  for _, it in ipairs(all) do
    table.insert(out.bodies, { it.name, body_record(it) })
  end
  return out
end

return bodies
