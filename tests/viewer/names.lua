-- SPDX-License-Identifier: MIT
-- The dissector's tables of names as JSON, for names.test.mjs.

local m = dofile(os.getenv("HERE") .. "/../../dissector/diagtap.lua")

local function json(list)
  local items = {}
  for number, name in pairs(list) do
    items[#items + 1] = string.format("%q:%q", tostring(number), name)
  end
  return "{" .. table.concat(items, ",") .. "}"
end

local rats = {}
for code = 0x1000, 0xffff do
  local rat = m.rat_of(code)
  if rat then rats[code] = rat end
end

print(string.format('{"paths":%s,"container_types":%s,"opcodes":%s,'
  .. '"log_codes":%s,"subsystems":%s,"events":%s,"rats":%s}', json(m.paths),
  json(m.container_types), json(m.opcodes), json(m.log_codes),
  json(m.subsystems), json(m.events), json(rats)))
