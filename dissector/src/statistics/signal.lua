-- SPDX-License-Identifier: MIT
-- statistics/signal - how strong cells were received, over time, as lines of
-- CSV: for `tshark -z diagtap,signal`, and in a window of Wireshark.

local state = require "state"
local taps = require "statistics.taps"

local concat, format = table.concat, string.format

-- Memory has an end; these are days of one cell.
local LINES_MAX = 1000000

local function number(value, pattern)
  return value and format(pattern, value) or ""
end

local function line_of(it)
  return concat({ taps.time(it.time, true), it.rat or "",
    number(it.arfcn, "%.0f"), number(it.pci or it.psc, "%d"),
    it.is_serving == nil and "" or it.is_serving and "1" or "0",
    number(it.rsrp, "%.2f"), number(it.rsrq, "%.2f"),
    number(it.rssi, "%.2f"), number(it.snr, "%.1f") }, ",")
end

taps.register {
  name = "signal", title = "Signal strength",
  new = function()
    return { "time,rat,arfcn,pci,serving,rsrp_dbm,rsrq_db,rssi_dbm,snr_db" }
  end,
  packet = function(lines)
    for _, it in ipairs(state.seen.cells) do
      if it.rsrp and #lines < LINES_MAX then lines[#lines + 1] = line_of(it) end
    end
  end,
  text = function(lines) return concat(lines, "\n") .. "\n" end,
}
