-- SPDX-License-Identifier: MIT
-- context - one way through one record: what the functions hand to each other.
--
--   s, tvb        the bytes that are looked at now: the record, or a container
--                 that was reassembled from its parts
--   number        of the record, from 1
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
local proto = require("fields").proto
local trees = require "tree"

local context = {}

function context.new(s, tvb, pinfo, root)
  local ctx = { s = s, tvb = tvb, pinfo = pinfo, root = root,
    number = pinfo.number, visited = pinfo.visited, flag = -1, depth = 0,
    messages = 0, frames = 0, joins = 0, top = root:add(proto, tvb()) }
  -- No tree if none is shown and nobody asks for a field of ours.
  if root:referenced(dissectors.named("diagtap")) then
    ctx.tree = trees.of(ctx.top)
  end
  ctx.is_cut = tvb:reported_len() > #s
  return ctx
end

return context
