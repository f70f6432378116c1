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
  fields = require "logs.fields",
  nas = require "logs.nas",
  second_sim = function(family)
    return pdu.of_second_sim(FAMILIES[family])
  end,
}

local by_code = {}
for code, log in pairs(layouts.logs) do
  local make = MAKERS[log[1]]
  by_code[code] = make and make(log[2]) or FAMILIES[log[1]]
    or error("no family " .. log[1])
end

return by_code
