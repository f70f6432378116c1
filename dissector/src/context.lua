-- SPDX-License-Identifier: MIT
-- context - one way through one record: what the functions hand to each other.
--
--   s, tvb        the bytes that are looked at now: the record, or a container
--                 that was reassembled from its parts
--   number        of the record, from 1
--   interface     of a pcapng that the record came from: its number and section
--   visited       whether it was dissected before
--   tree          where fields are added; nil when nobody looks or asks
--   top           the item of the record
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

local pf, proto = fields.pf, fields.proto

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

function context.new(s, tvb, pinfo, root)
  local ctx = { s = s, tvb = tvb, pinfo = pinfo, root = root,
    number = pinfo.number, visited = pinfo.visited,
    interface = interface_of(), flag = -1, depth = 0, messages = 0,
    frames = 0, joins = 0, top = root:add(proto, tvb()), is_cut = false,
    -- Room for what comes: a table that grows costs more than one that has it.
    tree = nil, path = nil, first = nil, is_first = nil, radio = nil,
    info = nil, texts = nil, told = nil, is_written = nil, protocol = nil,
    source = nil, destination = nil }
  -- No tree if none is shown and nobody asks for a field of ours.
  if root:referenced(dissectors.named("diagtap")) then
    ctx.tree = trees.of(ctx.top)
  end
  ctx.is_cut = tvb:reported_len() > #s
  return ctx
end

return context
