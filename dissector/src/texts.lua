-- SPDX-License-Identifier: MIT
-- texts - debug messages: a printf format with its arguments, or a hash that
-- stands for the format.

local bytes = require "bytes"
local columns = require "columns"
local common = require "packet_common"
local fields = require "fields"
local message_text = require "printf"
local trees = require "tree"

local floor, format = math.floor, string.format
local pf, rows, u8, u32 = fields.pf, fields.rows, bytes.u8, bytes.u32
local complain, note = trees.complain, trees.note
local add_rows, add_time = trees.add_rows, trees.add_time
local name, trimmed, string_end = common.name, common.trimmed,
  common.string_end

local texts = {}

local TEXT_ROWS = rows { { "msg.time_type", 1, 1 }, { "msg.args", 2, 1 },
  { "msg.drops", 3, 1 }, { "msg.line", 12, 2 }, { "msg.ssid", 14, 2 },
  { "msg.mask", 16, 4 } }

-- The head that messages with a format and those with a hash of it share.
local function head(ctx, tree, s, tvb, op)
  if not add_rows(ctx, tree, s, tvb, TEXT_ROWS) then
    name(ctx, tree, op)
    return false
  end
  if tree then add_time(ctx, tree, tvb(4, 8), s, 4) end
  return true
end

local function read_args(ctx, tree, s, tvb, at, count)
  local args = {}
  for i = 1, count do
    if at + 4 > #s then
      complain(ctx, tree, "short", "%d arguments announced, %d present",
        count, i - 1)
      return args, #s
    end
    args[i] = u32(s, at)
    if tree then tree:add_le(pf["msg.arg"], tvb(at, 4)) end
    at = at + 4
  end
  return args, at
end

function texts.extended(ctx, tree, s, tvb, op)
  if not head(ctx, tree, s, tvb, op) then return end
  local args, at = read_args(ctx, tree, s, tvb, 20, u8(s, 2))
  if at >= #s then
    name(ctx, tree, op)
    return complain(ctx, tree, "short", "Message without a format")
  end
  local file = string_end(s, at)
  local text = message_text(trimmed(s, at, file - at), args)
  columns.add(ctx, text)
  if not tree then return end
  tree:append_text(": " .. text)
  tree:add(pf["msg.format"], tvb(at, file - at))
  if file < #s then tree:add(pf["msg.file"], tvb(file)) end
  note(tree, pf["msg.text"], text)
end

local HASH = rows { { "msg.hash", 20, 4 } }

-- Terse: a hash stands for the format, which only the maker's database holds.
function texts.terse(ctx, tree, s, tvb, op)
  if not head(ctx, tree, s, tvb, op) then return end
  if not add_rows(ctx, tree, s, tvb, HASH) then
    return name(ctx, tree, op)
  end
  name(ctx, tree, op, format("hash %.0f", u32(s, 20)))
  read_args(ctx, tree, s, tvb, 24, u8(s, 2))
end

local TERSE4_ROWS = rows { { "msg.time_type", 1, 1 }, { "msg.drops", 3, 1 },
  { "msg.hash", 12, 4 } }

function texts.terse4(ctx, tree, s, tvb, op)
  if #s < 18 then
    name(ctx, tree, op)
    return complain(ctx, tree, "short", "Terse message of %d bytes", #s)
  end
  name(ctx, tree, op, format("hash %.0f", u32(s, 12)))
  add_rows(ctx, tree, s, tvb, TERSE4_ROWS)
  if not tree then return end
  tree:add(pf["msg.args"], tvb(2, 1), u8(s, 2) % 16)
  tree:add(pf["msg.arg_size"], tvb(2, 1), floor(u8(s, 2) / 16))
  add_time(ctx, tree, tvb(4, 8), s, 4)
  if floor(u8(s, 2) / 16) == 4 then
    read_args(ctx, tree, s, tvb, 18, u8(s, 2) % 16)
  elseif #s > 18 then
    tree:add(pf["msg.raw_args"], tvb(18))
  end
end

return texts
