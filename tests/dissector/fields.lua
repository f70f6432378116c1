-- SPDX-License-Identifier: MIT
-- The fields and their types are what users' filters rest on: fields.txt
-- lists them.  UPDATE_GOLDEN=1 writes it anew.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")

local lines = {}
for _, field in ipairs(lib.fields()) do
  lines[#lines + 1] = table.concat(field, "\t") .. "\n"
end
local now, path = table.concat(lines), lib.here .. "/golden/fields.txt"
if os.getenv("UPDATE_GOLDEN") then lib.write(path, now) end

local function set(text)
  local lines_of = {}
  for line in text:gmatch("[^\n]+") do lines_of[line] = true end
  return lines_of
end

local before, after = set(lib.read(path)), set(now)
for line in pairs(before) do lib.check(after[line], "gone: %s", line) end
for line in pairs(after) do lib.check(before[line], "new: %s", line) end
lib.finish("fields")
