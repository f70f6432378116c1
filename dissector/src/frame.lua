-- SPDX-License-Identifier: MIT
-- frame - one HDLC frame: escapes, check sequence, and the packet inside.

local bytes = require "bytes"
local columns = require "columns"
local fields = require "fields"
local packet = require "packet"
local prefs = require "prefs"
local trees = require "tree"

local find, format, sub = string.find, string.format, string.sub
local pf, u16, crc16, unescape = fields.pf, bytes.u16, bytes.crc16,
  bytes.unescape
local complain, note = trees.complain, trees.note

local frame = {}

function frame.is_good(escaped)
  local s = unescape(escaped)
  return #s > 2 and crc16(s, #s - 2) == u16(s, #s - 2)
end

-- An error in one frame must not end the rest of the record.
local function guard(ctx, tree, s, tvb)
  ctx.depth, ctx.radio = 0, false
  local ok, err = pcall(packet.dissect, ctx, tree, s, tvb)
  if not ok then
    complain(ctx, tree, "failed", "Frame %d: %s", ctx.frames, tostring(err))
  end
end

local function show(ctx, tree, range, escapes, begun_in)
  tree = tree:add(pf.frame, range)
  tree:append_text(" " .. ctx.frames)
  note(tree, pf["frame.begun_in"], begun_in)
  if escapes and escapes > 0 then note(tree, pf["frame.escapes"], escapes) end
  return tree
end

-- True unless the check sequence is known to be wrong.
local function check(ctx, tree, s, tvb, at, size)
  local expected, is_good
  if prefs.crc then
    expected = crc16(s, size)
    is_good = expected == u16(s, size)
  end
  local item
  if tree then
    item = tree:add_le(pf["frame.fcs"], tvb(at + size, 2))
    if expected then note(tree, pf["frame.fcs.status"], is_good and 1 or 0) end
  end
  if is_good == false then
    complain(ctx, item, "fcs.bad", "Bad frame check sequence, expected 0x%04x",
      expected)
    columns.tell(ctx, "[bad FCS]")
  end
  return is_good ~= false
end

-- What such a frame holds may never have been sent: nobody gets it.
local function damaged(ctx, tree, range)
  columns.add(ctx, "Damaged frame")
  if tree then tree:add(pf["frame.damaged"], range) end
end

-- A stream may start inside a frame.  If the first frame of a source,
-- before which we saw no flag, has a wrong check sequence, then it is the rest
-- of such a frame, and its bytes are not a packet.
local function is_rest(s)
  return #s < 3 or crc16(s, #s - 2) ~= u16(s, #s - 2)
end

local function rest(ctx, tree, range, size)
  columns.tell(ctx, "[starts inside a frame]")
  if tree then
    tree = show(ctx, tree, range)
    tree:add(pf["frame.rest"], range)
    note(tree, pf["frame.fcs.status"], 2)
  end
  complain(ctx, tree, "joined", "Starts inside a frame: %d bytes of one "
    .. "that began earlier", size)
end

-- The frame s stands in tvb at offset `at`; `range` is where it stands with
-- its escapes, if it has some.
local function dissect(ctx, tree, range, s, tvb, at, escapes, begun_in)
  local size = #s - 2
  ctx.frames = ctx.frames + 1
  if ctx.is_first and is_rest(s) then
    return rest(ctx, tree, range or tvb(at, #s), #s)
  end
  if size < 1 then
    columns.add(ctx, "Short frame")
    return complain(ctx, tree, "short", "Frame %d of %d bytes", ctx.frames,
      #s)
  end
  if tree then
    tree = show(ctx, tree, range or tvb(at, #s), escapes, begun_in)
  end
  if not check(ctx, tree, s, tvb, at, size) and not prefs.damaged then
    return damaged(ctx, tree, tvb(at, size))
  end
  guard(ctx, tree, sub(s, 1, size), tvb(at, size):tvb())
end

-- A frame without its escapes is not in the record: it gets a hex tab.
function frame.copied(ctx, tree, range, escaped, begun_in)
  local s = unescape(escaped)
  local name = format("DIAG frame %d", ctx.frames + 1)
  local tvb = #s > 0 and ByteArray.new(s, true):tvb(name)
  dissect(ctx, tree, range, s, tvb, 0, #escaped - #s, begun_in)
end

-- A frame that lies whole in the record, at..flag.
function frame.inside(ctx, tree, at, flag)
  local s = sub(ctx.s, at + 1, flag)
  ctx.is_first = flag == ctx.first
  if find(s, "}", 1, true) then
    frame.copied(ctx, tree, ctx.tvb(at, flag - at), s)
  else
    dissect(ctx, tree, nil, s, ctx.tvb, at)
  end
end

-- A packet that came without HDLC, at..at+size.
function frame.plain(ctx, tree, at, size)
  local range = ctx.tvb(at, size)
  ctx.frames = ctx.frames + 1
  if tree then tree = show(ctx, tree, range) end
  guard(ctx, tree, sub(ctx.s, at + 1, at + size), range:tvb())
end

return frame
