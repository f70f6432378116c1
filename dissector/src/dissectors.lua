-- SPDX-License-Identifier: MIT
-- dissectors - the dissectors of Wireshark, by name and by linktype.

local prefs = require "prefs"

local dissectors = {}

local encapsulations = DissectorTable.get("wtap_encap")
local known = {}

-- The dissector of this name; false where Wireshark has none.
function dissectors.named(name)
  local found = known[name]
  if found == nil then
    found = Dissector.get(name) or false
    known[name] = found
  end
  return found
end

-- Who dissects a linktype: by name, or Wireshark's own table has it.
local BY_NAME = { [1] = "eth_withoutfcs", [12] = "raw_ip", [14] = "raw_ip",
  [101] = "raw_ip", [228] = "ip", [229] = "ipv6" }
local ENCAPSULATIONS = { [0] = wtap.NULL, [9] = wtap.PPP, [108] = wtap.LOOP,
  [113] = wtap.SLL, [276] = wtap.SLL2 }

function dissectors.of_linktype(linktype)
  local name = BY_NAME[linktype]
  if name then return dissectors.named(name) end
  local encapsulation = ENCAPSULATIONS[linktype]
  return encapsulation and encapsulations:get_dissector(encapsulation)
end

-- Calls a dissector.  One that runs out of bytes marks its tree and then raises
-- an error, so we need not report it.
function dissectors.call(ctx, upper, tvb)
  pcall(upper.call, upper, tvb, ctx.pinfo, ctx.root)
end

-- Whether a heuristic of this table that is switched on took the bytes.
function dissectors.try(ctx, table_name, tvb)
  local is_taken = false
  pcall(function()
    is_taken = DissectorTable.try_heuristics(table_name, tvb, ctx.pinfo,
      ctx.root)
  end)
  return is_taken
end

-- Calls a function while preferences of Wireshark have this value; those that
-- this Wireshark lacks do not matter.
function dissectors.with(preferences, wanted, call, ...)
  local changed = {}
  for _, name in ipairs(preferences) do
    local is_there, value = pcall(get_preference, name)
    if is_there and value == not wanted then
      set_preference(name, wanted)
      changed[#changed + 1] = name
    end
  end
  local result = call(...)
  for _, name in ipairs(changed) do set_preference(name, not wanted) end
  return result
end

-- Wireshark's preferences to read enciphered NAS messages as plain ones.
local NULL_DECIPHER = { "nas-eps.null_decipher", "nas-5gs.null_decipher" }

-- Calls the dissector of a PDU that may have NAS messages in it.  RRC is logged
-- with these as they were on the air.  Some enciphered ones look plain by
-- chance, and would be shown as nonsense or as malformed.
function dissectors.call_enciphered(ctx, upper, tvb)
  if prefs.decipher or not get_preference then
    return dissectors.call(ctx, upper, tvb)
  end
  dissectors.with(NULL_DECIPHER, false, dissectors.call, ctx, upper, tvb)
end

return dissectors
