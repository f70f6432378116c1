-- SPDX-License-Identifier: MIT
-- log - a log packet: its header, and whoever knows its body.
--
--   u8 opcode, u8 more, u16 length, u16 length, u16 code, u64 time, body

local bytes = require "bytes"
local columns = require "columns"
local common = require "packet_common"
local bodies = require "logs.dispatch"
local fields = require "fields"
local names = require "names"
local pdu = require "logs.pdu"
local state = require "state"
local trees = require "tree"

local pf, rows, u16 = fields.pf, fields.rows, bytes.u16
local complain, note = trees.complain, trees.note
local show_rows, add_time = trees.show_rows, trees.add_time
local log_name, rat_of, protocol_of = names.log_name, names.rat_of,
  names.protocol_of

local log = {}

local HEADER = 16

-- Its protocol is that of the packet within.
local IP = 0x11eb
local ROWS = rows { { "log.more", 1, 1 }, { "log.outer_len", 2, 2 },
  { "log.len", 4, 2 }, { "log.code", 6, 2 } }

-- For scripts that dissect a log which is not dissected here.
local log_table = DissectorTable.new("diagtap.log", "DIAG log code",
  ftypes.UINT16, base.HEX, fields.proto)

-- A log that is not dissected here; another script may know it.
local function other(ctx, it)
  local upper = log_table:get_dissector(it.code)
  if not upper or it.at >= #it.s then return pdu.opaque(ctx, it) end
  pdu.call(ctx, it, upper, it.tvb(it.at):tvb())
end

local function show(ctx, tree, it)
  local tvb = it.tvb
  tree:append_text(": " .. it.name)
  show_rows(tree, tvb, ROWS, 0)
  add_time(ctx, tree, tvb(8, 8), it.s, 8)
  note(tree, pf.rat, it.rat)
end

function log.dissect(ctx, tree, s, tvb, op)
  if #s < HEADER then
    common.name(ctx, tree, op)
    return complain(ctx, tree, "short", "Log packet of %d bytes", #s)
  end
  local code = u16(s, 6)
  if state.is_watched then state.count(code) end
  if code ~= IP then columns.protocol(ctx, protocol_of(code)) end
  local it = { code = code, name = log_name(code), rat = rat_of(code), s = s,
    tvb = tvb, at = HEADER, tree = tree }
  if tree then show(ctx, tree, it) end
  if u16(s, 4) ~= #s - 4 then
    complain(ctx, tree, "length", "Log says %d bytes, %d present",
      u16(s, 4), #s - 4)
  end
  local body = bodies[code] or other
  body(ctx, it)
end

-- Encrypted since Snapdragon 8 Gen 3, but for its header.
function log.encrypted(ctx, tree, s, tvb, op)
  if #s < 24 then return common.opaque(ctx, tree, s, tvb, op) end
  local code = u16(s, 22)
  if state.is_watched then state.count(code) end
  columns.protocol(ctx, protocol_of(code))
  common.name(ctx, tree, op, log_name(code))
  complain(ctx, tree, "encrypted", "%s is encrypted", log_name(code))
  if not tree then return end
  tree:add_le(pf["log.sequence"], tvb(12, 4))
  tree:add_le(pf["log.len"], tvb(20, 2))
  tree:add_le(pf["log.code"], tvb(22, 2))
  if #s > 24 then tree:add(pf["log.encrypted"], tvb(24)) end
end

return log
