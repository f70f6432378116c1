-- SPDX-License-Identifier: MIT
-- What the dissector makes of the tables in data/, as JSON for names.test.mjs.

local m = dofile(os.getenv("HERE") .. "/../../dissector/diagtap.lua")
local channel_of, layout_of = m.versions.channel_of, m.versions.layout_of

local function json(list)
  local items = {}
  for key, value in pairs(list) do
    items[#items + 1] = string.format("%q:%s", tostring(key),
      type(value) == "table" and json(value)
      or string.format("%q", tostring(value)))
  end
  return "{" .. table.concat(items, ",") .. "}"
end

local tables = {}
for name, values in pairs(m.names) do
  if type(values) == "table" then tables[name] = values end
end

local rats = {}
for code = 0, 0xffff do rats[code] = m.names.rat_of(code) end

-- Versions beyond those that anyone has seen, too.
local channels, payloads = {}, {}
for _, rrc in ipairs { "lte", "nr" } do
  for version = 0, 60 do
    payloads[rrc .. " " .. version] =
      layout_of(m.layouts.rrc[rrc .. "_rrc"], version).payload
    for pdu = 0, 255 do
      channels[rrc .. " " .. version .. " " .. pdu] =
        channel_of(m.layouts.rrc[rrc .. "_channels"], version, pdu)
    end
  end
end

print(json { tables = tables, rats = rats, channels = channels,
  payloads = payloads })
