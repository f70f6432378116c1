-- SPDX-License-Identifier: MIT
-- The dissector over every fixture and every cut of it, under a plain Lua,
-- with stand-ins for Wireshark.  tshark brings one Lua, users have four: what
-- differs between them (integers, formats) raises here.

local here = os.getenv("HERE")
package.path = here .. "/?.lua;" .. package.path
local fixtures = require("fixtures")

local function is_whole(n)
  return type(n) == "number" and n == math.floor(n) and n >= -2 ^ 31
    and n < 2 ^ 48
end

local function whole32(n)
  return is_whole(n) and n >= 0 and n < 2 ^ 32
end

local function whole(n, what)
  if not is_whole(n) then
    error(what .. " " .. tostring(n) .. " is no integer", 3)
  end
  return n
end

-- Tvbs and ranges of them, as strict about bounds as Wireshark's ------------

local new_tvb

local function new_range(bytes)
  local range = {}
  function range.tvb() return new_tvb(bytes) end
  function range.len() return #bytes end
  function range.le_uint64() return bytes:byte(1) end
  return range
end

new_tvb = function(bytes, reported)
  local tvb = {}
  function tvb.len() return #bytes end
  function tvb.reported_len() return reported or #bytes end
  function tvb.raw() return bytes end
  return setmetatable(tvb, { __call = function(_, at, size)
    at = whole(at or 0, "offset")
    size = whole(size or #bytes - at, "size")
    if at < 0 or size < 1 or at + size > #bytes then
      error("Range is out of bounds", 2)
    end
    return new_range(bytes:sub(at + 1, at + size))
  end })
end

-- Trees -----------------------------------------------------------------------

local complaints

local item = {}

-- Fields whose values need not be whole.
local doubles = {}

function item.add(_, pf, range, value)
  assert(pf, "no field")
  for _, v in ipairs { range or 0, value or 0 } do
    if type(v) == "number" and not doubles[pf] then whole(v, "value") end
  end
  return item
end

item.add_le = item.add

function item.append_text(_, text)
  assert(type(text) == "string")
  return item
end

function item.set_generated() return item end
function item.set_len() return item end
function item.referenced() return true end

function item.add_proto_expert_info(_, ef, text)
  assert(ef and type(text) == "string")
  if text:find("%.lua:%d+:") then complaints[#complaints + 1] = text end
end

local function new_column()
  local column = { text = "" }
  function column.set(_, text) column.text = text end
  function column.clear_fence() end
  return setmetatable(column, { __tostring = function()
    return column.text
  end })
end

-- A column may be assigned to.
local function new_columns()
  local columns = { info = new_column(), protocol = new_column(),
    src = new_column(), dst = new_column() }
  return setmetatable({}, { __index = columns,
    __newindex = function(_, name, text)
      assert(type(text) == "string")
      columns[name]:set(text)
    end })
end

-- Wireshark's names -----------------------------------------------------------

local function any()
  return setmetatable({}, { __index = function() return 1 end })
end

local upper = { call = function(_, tvb) assert(tvb.len() > 0) return 1 end }

local registered
local wtap_encap = {
  get_dissector = function() end,
  add = function(_, _, proto) registered = proto end,
}

local stand_ins = {
  Proto = function() return { prefs = {} } end,
  ProtoField = setmetatable({}, { __index = function(_, kind)
    return function(name)
      if kind == "double" then doubles[name] = true end
      return assert(name)
    end
  end }),
  ProtoExpert = { new = function(name) return assert(name) end },
  Pref = { bool = function(_, default) return default end,
    enum = function(_, default) return default end },
  UInt64 = { new = function(low, high)
    assert(whole32(low) and whole32(high))
    return "UInt64"
  end },
  Dissector = { get = function(name)
    return name ~= "diagtap" and name ~= "qcdiag" and upper or nil
  end },
  DissectorTable = {
    get = function() return wtap_encap end,
    new = function() return { get_dissector = function() end } end,
  },
  ByteArray = { new = function(bytes)
    return { tvb = function() return new_tvb(bytes) end }
  end },
  NSTime = { new = function(seconds, ns)
    whole(seconds, "seconds")
    whole(ns, "nanoseconds")
    return "time"
  end },
  Field = { new = function(name)
    assert(type(name) == "string")
    return function() end
  end },
  get_preference = function() return true end,
  set_preference = function(name, value)
    assert(type(name) == "string" and type(value) == "boolean")
  end,
  Listener = { new = function() return {} end },
  base = any(), expert = { group = any(), severity = any() }, ftypes = any(),
  wtap = any(),
  gui_enabled = function() return false end,
  register_stat_cmd_arg = function() end,
  set_plugin_info = function(it)
    assert(it.version:find("^%d+%.%d+%.%d+"))
  end,
}
for name, value in pairs(stand_ins) do _G[name] = value end

dofile(os.getenv("DISSECTOR"))
assert(registered, "no dissector registered")

local number = 0

local function dissect(bytes, reported)
  number = number + 1
  local cols = new_columns()
  for _, visited in ipairs { false, true } do
    registered.dissector(new_tvb(bytes, reported),
      { cols = cols, number = number, visited = visited,
        abs_ts = 1764460800.5 }, item)
  end
end

complaints = {}
registered.init()
for _, fixture in ipairs(fixtures.all) do
  for _, record in ipairs(fixture[2]) do
    for size = 1, #record.payload do
      local ok, err = pcall(dissect, record.payload:sub(1, size),
        size % 2 == 0 and #record.payload or nil)
      if not ok then
        complaints[#complaints + 1] = fixture[1] .. ": " .. tostring(err)
      end
    end
  end
end

for i = 1, math.min(#complaints, 10) do
  print(_VERSION .. " " .. complaints[i])
end
if #complaints > 0 then os.exit(1) end
print(string.format("%s: %d records", _VERSION, number))
