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

-- Wireshark's preferences to read enciphered NAS messages as plain ones.
local NULL_DECIPHER = { "nas-eps.null_decipher", "nas-5gs.null_decipher" }

-- Turns off those that are on; returns their names.
local function turn_off()
  local were_on = {}
  for _, name in ipairs(NULL_DECIPHER) do
    local is_there, is_on = pcall(get_preference, name)
    if is_there and is_on == true then
      set_preference(name, false)
      were_on[#were_on + 1] = name
    end
  end
  return were_on
end

-- Calls the dissector of a PDU that may have NAS messages in it.  RRC is logged
-- with these as they were on the air.  Some enciphered ones look plain by
-- chance, and would be shown as nonsense or as malformed.
function dissectors.call_enciphered(ctx, upper, tvb)
  if prefs.decipher or not get_preference then
    return dissectors.call(ctx, upper, tvb)
  end
  local were_on = turn_off()
  dissectors.call(ctx, upper, tvb)
  for _, name in ipairs(were_on) do set_preference(name, true) end
end

return dissectors
