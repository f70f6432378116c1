-- SPDX-License-Identifier: MIT
-- packet_common - what the packets of all opcodes share.
--
-- Whoever reads the body of a packet gets the packet's bytes s and tvb, the
-- tree of its frame (or nil), and its opcode.

local columns = require "columns"
local fields = require "fields"
local names = require "names"

local find, gsub, sub = string.find, string.gsub, string.sub
local pf, opcode_name = fields.pf, names.opcode_name

local packet_common = {}

-- Names the packet in Info and on its frame.
function packet_common.name(ctx, tree, op, more)
  local text = opcode_name(op) .. (more and ": " .. more or "")
  columns.add(ctx, text)
  if tree then tree:append_text(": " .. text) end
end

function packet_common.opaque(ctx, tree, s, tvb, op)
  packet_common.name(ctx, tree, op)
  packet_common.rest(tree, s, tvb, 1)
end

function packet_common.rest(tree, s, tvb, at)
  if tree and at < #s then tree:add(pf.body, tvb(at)) end
end

-- The text at `at`, up to its zero, without space behind it.
function packet_common.trimmed(s, at, size)
  return (gsub(gsub(sub(s, at + 1, at + size), "%z.*", ""), "%s+$", ""))
end

-- Offset behind the string that begins at `at`, its zero included if there.
function packet_common.string_end(s, at)
  return find(s, "\0", at + 1, true) or #s
end

return packet_common
