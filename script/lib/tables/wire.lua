-- SPDX-License-Identifier: MIT
-- wire - the tables of docs/wire.md that data/ knows.
--
-- A line "<!-- data: NAME -->" stands in front of such a table.  The head of
-- the table stays; its rows are written anew.  Of a table of numbers the first
-- two cells are the number and its name; what stands behind them is kept, so
-- that a person can add to it.  A table of layouts has a column for each layout
-- that its head names.

local wire = {}

local function by_key(record)
  local found = {}
  for _, pair in ipairs(record) do found[pair[1]] = pair[2] end
  return found
end

local function cells_of(line)
  local cells = {}
  for cell in line:gmatch("|([^|]*)") do
    cells[#cells + 1] = cell:match("^%s*(.-)%s*$")
  end
  cells[#cells] = nil -- behind the last "|"
  return cells
end

local function row_of(cells)
  return (("| " .. table.concat(cells, " | ") .. " |"):gsub("  ", " "))
end

-- Rows of { number, name }; `old` has the cells of the rows before.
local function numbers(entries, head, old)
  local kept, rows, digits = {}, {}, 2
  for _, cells in ipairs(old) do kept[cells[1]] = cells end
  for _, entry in ipairs(entries) do
    if entry[1] > 0xff then digits = 4 end
  end
  for _, entry in ipairs(entries) do
    local number = string.format("0x%0" .. digits .. "x", entry[1])
    local cells = { number, entry[2] }
    for i = 3, #head do cells[i] = (kept[number] or {})[i] or "" end
    rows[#rows + 1] = row_of(cells)
  end
  return rows
end

-- "4: 16-20": these bits of the word at byte 4.
local function place_of(row)
  local first, last = row[3], row[3] + row[4] - 1
  return row[2] .. ": " .. first .. (last > first and "-" .. last or "")
    .. (row[5] and ", big-endian" or "")
end

local function layouts(all, head)
  local order, places, rows = {}, {}, {}
  for i = 2, #head do
    local layout = by_key(all)[head[i]:match("`(.-)`")]
    for _, row in ipairs(by_key(layout).rows) do
      local name = row[1]:match("^ipa%.(.+)$")
      if not places[name] then
        order[#order + 1] = name
        places[name] = {}
      end
      places[name][i] = place_of(row)
    end
  end
  for _, name in ipairs(order) do
    local cells = { name }
    for i = 2, #head do cells[i] = places[name][i] or "" end
    rows[#rows + 1] = row_of(cells)
  end
  return rows
end

-- The paths that diagtapd writes are those with a name in C.
local function own_paths(data)
  local own, paths = {}, {}
  for _, pair in ipairs(by_key(by_key(data.names).codes).path) do
    own[pair[2]] = true
  end
  for _, entry in ipairs(by_key(by_key(data.names).values).paths) do
    if own[entry[1]] then paths[#paths + 1] = entry end
  end
  return paths
end

local function rows_of(data, name, head, old)
  if name == "ipa_layouts" then
    return layouts(by_key(by_key(data.layouts).ipa).layouts, head)
  elseif name == "paths" then
    return numbers(own_paths(data), head, old)
  end
  local entries = by_key(by_key(data.names).values)[name]
  return numbers(assert(entries, "docs/wire.md: no such table: " .. name),
    head, old)
end

-- The text of the page with all of its tables written anew.
function wire.page(text, data)
  local out, name, head, old = {}, nil, nil, {}
  for line in text:gmatch("([^\n]*)\n") do
    if name and line == "" then
      for _, row in ipairs(rows_of(data, name, head, old)) do
        out[#out + 1] = row
      end
      name, head, old = nil, nil, {}
    end
    local marked = line:match("^<!%-%- data: ([%w_]+) %-%->$")
    if marked then name = marked end
    if not name or marked or not head or line:find("^|%-") then
      out[#out + 1] = line
      if name and not marked then head = head or cells_of(line) end
    else
      old[#old + 1] = cells_of(line)
    end
  end
  return table.concat(out, "\n") .. "\n"
end

return wire
