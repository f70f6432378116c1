-- SPDX-License-Identifier: MIT
-- statistics/taps - registers a statistic: for `tshark -q -z diagtap,NAME` or
-- `-z diagtap,NAME,FILTER`, and as a window under Tools, Qualcomm DIAG.
--
-- A statistic has name and title; new() makes what it gathers;
-- packet(gathered) adds what was seen in the record that was dissected last;
-- text(gathered) shows it.

local state = require "state"

local floor, format = math.floor, string.format

local taps = {}

-- Seconds since 1970 as date and time (UTC), with milliseconds if wanted.
function taps.time(seconds, is_exact)
  if not seconds then return "-" end
  local text = os.date("!%Y-%m-%d %H:%M:%S", floor(seconds))
  if not is_exact then return text end
  return text .. format(".%03d", floor(seconds % 1 * 1000))
end

local function of_tshark(it)
  register_stat_cmd_arg("diagtap," .. it.name, function(arg)
    state.is_watched = true
    local filter = arg and arg:match("^diagtap,%w+,(.+)$")
    local tap, gathered = Listener.new("frame", filter), it.new()
    function tap.packet(pinfo)
      if state.seen.number == pinfo.number then it.packet(gathered) end
    end
    function tap.reset() gathered = it.new() end
    function tap.draw() print(it.text(gathered)) end
  end)
end

-- Asks for the name of a file and writes the text there.
local function save(title, text)
  new_dialog("Save " .. title, function(path)
    local file, why = io.open(path, "w")
    if not file then return report_failure("Cannot write: " .. why) end
    local is_written, because = file:write(text)
    local is_closed, cause = file:close()
    if is_written and is_closed then return end
    report_failure(path .. " is not complete: "
      .. tostring(because or cause))
  end, "File")
end

-- A window shows what the dissector gathers on its first pass, and its tap
-- counts nothing.  A tap that counted would have to see all packets again; to
-- ask for that during a live capture makes Wireshark 4.0 hang.
local function of_wireshark(it)
  state.is_watched = true
  state.watch(it)
  register_menu("Qualcomm DIAG/" .. it.title, function()
    local window, tap = TextWindow.new("DIAG " .. it.title:lower()),
      Listener.new("frame")
    local function draw() window:set(it.text(state.gathered[it.name])) end
    window:add_button("Save", function()
      save(it.title:lower(), it.text(state.gathered[it.name]))
    end)
    window:set_atclose(function() tap:remove() end)
    function tap.packet() end
    tap.draw = draw
    draw()
  end, MENU_TOOLS_UNSORTED)
end

function taps.register(it)
  of_tshark(it)
  if gui_enabled() then of_wireshark(it) end
end

return taps
