-- SPDX-License-Identifier: MIT
-- packet - a packet: its opcode, and what packets of that opcode hold.

local bytes = require "bytes"
local columns = require "columns"
local common = require "packet_common"
local config = require "config"
local dissectors = require "dissectors"
local events = require "events"
local fields = require "fields"
local log = require "log"
local names = require "names"
local prefs = require "prefs"
local texts = require "texts"
local trees = require "tree"

local format, sub = string.format, string.sub
local pf, rows = fields.pf, fields.rows
local u8, u16, u32 = bytes.u8, bytes.u16, bytes.u32
local opcode_name = names.opcode_name
local name, opaque, rest = common.name, common.opaque, common.rest
local trimmed, string_end = common.trimmed, common.string_end
local complain, add_rows, add_time = trees.complain, trees.add_rows,
  trees.add_time
local OPCODE, SUBSYSTEMS = names.codes.opcode, names.subsystems

local packet = {}

-- A packet that is a row of fields and perhaps a rest.
local function of_rows(size, list)
  return function(ctx, tree, s, tvb, op)
    name(ctx, tree, op)
    if #s > 1 and add_rows(ctx, tree, s, tvb, list) then
      rest(tree, s, tvb, size)
    end
  end
end

-- Multi-radio packet: another packet, of one of several radios.
local function multi_radio(ctx, tree, s, tvb, op)
  if #s < 9 then
    name(ctx, tree, op)
    return complain(ctx, tree, "short", "Multi-radio packet of %d bytes", #s)
  end
  ctx.depth = ctx.depth + 1
  if ctx.depth > 4 then
    return complain(ctx, tree, "failed", "Packets nested too deeply")
  end
  ctx.radio = u32(s, 4)
  if tree then tree:add_le(pf.radio, tvb(4, 4)) end
  packet.dissect(ctx, tree, sub(s, 9), tvb(8):tvb())
end

-- An error: the request that the modem did not like follows.
local function refused(ctx, tree, s, tvb, op)
  local request = #s > 1 and opcode_name(u8(s, 1))
  name(ctx, tree, op, request or nil)
  complain(ctx, tree, "refused", "%s%s", opcode_name(op),
    request and ": " .. request or "")
  if tree and request then
    tree:add(pf["error.opcode"], tvb(1, 1))
    tree:add(pf["error.request"], tvb(1))
  end
end

local function version(ctx, tree, s, tvb, op)
  if #s < 47 then return opaque(ctx, tree, s, tvb, op) end
  local chipset = trimmed(s, 39, 8)
  name(ctx, tree, op, chipset)
  if not tree then return end
  tree:add(pf["version.compiled"], tvb(1, 19),
    trimmed(s, 1, 11) .. " " .. trimmed(s, 12, 8))
  tree:add(pf["version.released"], tvb(20, 19),
    trimmed(s, 20, 11) .. " " .. trimmed(s, 31, 8))
  tree:add(pf["version.chipset"], tvb(39, 8), chipset)
  rest(tree, s, tvb, 47)
end

local BUILD_ROWS = rows { { "build.version", 1, 1 },
  { "build.msm_revision", 4, 4 }, { "build.model", 8, 4 } }

local function build(ctx, tree, s, tvb, op)
  if #s < 13 then return opaque(ctx, tree, s, tvb, op) end
  local model = string_end(s, 12)
  name(ctx, tree, op, trimmed(s, 12, model - 12))
  if not add_rows(ctx, tree, s, tvb, BUILD_ROWS) or not tree then return end
  tree:add(pf["build.software"], tvb(12, model - 12))
  if model < #s then tree:add(pf["build.name"], tvb(model)) end
end

local function timestamp(ctx, tree, s, tvb, op)
  name(ctx, tree, op)
  if #s < 9 then return rest(tree, s, tvb, 1) end
  if tree then add_time(ctx, tree, tvb(1, 8), s, 1) end
end

local SUBSYSTEM_ROWS = rows { { "subsystem", 1, 1 },
  { "subsystem.command", 2, 2 } }
local SUBSYSTEM_REPLY_ROWS = rows { { "status", 4, 4 },
  { "subsystem.delayed_id", 8, 2 }, { "subsystem.responses", 10, 2 } }

local function subsystem(ctx, tree, s, tvb, op)
  if #s < 4 then
    name(ctx, tree, op)
    return complain(ctx, tree, "short", "Subsystem command of %d bytes", #s)
  end
  local id, behind = u8(s, 1), 4
  name(ctx, tree, op, format("%s, command %d",
    SUBSYSTEMS[id] or "subsystem " .. id, u16(s, 2)))
  add_rows(ctx, tree, s, tvb, SUBSYSTEM_ROWS)
  if op == OPCODE.SUBSYSTEM_2 and not ctx.is_request and #s >= 12 then
    add_rows(ctx, tree, s, tvb, SUBSYSTEM_REPLY_ROWS)
    behind = 12
  end
  rest(tree, s, tvb, behind)
end

-- By opcode: who reads the packet.
local BODIES = {
  [OPCODE.VERSION] = version,
  [OPCODE.LOG] = log.dissect,
  [OPCODE.BAD_COMMAND] = refused,
  [OPCODE.BAD_PARAMETERS] = refused,
  [OPCODE.BAD_LENGTH] = refused,
  [OPCODE.BAD_MODE] = refused,
  [OPCODE.DIAG_VERSION] = of_rows(3, rows { { "version.diag", 1, 2 } }),
  [OPCODE.TIMESTAMP] = timestamp,
  [OPCODE.SPC_NEEDED] = refused,
  [OPCODE.PASSWORD_NEEDED] = refused,
  [OPCODE.SUBSYSTEM] = subsystem,
  [OPCODE.EVENTS] = events.dissect,
  [OPCODE.LOG_CONFIG] = config.log,
  [OPCODE.EXT_MESSAGE] = texts.extended,
  [OPCODE.BUILD_ID] = build,
  [OPCODE.MESSAGE_CONFIG] = config.messages,
  [OPCODE.SUBSYSTEM_2] = subsystem,
  [OPCODE.GET_EVENT_MASK] = config.event_mask,
  [OPCODE.SET_EVENT_MASK] = config.event_mask,
  [OPCODE.QSR_MESSAGE] = texts.terse,
  [OPCODE.MULTI_RADIO] = multi_radio,
  [OPCODE.QSR4_MESSAGE] = texts.terse4,
  [OPCODE.ENCRYPTED_LOG] = log.encrypted,
}

-- The native dissector has no multi-radio packets and no NR.
local function is_native(op, s)
  if op == OPCODE.MULTI_RADIO or not dissectors.named("qcdiag") then
    return false
  end
  return op ~= OPCODE.LOG or #s < 8 or names.rat_of(u16(s, 6)) ~= "NR"
end

local function native(ctx, tvb)
  local upper = dissectors.named("qcdiag")
  columns.clear(ctx)
  dissectors.call(ctx, upper, tvb)
  columns.take(ctx, "DIAG")
end

-- What the column "Protocol" says of packets that are no logs and hold none.
local PROTOCOLS = { [OPCODE.EVENTS] = "DIAG event",
  [OPCODE.EXT_MESSAGE] = "DIAG message", [OPCODE.MESSAGE] = "DIAG message",
  [OPCODE.QSR_MESSAGE] = "DIAG message",
  [OPCODE.QSR4_MESSAGE] = "DIAG message", [OPCODE.LOG] = false,
  [OPCODE.ENCRYPTED_LOG] = false, [OPCODE.MULTI_RADIO] = false }

-- The packet s, which stands in tvb.
function packet.dissect(ctx, tree, s, tvb)
  local op = u8(s, 0)
  local protocol = PROTOCOLS[op]
  if protocol ~= false then columns.protocol(ctx, protocol) end
  if tree then tree:add(pf.opcode, tvb(0, 1)) end
  if prefs.qcdiag and is_native(op, s) then
    return native(ctx, tvb)
  end
  local body = BODIES[op] or opaque
  body(ctx, tree, s, tvb, op)
end

return packet
