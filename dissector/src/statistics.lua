-- SPDX-License-Identifier: MIT
-- statistics - how often each log code came: for `tshark -z diagtap,codes`, and
-- in a window of Wireshark.

local names = require "names"
local state = require "state"

local concat, sort, format = table.concat, table.sort, string.format
local LOG_CODES = names.log_codes

-- Counts what the dissector has just seen; a tap runs right behind it.
local function count_codes(counts, pinfo)
  local seen = state.seen
  if seen.number ~= pinfo.number then return end
  for i = 1, #seen do
    local code = seen[i]
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

-- `tshark -q -z diagtap,codes[,FILTER]`
register_stat_cmd_arg("diagtap,codes", function(arg)
  local filter = arg and arg:match("^diagtap,codes,(.+)$")
  local tap, counts = Listener.new("frame", filter), {}
  function tap.packet(pinfo) count_codes(counts, pinfo) end
  function tap.reset() counts = {} end
  function tap.draw() print(codes_table(counts)) end
end)

-- It shows the totals of the dissector, and its tap counts nothing.  A tap that
-- counted would have to see all packets again; to ask for that during a live
-- capture makes Wireshark 4.0 hang.
local function codes_window()
  local window, tap = TextWindow.new("DIAG log codes"), Listener.new("frame")
  local function draw() window:set(codes_table(state.totals)) end
  window:set_atclose(function() tap:remove() end)
  function tap.packet() end
  tap.draw = draw
  draw()
end

if gui_enabled() then
  register_menu("Qualcomm DIAG/Log codes", codes_window, MENU_TOOLS_UNSORTED)
end
