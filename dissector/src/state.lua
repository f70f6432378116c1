-- SPDX-License-Identifier: MIT
-- state - what a record hands on to later ones.
--
-- It is touched on the first pass only, since later visits come in any order.
-- What a record got from earlier ones is kept under its frame number, for those
-- visits.  Each interface of a capture has a state of its own: with several
-- devices in one pcapng, what one began the other does not continue.

local state = {}

local memory, interfaces

-- Statistics that gather what every record brings on its first pass: { name,
-- new, packet }.
local watchers = {}

local function fresh()
  return {
    partial = {},   -- of a frame, by the token of its modem
    parts = {},     -- of a container, by its number
    joins = {},     -- of a PDU
    begun = {},     -- modems of which we saw a flag, by token
    sequences = {}, -- of IPA's entries, by endpoint
    configured = nil, -- cell and time of a reconfiguration of NR
  }
end

-- What the records of this one's interface hand on.
function state.of(ctx)
  local found = interfaces[ctx.interface]
  if not found then
    found = fresh()
    interfaces[ctx.interface] = found
  end
  return found
end

-- What began before a gap does not go on behind it.
function state.forget(ctx)
  interfaces[ctx.interface] = nil
end

-- What was seen in the record `number`: a list of its log codes, its cells and
-- the steps of procedures.  Nothing is taken down until is_watched.
function state.see(number)
  state.seen = { number = number, cells = {}, steps = {} }
end

-- Another capture is opened.
function state.reset()
  interfaces, memory = {}, {}
  state.is_off = {} -- heuristics of Wireshark that nobody switched on
  state.see(0)
  state.gathered = {} -- by statistics, under their names
  for _, it in ipairs(watchers) do state.gathered[it.name] = it.new() end
end

-- A log of this code is in the record.
function state.count(code)
  local seen = state.seen
  seen[#seen + 1] = code
end

function state.observe(cell)
  local cells = state.seen.cells
  cells[#cells + 1] = cell
end

function state.step(step)
  local steps = state.seen.steps
  steps[#steps + 1] = step
end

function state.watch(watcher)
  watchers[#watchers + 1] = watcher
  state.gathered[watcher.name] = watcher.new()
end

-- The record is dissected: statistics gather what was seen.
function state.gather(ctx)
  if ctx.visited then return end
  for _, it in ipairs(watchers) do it.packet(state.gathered[it.name]) end
end

function state.remember(ctx, key, value)
  local kept = memory[ctx.number] or {}
  memory[ctx.number] = kept
  kept[key] = value
  return value
end

function state.recall(ctx, key)
  local kept = memory[ctx.number]
  return kept and kept[key]
end

state.reset()

return state
