-- SPDX-License-Identifier: MIT
-- Fields that a script asks for are the same whether the tree is shown or not,
-- and whether other fields are asked for with them or not: a tree that nobody
-- sees has only what is asked for.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local capture, script = lib.tmp .. "/all.pcap", lib.tmp .. "/ask.lua"

-- A script that writes all values of these fields to a file: a line for each
-- record and field.
local function ask(fields, path)
  local names = {}
  for i, field in ipairs(fields) do names[i] = ("%q"):format(field[1]) end
  lib.write(script, ([[
    local names, fields = { %s }, {}
    for i, name in ipairs(names) do
      -- Of a script's own expert infos it does not know yet.
      local is_known, field = pcall(Field.new, name)
      fields[i] = is_known and field or function() end
    end
    local out = io.open(%q, "w")
    local tap = Listener.new("frame")
    function tap.packet(pinfo)
      for i, name in ipairs(names) do
        local values = { fields[i]() }
        for k, value in ipairs(values) do values[k] = tostring(value) end
        if #values > 0 then
          out:write(pinfo.number, " ", name, " = ", table.concat(values, "|")
            :gsub("%%c", "."), "\n")
        end
      end
    end
    function tap.draw() out:close() end
  ]]):format(table.concat(names, ", "), path))
end

local runs = 0

local function values(fields, more)
  runs = runs + 1
  local path = lib.tmp .. "/values." .. runs
  ask(fields, path)
  local _, said = lib.run("-n -r " .. lib.quote(capture) .. " " .. more
    .. " >/dev/null", { lib.dissector, script })
  lib.check(said == "", "tshark said %s", said)
  local lines = {}
  for line in lib.read(path):gmatch("[^\n]+") do lines[#lines + 1] = line end
  return lines
end

local function only(lines, fields)
  local wanted, list = {}, {}
  for _, field in ipairs(fields) do wanted[field[1]] = true end
  for _, line in ipairs(lines) do
    if wanted[line:match(" ([%w._]+) =")] then list[#list + 1] = line end
  end
  return list
end

local function compare(name, expected, found)
  lib.check(#expected > 0, "%s: nothing to compare", name)
  for i = 1, math.max(#expected, #found) do
    if expected[i] ~= found[i] then
      return lib.check(false, "%s: %s, not %s", name, tostring(found[i]),
        tostring(expected[i]))
    end
  end
end

local records = {}
for _, fixture in ipairs(fixtures.all) do
  for _, record in ipairs(fixture[2]) do records[#records + 1] = record end
end
fixtures.write(capture, records)

local all = lib.fields()
assert(#all > 100, "the dissector did not load")
local seen = values(all, "-V")
compare("all fields", seen, values(all, "-q"))

-- Each time other fields have company: those whose number has this bit.
for bit = 0, 2 do
  local some = {}
  for i, field in ipairs(all) do
    if math.floor(i / 2 ^ bit) % 2 == 1 then some[#some + 1] = field end
  end
  compare("fields with bit " .. bit, only(seen, some), values(some, "-q"))
end

print(string.format("%d records, %d values", #records, #seen))
lib.finish("unseen")
