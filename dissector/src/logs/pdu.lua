-- SPDX-License-Identifier: MIT
-- logs/pdu - what the logs share: the PDU in a log, its direction, and PDUs
-- that come in segments.
--
-- A log `it` has code, name, bytes s, tvb, tree (or nil), and `at`, where the
-- body begins.  It may have is_nas; has_nas, where NAS messages may be in its
-- PDU; and unknown, why nobody dissects that.

local columns = require "columns"
local dissectors = require "dissectors"
local fields = require "fields"
local names = require "names"
local prefs = require "prefs"
local state = require "state"
local trees = require "tree"

local concat, format, insert = table.concat, string.format, table.insert
local pf, complain, note = fields.pf, trees.complain, trees.note
local remember, recall = state.remember, state.recall

local pdu = {}

-- Bytes that nobody reads, as a field; of a log that may hold keys only a
-- preference shows them.
function pdu.add_bytes(it, tree, field, range)
  if names.key_logs[it.code] and not prefs.keys then
    tree:add(pf["log.hidden"], range, format("%d bytes", range:len()))
  else
    tree:add(field, range)
  end
end

function pdu.opaque(ctx, it)
  columns.add(ctx, it.name)
  if it.tree and it.at < #it.s then
    pdu.add_bytes(it, it.tree, pf["log.body"], it.tvb(it.at))
  end
end

-- Layouts as they are generated, with fields in place of names.
function pdu.layouts_of(list)
  local layouts = {}
  for i, it in ipairs(list) do
    layouts[i] = setmetatable({ rows = fields.rows(it.rows) }, { __index = it })
  end
  return layouts
end

-- True when the body has `size` bytes; else says so.
function pdu.has(ctx, it, size)
  if #it.s - it.at >= size then return true end
  complain(ctx, it.tree, "short", "%s: header of %d bytes, %d present",
    it.name, size, #it.s - it.at)
  pdu.opaque(ctx, it)
  return false
end

-- The PDU of `size` bytes at offset `at` as a Tvb, shorter if cut; or nil.
function pdu.of(ctx, it, at, size)
  local present = #it.s - at
  if present < size then
    complain(ctx, it.tree, "short", "PDU of %.0f bytes, %d present", size,
      present)
    size = present
  elseif present > size then
    complain(ctx, it.tree, "excess", "%.0f bytes behind the PDU",
      present - size)
  end
  return size > 0 and it.tvb(at, size):tvb() or nil
end

function pdu.call(ctx, it, upper, tvb)
  local call = it.has_nas and dissectors.call_enciphered or dissectors.call
  columns.clear(ctx)
  call(ctx, upper, tvb)
  columns.take(ctx, it.name, it.is_nas)
end

-- Whether a heuristic of this table took the bytes.
function pdu.try(ctx, it, table_name, tvb)
  columns.clear(ctx)
  local is_taken = dissectors.try(ctx, table_name, tvb)
  if is_taken then columns.take(ctx, it.name) end
  return is_taken
end

-- Shows a PDU that nobody dissects, and says why.
local function unknown(ctx, it, tvb)
  local why = it.unknown or "no dissector for this PDU"
  columns.add(ctx, it.unknown and it.name .. ", " .. why or it.name)
  if it.tree then it.tree:add(pf.payload, tvb()) end
  complain(ctx, it.tree, "unknown", "%s: %s", it.name, why)
end

-- Without a name, it.unknown says why there is none.
function pdu.hand_over(ctx, it, name, tvb)
  if not tvb then return columns.add(ctx, it.name) end
  local upper = name and dissectors.named(name)
  if not upper then return unknown(ctx, it, tvb) end
  pdu.call(ctx, it, upper, tvb)
end

-- Sets the direction, and with it Source and Destination.
function pdu.direct(ctx, it, is_uplink)
  it.direction = is_uplink and "uplink" or "downlink"
  if is_uplink then
    columns.route(ctx, "modem", "network")
  else
    columns.route(ctx, "network", "modem")
  end
  if it.tree then note(it.tree, pf.direction, it.direction) end
end

-- Segments --------------------------------------------------------------------

-- A PDU of more segments is dropped: its end was lost.
local SEGMENTS_MAX = 64

-- Adds bytes to the PDU of this key.  Returns it when it is whole, and the
-- number of the record it began in.  The segments of a key come in order, one
-- after the other.
function pdu.join(ctx, key, bytes, is_first, is_last)
  ctx.joins = ctx.joins + 1
  local place = "join " .. ctx.joins
  if ctx.visited then
    local whole = recall(ctx, place)
    if whole then return whole.bytes, whole.number end
    return
  end
  local joins = state.of(ctx).joins
  local job = joins[key]
  if is_first then job = { number = ctx.number } end
  joins[key] = not is_last and job or nil
  if not job then return end
  insert(job, bytes)
  if is_last then
    remember(ctx, place, { bytes = concat(job), number = job.number })
    return concat(job), job.number
  end
  if #job > SEGMENTS_MAX then joins[key] = nil end
end

-- One segment of a PDU: hands over when it was the last.
function pdu.segment(ctx, it, name, tvb, key, is_first, is_last)
  if not tvb then return columns.add(ctx, it.name) end
  local bytes, number = pdu.join(ctx, key, tvb:raw(), is_first, is_last)
  if it.tree then it.tree:add(pf.payload, tvb()) end
  if not bytes then
    return columns.add(ctx, it.name .. " (segment)")
  end
  if it.tree then note(it.tree, pf["segment.begun_in"], number) end
  pdu.hand_over(ctx, it, name,
    ByteArray.new(bytes, true):tvb("Reassembled PDU"))
end

-- Logs of the second SIM have its number in front; `log` reads the rest.
function pdu.of_second_sim(log)
  return function(ctx, it)
    if not pdu.has(ctx, it, 1) then return end
    if it.tree then it.tree:add(pf.sim, it.tvb(it.at, 1)) end
    it.at = it.at + 1
    log(ctx, it)
  end
end

return pdu
