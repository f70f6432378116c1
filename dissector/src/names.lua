-- SPDX-License-Identifier: MIT
-- names - what numbers are called: paths, opcodes, log codes, radios.
--
-- The tables are those of data/names.txt and data/log_codes.txt, under their
-- names there; `codes` has the numbers that code names.

local data = require "data.names_generated"

local floor, format = math.floor, string.format

local names = { codes = data.codes }
for name, values in pairs(data.values) do names[name] = values end

local LOG_CODES, OPCODES = names.log_codes, names.opcodes

function names.log_name(code)
  return LOG_CODES[code] or format("log 0x%04x", code)
end

function names.opcode_name(op)
  return OPCODES[op] or format("command 0x%02x", op)
end

-- The radio of each page of 0x100 log codes.
local RADIOS = {}
for _, range in ipairs(data.radios) do
  for page = floor(range[1] / 0x100), floor(range[2] / 0x100) do
    RADIOS[page] = range[3]
  end
end

-- The radio a log code belongs to, or nil.
function names.rat_of(code)
  return RADIOS[floor(code / 0x100)]
end

-- What the logs of a code are called in the column "Protocol", or nil.
local protocols = {}
function names.protocol_of(code)
  local found = protocols[code]
  if found == nil then
    found = false
    for _, range in ipairs(data.protocols) do
      if code >= range[1] and code <= range[2] then found = range[3] end
    end
    protocols[code] = found
  end
  return found or names.rat_of(code)
end

-- The name of a SIB of WCDMA, or nil.  In the newer form id 31 is SIB19.
function names.umts_sib(id, is_new)
  if is_new and id == 31 then return "sib19" end
  return names.umts_sibs[id]
end

return names
