-- SPDX-License-Identifier: MIT
-- statistics/codes - how often each log code came: for `tshark -z
-- diagtap,codes`, and in a window of Wireshark.

local names = require "names"
local state = require "state"
local taps = require "statistics.taps"

local concat, sort, format = table.concat, table.sort, string.format
local LOG_CODES = names.log_codes

local function count_codes(counts)
  for _, code in ipairs(state.seen) do
    counts[code] = (counts[code] or 0) + 1
  end
end

local function codes_table(counts)
  local codes, lines, total = {}, {}, 0
  for code, count in pairs(counts) do
    codes[#codes + 1], total = code, total + count
  end
  sort(codes, function(a, b)
    return counts[a] > counts[b] or counts[a] == counts[b] and a < b
  end)
  for _, code in ipairs(codes) do
    lines[#lines + 1] = format("0x%04x %9d  %s", code, counts[code],
      LOG_CODES[code] or "")
  end
  return format("%-6s %9s  %s\n%s\n%-6s %9d\n", "Code", "Logs", "Name",
    concat(lines, "\n"), "Total", total)
end

taps.register {
  name = "codes", title = "Log codes", new = function() return {} end,
  packet = count_codes, text = codes_table,
}
