-- SPDX-License-Identifier: MIT
-- events - event reports.
--
--   u16 length, then events: u16 head (bits 0 to 11 the id, 13 and 14 the kind
--   of the payload, 15 short time), time, payload

local bytes = require "bytes"
local columns = require "columns"
local common = require "packet_common"
local fields = require "fields"
local names = require "names"
local trees = require "tree"

local floor, format, min = math.floor, string.format, math.min
local pf, u8, u16 = fields.pf, bytes.u8, bytes.u16
local complain, add_time = trees.complain, trees.add_time
local EVENTS = names.events

local events = {}

local function show(ctx, tree, s, tvb, at, payload, size)
  local head = tvb(at, 2)
  tree:add_le(pf["event.id"], head)
  tree:add_le(pf["event.payload_kind"], head)
  tree:add_le(pf["event.short_time"], head)
  if u16(s, at) >= 0x8000 then
    tree:add_le(pf["event.ticks"], tvb(at + 2, 2))
  else
    add_time(ctx, tree, tvb(at + 2, 8), s, at + 2)
  end
  if size > 0 then tree:add(pf["event.payload"], tvb(payload, size)) end
end

-- One event at `at`; returns the offset behind it, or nil if it is cut.
local function event(ctx, tree, s, tvb, at, stop)
  if at + 2 > stop then return end
  local head = u16(s, at)
  local is_short, kind = head >= 0x8000, floor(head / 0x2000) % 4
  local time, size = at + 2, kind
  local payload = time + (is_short and 2 or 8)
  if kind == 3 then
    if payload >= stop then return end
    size, payload = u8(s, payload), payload + 1
  end
  if payload + size > stop then return end
  local name = EVENTS[head % 0x1000] or format("event %d", head % 0x1000)
  columns.add(ctx, name)
  if tree then
    tree = tree:add(pf.event, tvb(at, payload + size - at))
    tree:append_text(": " .. name)
    show(ctx, tree, s, tvb, at, payload, size)
  end
  return payload + size
end

function events.dissect(ctx, tree, s, tvb, op)
  common.name(ctx, tree, op)
  if #s < 3 then
    if tree and #s == 2 then tree:add(pf["event.report"], tvb(1, 1)) end
    return
  end
  local length, at = u16(s, 1), 3
  if tree then tree:add_le(pf["event.len"], tvb(1, 2)) end
  local stop = min(#s, 3 + length)
  while at and at < stop do
    at = event(ctx, tree, s, tvb, at, stop)
  end
  if not at or stop < 3 + length then
    complain(ctx, tree, "short", "Events end early")
  end
end

return events
