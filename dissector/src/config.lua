-- SPDX-License-Identifier: MIT
-- config - what modems are asked to log: masks of logs, messages and events.

local bytes = require "bytes"
local common = require "packet_common"
local fields = require "fields"
local names = require "names"
local trees = require "tree"

local byte, floor, format, min = string.byte, math.floor, string.format,
  math.min
local pf, rows = fields.pf, fields.rows
local u8, u16, u32 = bytes.u8, bytes.u16, bytes.u32
local complain, note, add_rows = trees.complain, trees.note, trees.add_rows
local name, rest = common.name, common.rest
local LOG_OPERATIONS, MESSAGE_OPERATIONS = names.log_operations,
  names.message_operations

local config = {}

-- A bit mask, least significant bit first; `named` is called with each bit.
local function mask(ctx, tree, s, tvb, at, count, named)
  local size = floor((count + 7) / 8)
  if at + size > #s then
    complain(ctx, tree, "short", "Mask of %d bytes, %d present", size,
      #s - at)
    size = #s - at
  end
  if not tree or size < 1 then return end
  local item, set = tree:add(pf.mask, tvb(at, size)), 0
  for i = 0, min(count, size * 8) - 1 do
    local from = at + floor(i / 8)
    if floor(byte(s, from + 1) / 2 ^ (i % 8)) % 2 == 1 then
      set = set + 1
      if named then named(item, tvb(from, 1), i) end
    end
  end
  note(tree, pf["mask.set"], set)
end

local LOG_MASK = rows { { "log_config.equipment", 0, 4 },
  { "mask.bits", 4, 4 } }

-- Log masks name every code they enable, if those are few enough to read.
local CODES_SHOWN = 0x1000

local function log_mask(ctx, tree, s, tvb, at)
  if not add_rows(ctx, tree, s, tvb, LOG_MASK, at) then return end
  local equipment, count = u32(s, at), u32(s, at + 4)
  mask(ctx, tree, s, tvb, at + 8, count, function(item, range, i)
    if equipment < 16 and i < CODES_SHOWN then
      item:add(pf["log_config.code"], range, equipment * 0x1000 + i)
    end
  end)
end

local function log_ranges(_, tree, s, tvb, at)
  if not tree then return end
  for id = 0, 15 do
    local item = at + 4 * id
    if item + 4 <= #s and u32(s, item) > 0 then
      tree:add_le(pf["log_config.items"], tvb(item, 4))
        :append_text(format(" (0x%x)", id))
    end
  end
end

-- By operation: what follows it in a request, and what follows the status.
local LOG_BODIES = {
  request = { [3] = log_mask },
  reply = { [1] = log_ranges, [2] = log_mask,
    [3] = log_mask, [4] = log_mask },
}

local STATUS = rows { { "status", 8, 4 } }

function config.log(ctx, tree, s, tvb, op)
  if #s < 8 then
    name(ctx, tree, op)
    return complain(ctx, tree, "short", "Log configuration of %d bytes", #s)
  end
  local operation, at = u32(s, 4), 8
  name(ctx, tree, op, LOG_OPERATIONS[operation])
  if tree then tree:add_le(pf["log_config.operation"], tvb(4, 4)) end
  local bodies = LOG_BODIES.request
  if not ctx.is_request then
    if not add_rows(ctx, tree, s, tvb, STATUS) then return end
    bodies, at = LOG_BODIES.reply, 12
  end
  local body = bodies[operation]
  if body and at < #s then
    body(ctx, tree, s, tvb, at)
  else
    rest(tree, s, tvb, at)
  end
end

local SSIDS = rows { { "msg_config.first", 2, 2 }, { "msg_config.last", 4, 2 } }

local function ssid_masks(ctx, tree, s, tvb, at)
  if not add_rows(ctx, tree, s, tvb, SSIDS) or not tree then return end
  while at + 4 <= #s do
    tree:add_le(pf["msg_config.mask"], tvb(at, 4))
    at = at + 4
  end
  rest(tree, s, tvb, at)
end

local RANGES = rows { { "msg_config.ranges", 4, 4 } }

local function ssid_ranges(ctx, tree, s, tvb)
  if #s < 4 or not add_rows(ctx, tree, s, tvb, RANGES) or not tree then
    return
  end
  local at = 8
  while at + 4 <= #s do
    tree:add_le(pf["msg_config.first"], tvb(at, 2))
    tree:add_le(pf["msg_config.last"], tvb(at + 2, 2))
    at = at + 4
  end
end

local LEVEL = rows { { "msg_config.mask", 4, 4 } }

-- Replies have a status where requests end or have padding.
local MESSAGE_BODIES = {
  [1] = function(ctx, tree, s, tvb)
    if not ctx.is_request and #s > 2 then
      ssid_ranges(ctx, tree, s, tvb)
    end
  end,
  [2] = function(ctx, tree, s, tvb)
    if #s > 2 then ssid_masks(ctx, tree, s, tvb, 8) end
  end,
  [4] = function(ctx, tree, s, tvb)
    ssid_masks(ctx, tree, s, tvb, 8)
  end,
  [5] = function(ctx, tree, s, tvb)
    add_rows(ctx, tree, s, tvb, LEVEL)
  end,
}
MESSAGE_BODIES[3] = MESSAGE_BODIES[2]

function config.messages(ctx, tree, s, tvb, op)
  local operation = #s > 1 and u8(s, 1)
  name(ctx, tree, op, MESSAGE_OPERATIONS[operation])
  if not operation then
    return complain(ctx, tree, "short", "No operation")
  end
  if tree then tree:add(pf["msg_config.operation"], tvb(1, 1)) end
  local body = MESSAGE_BODIES[operation]
  if body then return body(ctx, tree, s, tvb) end
  rest(tree, s, tvb, 2)
end

function config.event_mask(ctx, tree, s, tvb, op)
  name(ctx, tree, op)
  if #s < 6 then return rest(tree, s, tvb, 1) end
  if tree then
    if not ctx.is_request then tree:add(pf.status, tvb(1, 1)) end
    tree:add_le(pf["mask.bits"], tvb(4, 2))
  end
  if #s > 6 then mask(ctx, tree, s, tvb, 6, u16(s, 4)) end
end

return config
