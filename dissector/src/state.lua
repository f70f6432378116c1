-- SPDX-License-Identifier: MIT
-- state - what a record hands on to later ones.
--
-- It is touched on the first pass only, since later visits come in any order.
-- What a record got from earlier ones is kept under its frame number, for those
-- visits.  Each interface of a capture has a state of its own: with several
-- devices in one pcapng, what one began the other does not continue.

local state = {}

local memory, interfaces

local function fresh()
  return {
    partial = {},   -- of a frame, by the token of its modem
    parts = {},     -- of a container, by its number
    joins = {},     -- of a PDU
    begun = {},     -- modems of which we saw a flag, by token
    sequences = {}, -- of IPA's entries, by endpoint
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

-- Another capture is opened.
function state.reset()
  interfaces, memory = {}, {}
  state.totals = {} -- how often each log code came
  state.seen = {}   -- the log codes of the record dissected last
end

-- A log of this code is in the record.
function state.count(ctx, code)
  local seen, totals = state.seen, state.totals
  seen[#seen + 1] = code
  if not ctx.visited then totals[code] = (totals[code] or 0) + 1 end
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
