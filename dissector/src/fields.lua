-- SPDX-License-Identifier: MIT
-- fields - the protocol with its fields and experts: data/fields.txt.
--
-- `pf` has the fields by their names without "diagtap.", `ef` the experts.  To
-- ask for one that does not exist is an error.  `types` has their types, and
-- `about` all that data/fields.txt says of them.

local data = require "data.fields_generated"
local names = require "names"

local upper = string.upper

local function strict(what)
  return setmetatable({}, { __index = function(_, name)
    error("no " .. what .. " " .. tostring(name), 2)
  end })
end

local fields = { proto = Proto("diagtap", "diagtap: Qualcomm DIAG capture"),
  pf = strict("field"), ef = strict("expert"), types = {},
  about = {} }

-- The base of a boolean is the number of bits that its mask is shown in.
local function base_of(field)
  return field.base and (tonumber(field.base) or base[upper(field.base)])
end

-- Wireshark tells an argument that is nil from one that is not there.
local function arguments_of(field)
  local value_base, values = base_of(field), field.names and names[field.names]
  if field.mask then return value_base, values, field.mask end
  if values then return value_base, values end
  if value_base then return value_base end
end

local all, experts = {}, {}

for i, field in ipairs(data.fields) do
  all[i] = ProtoField[field.type]("diagtap." .. field.name, field.title,
    arguments_of(field))
  fields.pf[field.name], fields.types[field.name] = all[i], field.type
  fields.about[field.name] = field
end

for i, it in ipairs(data.experts) do
  experts[i] = ProtoExpert.new("diagtap." .. it.name, it.title,
    expert.group[upper(it.group)], expert.severity[upper(it.severity)])
  fields.ef[it.name] = experts[i]
end

fields.proto.fields = all
fields.proto.experts = experts

-- Rows of { name, offset, size } with the field in place of its name.
function fields.rows(list)
  local rows = {}
  for i, row in ipairs(list) do
    rows[i] = { fields.pf[row[1]], row[2], row[3] }
  end
  return rows
end

return fields
