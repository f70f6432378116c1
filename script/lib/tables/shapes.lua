-- SPDX-License-Identifier: MIT
-- shapes - what all that read the tables in data/ share: lines, and the shapes
-- of what is read.
--
-- Three shapes say how a value is to be written: a list holds values, a map
-- pairs { number, value }, a record pairs { key, value }; of one that is exact
-- the keys are names of the data, and stay as they are in every language.  All
-- keep the order of the file, so that the same data gives the same output.

local shapes = {}

local function shape(kind)
  return function(items)
    items.kind = kind
    return items
  end
end

shapes.list, shapes.map, shapes.record = shape("list"), shape("map"),
  shape("record")

-- Ends with the place that is wrong.
function shapes.fail(line, what)
  error(string.format("%s:%d: %s", line.file, line.number, what), 0)
end

-- The lines of a file that say something: { text, file, number, section }.
-- A heading "[name more]" begins a section.
function shapes.lines_of(folder, file)
  local lines, number, section, more = {}, 0, nil, nil
  for text in io.lines(folder .. "/" .. file) do
    number = number + 1
    local name, rest = text:match("^%[([%w_]+):?%s*(.-)%]$")
    if name then
      section, more = name, rest
    elseif text:find("%S") and not text:find("^#") then
      lines[#lines + 1] = { text = text, file = "data/" .. file,
        number = number, section = section, more = more }
    end
  end
  return lines
end

function shapes.words_of(text)
  local words = {}
  for word in text:gmatch("%S+") do words[#words + 1] = word end
  return words
end

function shapes.number_of(line, text)
  return math.tointeger(tonumber(text))
    or shapes.fail(line, "no number: " .. tostring(text))
end

return shapes
