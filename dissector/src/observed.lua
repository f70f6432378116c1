-- SPDX-License-Identifier: MIT
-- observed - what was seen of cells, for statistics.
--
-- An observation has rat, pci (or psc) and arfcn; perhaps rsrp, rsrq, rssi and
-- snr; mcc, mnc, mnc_digits or plmn, tac, cell_id and band; is_message for a
-- message of RRC, and is_serving.  It is made only while somebody watches.

local state = require "state"

local observed = {}

-- Numbers of channels, which a list of cells has in common, and other fields of
-- data/fields.txt that are told, under the names that they have here.
local CHANNELS = { earfcn = "arfcn", nr_arfcn = "arfcn", uarfcn = "arfcn",
  dl_uarfcn = "arfcn", arfcn = "arfcn" }
local TOLD = { pci = "pci", psc = "psc", rsrp = "rsrp", rscp = "rsrp",
  rx_power = "rsrp", rsrq = "rsrq", rssi = "rssi", ["snr.rx0"] = "snr",
  mcc = "mcc", mnc = "mnc", mnc_digits = "mnc_digits", plmn = "plmn",
  tac = "tac", nr_tac = "tac", lac = "tac", cell_id = "cell_id",
  gsm_cell_id = "cell_id", nci = "cell_id", band = "band",
  is_serving = "is_serving" }

-- The facts of a structure within another, whose facts are `outer`.
function observed.within(outer)
  return { arfcn = outer and outer.arfcn }
end

-- Whether a field is told.
function observed.is_told(field)
  return CHANNELS[field] or TOLD[field]
end

function observed.tell(facts, field, value)
  local name = CHANNELS[field] or TOLD[field]
  if name then facts[name] = value end
end

-- Takes down an observation, if it is one of a cell.
function observed.add(ctx, rat, facts)
  if not facts.pci and not facts.psc and rat ~= "GSM" then return end
  if not facts.arfcn then return end
  facts.rat, facts.time = rat, ctx.pinfo.abs_ts
  state.observe(facts)
end

return observed
