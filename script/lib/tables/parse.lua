-- SPDX-License-Identifier: MIT
-- parse - reads the tables in data/; data/README.md describes their formats.

local bodies = require("bodies")
local shapes = require("shapes")

local fail, lines_of, number_of, words_of = shapes.fail, shapes.lines_of,
  shapes.number_of, shapes.words_of
local list, map, record = shapes.list, shapes.map, shapes.record

local parse = {}

-- The files of data/bodies: there is no way to list a folder in plain Lua.
local BODIES = { "scales", "signal", "serving", "mac", "nr_mac", "rlc_pdcp",
  "phy", "ims" }

-- Names ----------------------------------------------------------------------

-- Tables of names of a file: { name, entries of { number, name }, in C: the
-- enum, its prefix and entries of { number, identifier } }.
local function names(folder, file)
  local tables, by_name = {}, {}
  for _, line in ipairs(lines_of(folder, file)) do
    local t = by_name[line.section]
    if not t then
      local enum, prefix = line.more:match("^enum ([%w_]+), ([%w_]+)$")
      t = { name = line.section, enum = enum, prefix = prefix,
        entries = map {}, codes = {} }
      tables[#tables + 1], by_name[line.section] = t, t
    end
    local number, name = line.text:match("^%s*(%w+)%s+(%S.*)$")
    if not number then fail(line, "no number and name") end
    number = number_of(line, number)
    if t.enum then
      local identifier
      identifier, name = name:match("^([%u%d_-]+)%s+(%S.*)$")
      if not name then fail(line, "no identifier for C, nor -") end
      if identifier ~= "-" then
        t.codes[#t.codes + 1] = { number, identifier }
      end
    end
    t.entries[#t.entries + 1] = { number, name }
  end
  return tables
end

local function range_of(line, text)
  local first, last = text:match("^(%w+)-(%w+)$")
  if not first then fail(line, "no range: " .. text) end
  return number_of(line, first), number_of(line, last)
end

-- Log codes with the copies of ranges; radios and protocols:
-- { first, last, name }.
local function log_codes(folder)
  local codes, radios, protocols, copies = map {}, list {}, list {}, {}
  for _, line in ipairs(lines_of(folder, "log_codes.txt")) do
    local first, rest = line.text:match("^(%S+) (.+)$")
    if not first then fail(line, "no code and name") end
    if line.section == "radios" then
      local from, to = range_of(line, first)
      if from % 0x100 ~= 0 or to % 0x100 ~= 0xff then
        fail(line, "a radio has whole pages of 0x100 codes")
      end
      radios[#radios + 1] = list { from, to, rest }
    elseif line.section == "protocols" then
      local from, to = range_of(line, first)
      protocols[#protocols + 1] = list { from, to, rest }
    elseif line.section == "copies" then
      local from, to = range_of(line, first)
      local distance, behind = rest:match("^(%w+) (.+)$")
      copies[#copies + 1] = { from, to, number_of(line, distance), behind }
    else
      codes[#codes + 1] = { number_of(line, first), rest }
    end
  end
  for i = 1, #codes do
    local code, name = codes[i][1], codes[i][2]
    for _, copy in ipairs(copies) do
      if code >= copy[1] and code <= copy[2] then
        codes[#codes + 1] = { code + copy[3], name
          .. (copy[4]:find("^,") and "" or " ") .. copy[4] }
      end
    end
  end
  table.sort(codes, function(a, b) return a[1] < b[1] end)
  return codes, radios, protocols
end

-- Fields ---------------------------------------------------------------------

local FIELD_OPTIONS = { names = true, mask = true, unit = true, label = true }

-- Fields of records, and experts, which say what is wrong.
local function fields(folder)
  local all, experts, known = list {}, list {}, {}
  for _, line in ipairs(lines_of(folder, "fields.txt")) do
    local name, kind, base, rest =
      line.text:match("^(%S+)%s+(%S+)%s+(%S+)%s+(%S.*)$")
    if not name then fail(line, "no name, type, base and title") end
    if known[name] then fail(line, "named twice: " .. name) end
    known[name] = { type = kind }
    if kind == "expert" then
      local group, title = rest:match("^(%S+)%s+(%S.*)$")
      experts[#experts + 1] = record { { "name", name },
        { "severity", base }, { "group", group }, { "title", title } }
    else
      local field = record { { "name", name }, { "type", kind } }
      if base ~= "-" then field[#field + 1] = { "base", base } end
      local unit
      while true do
        local option, value, more = rest:match("^(%l+)=(%S+)%s+(%S.*)$")
        if not FIELD_OPTIONS[option] then break end
        field[#field + 1] = { option,
          option == "mask" and number_of(line, value) or value }
        if option == "unit" then unit = value end
        rest = more
      end
      field[#field + 1] = { "title",
        unit and rest .. " (" .. unit .. ")" or rest }
      all[#all + 1] = field
    end
  end
  return all, experts, known
end

-- Layouts of RRC -------------------------------------------------------------

-- What readers look up by its name, besides showing all rows; and what is no
-- field of its own, so that they do not show it as one.
local LOOKED_UP = { pci = true, earfcn = true, nr_arfcn = true, pdu = true,
  pdu_len = true, segment = true, sfn_subframe = true, payload = true }
local NO_FIELD = { sfn_subframe = true, payload = true }

local function new_layouts(line, words)
  local layouts = list {}
  for i = 3, #words do
    local layout = record { { "from", number_of(line, words[i]) } }
    layout.rows = list { list { "version", 0, number_of(line, words[2]) } }
    layouts[i - 2] = layout
  end
  return layouts
end

-- One cell of a section of columns: "offset" or "offset:size".
local function add_cell(line, layout, name, cell, size)
  local at, own = cell:match("^(%d+):?(%d*)$")
  if not at then fail(line, "no offset: " .. cell) end
  at, size = number_of(line, at), own ~= "" and own or size
  if LOOKED_UP[name] then layout[#layout + 1] = { name, at } end
  if name == "earfcn" then
    layout[#layout + 1] = { "earfcn_size", number_of(line, size) }
  end
  if not NO_FIELD[name] then
    table.insert(layout.rows, list { name, at, number_of(line, size) })
  end
end

-- A section of rows by columns, as a list of layouts, one for each column.
local function columns(lines, known)
  local layouts
  for _, line in ipairs(lines) do
    local words = words_of(line.text)
    local name = words[1]
    if name == "version" then
      layouts = new_layouts(line, words)
    else
      if not NO_FIELD[name] and not known[name] then
        fail(line, "no such field: " .. name)
      end
      if not layouts or #words - 2 ~= #layouts then
        fail(line, "not a column for each version")
      end
      for i, layout in ipairs(layouts) do
        local cell = words[i + 2]
        if cell ~= "-" then add_cell(line, layout, name, cell, words[2]) end
      end
    end
  end
  for _, layout in ipairs(layouts) do
    layout[#layout + 1] = { "rows", layout.rows }
    layout.rows = nil
  end
  return layouts
end

local function family_of(line, names_of, numbers)
  local family = map {}
  for i, text in ipairs(numbers) do
    if text ~= "-" then
      for number in text:gmatch("[^,]+") do
        if not names_of[i] then fail(line, "more numbers than channels") end
        family[#family + 1] = { number_of(line, number), names_of[i] }
      end
    end
  end
  table.sort(family, function(a, b) return a[1] < b[1] end)
  return family
end

-- Families of PDU numbers, which versions have them, and which all others.
local function channels(lines)
  local names_of, families, versions, others = {}, record {}, map {}, nil
  for _, line in ipairs(lines) do
    local words = words_of(line.text)
    local kind = table.remove(words, 1)
    if kind == "channels" then
      table.move(words, 1, #words, #names_of + 1, names_of)
    elseif kind == "family" then
      local name = table.remove(words, 1)
      families[#families + 1] = { "v" .. name,
        family_of(line, names_of, words) }
    else
      for which, name in line.text:gmatch("([%d*-]+) (%w+)") do
        local first, last = which:match("^(%d+)-?(%d*)$")
        if not first then
          others = "v" .. name
        else
          for version = first, last ~= "" and last or first do
            versions[#versions + 1] = { math.tointeger(version), "v" .. name }
          end
        end
      end
    end
  end
  return record { { "families", families }, { "versions", versions },
    { "others", others } }
end

local function sections_of(lines)
  local sections = {}
  for _, line in ipairs(lines) do
    sections[line.section] = sections[line.section] or {}
    table.insert(sections[line.section], line)
  end
  return sections
end

local function rrc(folder, known)
  local sections = sections_of(lines_of(folder, "rrc_layouts.txt"))
  return record {
    { "lte_rrc", columns(sections.lte_rrc, known) },
    { "nr_rrc", columns(sections.nr_rrc, known) },
    { "lte_channels", channels(sections.lte_channels) },
    { "nr_channels", channels(sections.nr_channels) },
  }
end

-- Layouts of IPA -------------------------------------------------------------

local function ipa_row(line, known)
  local name, word, bit, bits, big =
    line.text:match("^(%S+)%s+(%d+)%s+(%d+)%s+(%d+)%s*(%l*)$")
  if not name then fail(line, "no field, word, bit and bits") end
  name = "ipa." .. name
  if not known[name] then fail(line, "no such field: " .. name) end
  local row = list { name, number_of(line, word), number_of(line, bit),
    number_of(line, bits) }
  if row[4] > 49 then fail(line, "more bits than a number holds") end
  if big == "big" then row[5] = true end
  return row
end

local function ipa_layout(line, groups)
  local words = words_of(line.text)
  local rows = list {}
  for i = 3, #words do
    if not groups[words[i]] then fail(line, "no such group: " .. words[i]) end
    for _, row in ipairs(groups[words[i]]) do rows[#rows + 1] = row end
  end
  for _, row in ipairs(rows) do
    if row[2] + (row[3] + row[4] + 7) // 8 > tonumber(words[2]) then
      fail(line, row[1] .. " ends behind the header")
    end
  end
  return { words[1], record { { "size", number_of(line, words[2]) },
    { "rows", rows } } }
end

local function ipa_use(line, uses)
  local text = line.text
  local version, form, layout =
    text:match("^version (%d+%.%d+)%s+form (%d+)%s+(%S+)$")
  if version then
    local items = uses.versions
    items[#items + 1] = list { math.tointeger(version * 10),
      number_of(line, form), layout }
    return layout
  end
  local key, number
  key, number, layout = text:match("^(%l+) (%d+)%s+(%S+)$")
  if key then
    local items = key == "form" and uses.forms or uses.lengths
    items[#items + 1] = { number_of(line, number), layout }
    return layout
  end
  layout = text:match("^new_rule%s+(%S+)$")
  uses.new_rule = layout or fail(line, "neither form, length nor version")
  return layout
end

local function ipa(folder, known)
  local groups, layouts, names_of = {}, record { exact = true }, {}
  local uses = { forms = map {}, lengths = map {}, versions = list {} }
  for _, line in ipairs(lines_of(folder, "ipa_layouts.txt")) do
    if line.section == "layouts" then
      local layout = ipa_layout(line, groups)
      layouts[#layouts + 1], names_of[layout[1]] = layout, true
    elseif line.section == "uses" then
      local layout = ipa_use(line, uses)
      if not names_of[layout] then fail(line, "no such layout") end
    else
      local group = groups[line.more] or {}
      groups[line.more] = group
      group[#group + 1] = ipa_row(line, known)
    end
  end
  return record { { "layouts", layouts }, { "forms", uses.forms },
    { "lengths", uses.lengths }, { "versions", uses.versions },
    { "new_rule", uses.new_rule } }
end

-- Logs -----------------------------------------------------------------------

local function nas_row(line, known)
  local name, size, dissector, messages, title, rest =
    line.text:match('^(%S+)%s+(%d+)%s+(%S+)%s+(%S+)%s+"([^"]+)"%s*(.*)$')
  if not name then fail(line, "no name, size, dissector, messages, title") end
  local rows = list {}
  for field, at, bytes in rest:gmatch("([%w._]+):(%d+):(%d+)") do
    if not known[field] then fail(line, "no such field: " .. field) end
    rows[#rows + 1] = list { field, number_of(line, at),
      number_of(line, bytes) }
  end
  return { name, record { { "size", number_of(line, size) },
    { "dissector", dissector }, { "messages", messages }, { "title", title },
    { "rows", rows } } }
end

-- Logs, and in C: their enum with its prefix.
local function logs(folder, known)
  local all, nas = map {}, record { exact = true }
  local c = { codes = {} }
  for _, line in ipairs(lines_of(folder, "logs.txt")) do
    if line.section == "nas" then
      nas[#nas + 1] = nas_row(line, known)
    else
      local words = words_of(line.text)
      local code = number_of(line, words[1])
      if not words[3] then fail(line, "no code, identifier and family") end
      c.enum, c.prefix = line.more:match("^enum ([%w_]+), ([%w_]+)$")
      c.codes[#c.codes + 1] = { code, words[2] }
      all[#all + 1] = { code, list { table.unpack(words, 3) } }
    end
  end
  return all, nas, c
end

-- Places in GSMTAP: { name, version, type, subtype }.
local function gsmtap(folder)
  local places = {}
  for _, line in ipairs(lines_of(folder, "gsmtap.txt")) do
    local words = words_of(line.text)
    if not words[4] then
      fail(line, "no dissector, version, type and subtype")
    end
    places[#places + 1] = { name = words[1],
      version = number_of(line, words[2]), type = number_of(line, words[3]),
      subtype = number_of(line, words[4]) }
  end
  return places
end

-- Names of values in messages: Wireshark has its own, so only the viewer needs
-- them.
local function message_names(folder)
  local values = record { exact = true }
  for _, t in ipairs(names(folder, "message_names.txt")) do
    values[#values + 1] = { t.name, t.entries }
  end
  return record { { "message_names", values } }
end

-- All tables of the folder: names, enums (for C), fields and layouts.
function parse.folder(folder)
  local tables = names(folder, "names.txt")
  local codes, radios, protocols = log_codes(folder)
  local all, experts, known = fields(folder)
  local by_code, nas, log_enum = logs(folder, known)
  local made = bodies.read(folder, BODIES, known)
  local values, enums, constants = record { exact = true }, {}, record {}
  for _, t in ipairs(tables) do
    values[#values + 1] = { t.name, t.entries }
    if t.enum then enums[#enums + 1] = t end
  end
  values[#values + 1] = { "log_codes", codes }
  for _, t in ipairs(enums) do
    local entries = record { exact = true, hex = true }
    for i, code in ipairs(t.codes) do entries[i] = { code[2], code[1] } end
    constants[#constants + 1] = { t.enum:match("^dtap_(.+)$"), entries }
  end
  enums[#enums + 1] = log_enum
  return {
    enums = enums,
    gsmtap = gsmtap(folder),
    names = record { { "codes", constants }, { "radios", radios },
      { "protocols", protocols },
      { "values", values } },
    message_names = message_names(folder),
    fields = record { { "fields", all }, { "experts", experts } },
    layouts = record { { "rrc", rrc(folder, known) },
      { "structures", made.structures }, { "bodies", made.bodies },
      { "ipa", ipa(folder, known) },
      { "logs", by_code }, { "nas", nas } },
  }
end

return parse
