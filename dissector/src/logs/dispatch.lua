-- SPDX-License-Identifier: MIT
-- logs/dispatch - who knows the body of which log, by its code: data/logs.txt.

local gsm = require "logs.gsm"
local layouts = require "data.layouts_generated"
local pdu = require "logs.pdu"
local umts = require "logs.umts"

-- A family: the function of its logs; or one that makes it, of what stands
-- behind the name of the family in data/logs.txt.
local FAMILIES = {
  gprs_gmm = gsm.gprs_gmm,
  gprs_mac = gsm.gprs_mac,
  gsm_rr = gsm.rr,
  ip = require "logs.ip",
  lte_rrc = require "logs.lte_rrc",
  nr_rrc = require "logs.nr_rrc",
  umts_nas = umts.nas,
  umts_rrc = umts.rrc,
}

local MAKERS = {
  body = require "logs.body",
  nas = require "logs.nas",
}

-- The function of a log, of the words from the i-th on that stand behind its
-- code in data/logs.txt.
local function function_of(words, i)
  local family = words[i]
  if family == "second_sim" then
    return pdu.of_second_sim(function_of(words, i + 1))
  end
  local make = MAKERS[family]
  return make and make(words[i + 1]) or FAMILIES[family]
    or error("no family " .. family)
end

local by_code = {}
for code, log in pairs(layouts.logs) do
  by_code[code] = function_of(log, 1)
end

return by_code
