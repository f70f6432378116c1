-- SPDX-License-Identifier: MIT
-- context - one way through one record: what the functions hand to each other.
--
--   s, tvb        the bytes that are looked at now: the record, or a container
--                 that was reassembled from its parts
--   record        the Tvb of the record
--   number        of the record, from 1
--   interface     of a pcapng that the record came from: its number and section
--   visited       whether it was dissected before
--   tree          where fields are added; nil when nobody looks or asks
--   top           the item of the record, once there is one: see tree.lua
--   is_cut        the capture's snaplen cut the record
--   is_request    it was written to the device
--   messages, frames, joins   counted so far
--   depth, radio  of multi-radio packets
--
-- `at` is where something begins, `stop` the offset behind it.  Bytes are read
-- from Lua strings, which is several times cheaper than to ask a Tvb; Tvbs only
-- tell Wireshark what to highlight.

local dissectors = require "dissectors"
local fields = require "fields"
local trees = require "tree"

local pf = fields.pf

local context = {}

local interface_id = Field.new("frame.interface_id")
local has_sections, section_number = pcall(Field.new, "frame.section_number")

-- A pcap has but one interface; so have most files.  Sections of one file may
-- use the same number for different ones.
local function interface_of()
  local id = interface_id()
  if not id then return 0 end
  local section = has_sections and section_number()
  return id.value + (section and section.value or 0) * 0x10000
end

local has_names, interface_name = pcall(Field.new, "frame.interface_name")

-- A file with several devices has an interface for each, named like it.
function context.show_device(ctx)
  if not has_names or not trees.is_asked(ctx.tree, pf.device) then return end
  local name = interface_name()
  trees.note(ctx.tree, pf.device, name and name.value)
end

-- What a context begins with, and all that it may have: what is not there yet
-- is false.  It refuses anything else, since the next record uses it again.
local function begin(ctx, s, tvb, pinfo, root)
  ctx.s, ctx.tvb, ctx.record, ctx.pinfo, ctx.root = s, tvb, tvb, pinfo, root
  ctx.number, ctx.visited = pinfo.number, pinfo.visited
  ctx.interface, ctx.is_cut = interface_of(), tvb:reported_len() > #s
  ctx.tree, ctx.top, ctx.path, ctx.radio = false, false, false, false
  ctx.flag, ctx.first, ctx.is_first = -1, false, false
  ctx.depth, ctx.messages, ctx.frames, ctx.joins = 0, 0, 0, 0
  ctx.is_request, ctx.completed, ctx.pdcp_kind = false, 0, false
  ctx.cols, ctx.info, ctx.texts, ctx.told = false, false, false, false
  ctx.is_written, ctx.is_foreign, ctx.has_addresses = false, false, false
  ctx.protocol, ctx.source, ctx.destination = false, false, false
end

local known = {}
local strict = { __newindex = function(ctx, name, value)
  if not known[name] then
    error("a context has no " .. tostring(name), 2)
  end
  rawset(ctx, name, value)
end }

-- To make a table of this size takes longer than to fill one again.  A capture
-- within a capture needs a second one meanwhile.
local spare

local function another(...)
  local ctx = {}
  begin(ctx, ...)
  for name in pairs(ctx) do known[name] = true end
  return setmetatable(ctx, strict)
end

function context.new(s, tvb, pinfo, root)
  local ctx = spare
  if ctx then begin(ctx, s, tvb, pinfo, root) end
  ctx, spare = ctx or another(s, tvb, pinfo, root), nil
  -- No tree if none is shown and nobody asks for a field of ours.
  if root:referenced(dissectors.named("diagtap")) then
    ctx.tree = trees.of(ctx)
  end
  return ctx
end

-- The record is dissected.
function context.close(ctx)
  spare = ctx
end

return context
