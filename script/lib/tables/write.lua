-- SPDX-License-Identifier: MIT
-- write - the tables of parse, as modules of Lua and JavaScript and as a
-- header of C.

local write = {}

local NOTICE = "Written by script/tables from data/: not to be edited here."
local WIDTH = 80

local function save(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

-- "nr_arfcn" as "nrArfcn".
local function camel(name)
  return (name:gsub("_(%w)", string.upper))
end

-- How each language writes what the tables are made of.
local LANGUAGES = {
  lua = {
    quote = function(s) return '"' .. s:gsub('[\\"]', "\\%0") .. '"' end,
    list = { "{ ", " }" }, record = { "{ ", " }" }, map = { "{ ", " }" },
    pair = function(key) return key .. " = " end,
    entry = function(number, value) return
      "[" .. number .. "] = " .. value end,
  },
  js = {
    quote = function(s)
      if s:find("'", 1, true) then return '"' .. s .. '"' end
      return "'" .. s .. "'"
    end,
    list = { "[", "]" }, record = { "{", "}" }, map = { "new Map([", "])" },
    pair = function(key, is_exact)
      return (is_exact and key or camel(key)) .. ": "
    end,
    entry = function(number, value) return
      "[" .. number .. ", " .. value .. "]" end,
  },
}

-- The items of a value, written, each in a line of this indent.
local function items_of(language, value, indent, text_of)
  local items = {}
  for i, item in ipairs(value) do
    local key, inner = "", item
    if value.kind == "map" then
      inner = item[2]
      key = string.format(item[1] > 999 and "0x%x" or "%d", item[1])
    elseif value.kind == "record" then
      inner = item[2]
      key = language.pair(item[1], value.exact)
    end
    local text = value.hex and string.format("0x%02x", inner)
      or text_of(language, inner, indent, #indent + #key + 6)
    items[i] = value.kind == "map" and language.entry(key, text) or key .. text
  end
  return items
end

-- Items in lines as full as they can be, if none of them has lines of its own.
function write.filled(items, indent)
  local lines, line = {}, nil
  for _, item in ipairs(items) do
    if line and #line + #item + 2 < WIDTH then
      line = line .. " " .. item .. ","
    else
      lines[#lines + 1] = line
      line = indent .. item .. ","
    end
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

-- A value as text behind `lead` characters in a line of this indent: in that
-- line where it fits.
local function text_of(language, value, indent, lead)
  if type(value) == "string" then return language.quote(value) end
  if type(value) == "number" then
    return string.format(value > 0xff and "0x%04x" or "%d", value)
  end
  if type(value) ~= "table" then return tostring(value) end
  local open, close = language[value.kind][1], language[value.kind][2]
  local items = items_of(language, value, indent .. "  ", text_of)
  local line = open .. table.concat(items, ", ") .. close
  if #items == 0 then return (line:gsub("  ", "")) end
  if not line:find("\n") and #line + lead < WIDTH then return line end
  local is_short = not line:find("\n") and #line / #items < 36
  return open:gsub(" $", "") .. "\n"
    .. (is_short and write.filled(items, indent .. "  ")
      or indent .. "  " .. table.concat(items, ",\n" .. indent .. "  ") .. ",")
    .. "\n" .. indent .. close:gsub("^ ", "")
end

local MODULES = {
  names = "What numbers are called, and the numbers that code names.",
  fields = "The fields of records.",
  layouts = "Where the fields stand in logs and headers, by version.",
}

local VIEWER_MODULES = {
  message_names = "What numbers in messages of NAS and RRC are called.",
}

function write.lua(folder, data)
  for module, what in pairs(MODULES) do
    save(folder .. module .. "_generated.lua", string.format(
      "-- SPDX-License-Identifier: MIT\n-- %s\n-- %s\n\nreturn %s\n", what,
      NOTICE, text_of(LANGUAGES.lua, data[module], "", 8)))
  end
end

local function write_js(folder, data, modules)
  for module, what in pairs(modules) do
    local parts = { string.format("// SPDX-License-Identifier: MIT\n"
      .. "/**\n * %s\n *\n * %s\n */\n", what, NOTICE) }
    for _, item in ipairs(data[module]) do
      parts[#parts + 1] = string.format("\nexport const %s = %s;\n",
        item[1]:upper(), text_of(LANGUAGES.js, item[2], "", 24))
    end
    save(folder .. module .. "_generated.js", table.concat(parts))
  end
end

function write.js(folder, data)
  write_js(folder, data, MODULES)
  write_js(folder, data, VIEWER_MODULES)
end

local C_HEAD = [[
/* SPDX-License-Identifier: MIT */
/*
 * codes.h - the numbers of the formats: container types, opcodes of packets,
 * paths of records, and the logs whose bodies we know.
 *
 * %s
 */
#ifndef DTAP_CODES_H
#define DTAP_CODES_H
]]

function write.c(path, data)
  local parts = { C_HEAD:format(NOTICE) }
  for _, enum in ipairs(data.enums) do
    local width = 0
    for _, code in ipairs(enum.codes) do width = math.max(width, code[1]) end
    local pattern = "\t%s%s = 0x%0" .. (width > 0xff and 4 or 2) .. "x,\n"
    parts[#parts + 1] = "\nenum " .. enum.enum .. " {\n"
    for _, code in ipairs(enum.codes) do
      parts[#parts + 1] = pattern:format(enum.prefix, code[2], code[1])
    end
    parts[#parts + 1] = "};\n"
  end
  parts[#parts + 1] = "\n#endif\n"
  save(path, table.concat(parts))
end

-- Writes a page that is `change` of another.
function write.page(from, to, change)
  local file = assert(io.open(from))
  local text = file:read("a")
  file:close()
  save(to, change(text))
end

return write
