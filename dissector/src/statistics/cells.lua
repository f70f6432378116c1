-- SPDX-License-Identifier: MIT
-- statistics/cells - which cells were seen: for `tshark -z diagtap,cells`, and
-- in a window of Wireshark.

local state = require "state"
local taps = require "statistics.taps"

local concat, format, max, sort = table.concat, string.format, math.max,
  table.sort

local cells = {}

-- A network as people write it, from its two or three parts.
local function network(it)
  if it.plmn then return it.plmn end
  if not it.mcc then return end
  return format(it.mnc_digits == 3 and "%03d-%03d" or "%03d-%02d", it.mcc,
    it.mnc or 0)
end

local function cell_of(all, it)
  local key = concat({ it.rat, it.arfcn, it.pci or it.psc or "" }, " ")
  local cell = all[key]
  if not cell then
    cell = { rat = it.rat, arfcn = it.arfcn, pci = it.pci or it.psc,
      messages = 0, levels = 0, sum = 0 }
    all[key], all[#all + 1] = cell, cell
  end
  return cell
end

local KEPT = { "tac", "cell_id", "band" }

function cells.add(all, it)
  local cell = cell_of(all, it)
  cell.first, cell.last = cell.first or it.time, it.time
  cell.network = network(it) or cell.network
  for _, name in ipairs(KEPT) do cell[name] = it[name] or cell[name] end
  if it.is_message then cell.messages = cell.messages + 1 end
  if it.rsrp then
    cell.levels, cell.sum = cell.levels + 1, cell.sum + it.rsrp
    cell.best = max(cell.best or it.rsrp, it.rsrp)
  end
end

local LINE = "%-5s %8s %5s %-8s %6s %10s %5s %8s %7s %7s %8s  %s  %s"

local function text_of(value, pattern)
  return value and format(pattern or "%s", value) or "-"
end

local function line_of(it)
  return format(LINE, it.rat or "-", text_of(it.arfcn, "%.0f"),
    text_of(it.pci, "%d"), text_of(it.network), text_of(it.tac, "%.0f"),
    text_of(it.cell_id, "%.0f"), text_of(it.band, "%d"),
    text_of(it.messages, "%d"), text_of(it.levels, "%d"),
    text_of(it.best, "%.1f"),
    it.levels > 0 and format("%.1f", it.sum / it.levels) or "-",
    taps.time(it.first), taps.time(it.last))
end

-- The most telling first.
local function weight(it) return it.messages + it.levels end

function cells.table(all)
  local lines, order = {}, {}
  for i, it in ipairs(all) do order[i] = it end
  sort(order, function(a, b)
    if weight(a) ~= weight(b) then return weight(a) > weight(b) end
    return tostring(a.arfcn) .. tostring(a.pci)
      < tostring(b.arfcn) .. tostring(b.pci)
  end)
  lines[1] = format(LINE, "RAT", "ARFCN", "PCI", "PLMN", "TAC", "Cell", "Band",
    "Messages", "Levels", "Best", "Mean dBm", "First seen         ",
    "Last seen")
  for _, it in ipairs(order) do lines[#lines + 1] = line_of(it) end
  return concat(lines, "\n") .. "\n"
end

taps.register {
  name = "cells", title = "Cells",
  new = function() return {} end,
  packet = function(all)
    for _, it in ipairs(state.seen.cells) do cells.add(all, it) end
  end,
  text = cells.table,
}

return cells
