-- SPDX-License-Identifier: MIT
-- tree - what all that add to the tree share.
--
-- A function gets `tree == nil` when nobody looks or asks, and adds nothing.

local fields = require "fields"
local modem_time = require "modem_time"
local short_time = require "short_time"

local format = string.format
local ef, pf, proto = fields.ef, fields.pf, fields.proto

local trees = {}

-- A tree that nobody looks at.  Filters, colour rules and columns ask for some
-- of its fields: only these are added, all to our topmost item.  An item costs
-- memory, for itself and for its range.
local unseen = {}
unseen.__index = unseen

function unseen:add(field, ...)
  local top = self.top
  if top:referenced(field) then top:add(field, ...) end
  return self
end

function unseen:add_le(field, ...)
  local top = self.top
  if top:referenced(field) then top:add_le(field, ...) end
  return self
end

function unseen:append_text() return self end
function unseen:set_len() return self end
function unseen:set_generated() return self end
function unseen:set_hidden() return self end

function unseen:add_proto_expert_info(...)
  self.top:add_proto_expert_info(...)
end

-- Whether the field is worth its range.
function trees.is_asked(tree, field)
  return getmetatable(tree) ~= unseen or tree.top:referenced(field)
end

-- The topmost item of a record.  A record that nobody asks for has none, until
-- something is wrong with it.
function trees.top(ctx)
  ctx.top = ctx.top or ctx.root:add(proto, ctx.record())
  return ctx.top
end

-- The tree of a record.
function trees.of(ctx)
  local top = trees.top(ctx)
  return top.visible and top or setmetatable({ top = top }, unseen)
end

-- Says that something is wrong: an expert of data/fields.txt by its name, and a
-- format with its arguments.
function trees.complain(ctx, item, name, ...)
  item = item or trees.top(ctx)
  item:add_proto_expert_info(ef[name], format(...))
end

-- Adds what does not stand in the bytes; nothing without a value.
function trees.note(tree, field, value)
  if value then tree:add(field, value):set_generated() end
end

-- The short form is for columns: the tree does not say the same twice.
local function add_short_time(ctx, tree, range, seconds, nanoseconds)
  if not trees.is_asked(tree, pf.modem_time) then return end
  local text = short_time(seconds, nanoseconds, ctx.pinfo.abs_ts)
  if text then tree:add(pf.modem_time, range, text):set_hidden() end
end

function trees.add_time(ctx, tree, range, s, at)
  local seconds, nanoseconds = modem_time(s, at)
  if trees.is_asked(tree, pf.time) then
    tree:add(pf.time, range, NSTime.new(seconds, nanoseconds))
  end
  add_short_time(ctx, tree, range, seconds, nanoseconds)
end

-- Adds rows of { field, offset, size }, which must be known to be there.
function trees.show_rows(tree, tvb, rows, at)
  local add_le = tree.add_le
  for i = 1, #rows do
    local row = rows[i]
    if trees.is_asked(tree, row[1]) then
      add_le(tree, row[1], tvb(at + row[2], row[3]))
    end
  end
end

-- Adds rows as far as the bytes go, and says so when they end first.
function trees.add_rows(ctx, tree, s, tvb, rows, at)
  at = at or 0
  for i = 1, #rows do
    local row = rows[i]
    local from, size = at + row[2], row[3]
    if from + size > #s then
      trees.complain(ctx, tree, "short", "Ends before byte %d", from + size)
      return false
    end
    if tree and trees.is_asked(tree, row[1]) then
      tree:add_le(row[1], tvb(from, size))
    end
  end
  return true
end

return trees
