-- SPDX-License-Identifier: MIT
-- state - what a record hands on to later ones.
--
-- It is touched on the first pass only, since later visits come in any order.
-- What a record got from earlier ones is kept under its frame number, for those
-- visits.

local state = {}

local memory

-- What began before a gap does not go on behind it.
function state.forget()
  state.partial = {}   -- of a frame, by the token of its modem
  state.parts = {}     -- of a container, by its number
  state.joins = {}     -- of a PDU
  state.begun = {}     -- modems of which we saw a flag, by token
  state.sequences = {} -- of IPA's entries, by endpoint
end

-- Another capture is opened.
function state.reset()
  state.forget()
  memory = {}
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
