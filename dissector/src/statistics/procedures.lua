-- SPDX-License-Identifier: MIT
-- statistics/procedures - attach, update, service, handover and others: when
-- each began and ended, and how.  For `tshark -z diagtap,procedures`, and in a
-- window of Wireshark.

local state = require "state"
local taps = require "statistics.taps"

local concat, format = table.concat, string.format

-- NAS messages are in RRC and in a log of their own: what begins again within
-- this time, in seconds, is the same.
local SAME = 1

-- A rejected or released connection ends what went on in it.
local ENDS_ALL = { rejected = true, released = true }

local function finish(all, key, result, time, cause)
  local open = all.open[key]
  if not open then return end
  open.result, open.finished, open.cause = result, time, cause
  all.open[key] = nil
end

-- The bearers of a service request come without an answer of NAS: a connection
-- that is reconfigured answers it.
local function serve(all, it)
  if it.procedure == "handover" and it.result == "accepted" then
    finish(all, it.rat .. " service request", "accepted", it.time)
  end
end

local function begin(all, key, it)
  local open = all.open[key]
  if open and it.time - open.begun < SAME then return end
  local one = { rat = it.rat, procedure = it.procedure, begun = it.time }
  all.open[key], all[#all + 1] = one, one
end

local function add(all, it)
  local key = it.rat .. " " .. it.procedure
  if it.result == "start" then return begin(all, key, it) end
  serve(all, it)
  finish(all, key, it.result, it.time, it.cause)
  if it.procedure == "RRC connection" and ENDS_ALL[it.result] then
    for _, other in ipairs { "service request", "handover" } do
      finish(all, it.rat .. " " .. other, it.result, it.time)
    end
  end
end

local LINE = "%-23s  %-23s %9s  %-4s %-21s %-9s %s"

local function line_of(it)
  local took = it.finished and format("%.0f", (it.finished - it.begun) * 1000)
  return format(LINE, taps.time(it.begun, true), taps.time(it.finished, true),
    took or "-", it.rat, it.procedure, it.result or "no answer",
    it.cause and format("cause %d", it.cause) or "")
end

taps.register {
  name = "procedures", title = "Procedures",
  new = function() return { open = {} } end,
  packet = function(all)
    for _, it in ipairs(state.seen.steps) do add(all, it) end
  end,
  text = function(all)
    local lines = { format(LINE, "Begin", "End", "ms", "RAT", "Procedure",
      "Result", "Cause") }
    for _, it in ipairs(all) do lines[#lines + 1] = line_of(it) end
    return concat(lines, "\n") .. "\n"
  end,
}
