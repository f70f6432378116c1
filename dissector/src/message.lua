-- SPDX-License-Identifier: MIT
-- message - a message of a container, which holds frames.
--
--   [i32 token,] u32 length, frames
--
-- A message need not hold whole frames: peripherals that encode themselves cut
-- their stream anywhere.  The beginning of a frame waits in state.partial under
-- its token until a message brings the end.

local bytes = require "bytes"
local columns = require "columns"
local fields = require "fields"
local frame = require "frame"
local state = require "state"
local trees = require "tree"

local concat, find, format, floor, huge = table.concat, string.find,
  string.format, math.floor, math.huge
local insert, min, sub = table.insert, math.min, string.sub
local pf, u8, u16 = fields.pf, bytes.u8, bytes.u16
local complain = trees.complain
local remember, recall = state.remember, state.recall

local message = {}

-- No kernel makes a frame as long as this; longer beginnings are noise.
local PARTIAL_MAX = 0x40000

-- Offset of the first flag at or behind `at`.  The last answer is kept: many
-- messages without a flag must not each search the rest of the record.
local function next_flag(ctx, at)
  if ctx.flag < at then
    local found = find(ctx.s, "~", at + 1, true)
    ctx.flag = found and found - 1 or huge
  end
  return ctx.flag
end

-- With HDLC off a packet stands between flags behind a 1 and its length, as
-- it is.  Returns that length when the second flag is where it must be.
local function plain_size(s, at, stop)
  if at + 5 >= stop or u8(s, at + 1) ~= 1 then return end
  local size = u16(s, at + 2)
  if size == 0 or at + 4 + size >= stop then return end
  return u8(s, at + 4 + size) == 0x7e and size
end

-- Dissects whole frames; returns the offset behind the last one.
function message.frames(ctx, tree, at, stop)
  while at < stop do
    local flag = next_flag(ctx, at)
    if flag >= stop then break end
    local plain = flag == at and plain_size(ctx.s, at, stop)
    if plain then
      frame.plain(ctx, tree, at + 4, plain)
      flag = at + 4 + plain
    elseif flag > at then
      frame.inside(ctx, tree, at, flag)
    end
    at = flag + 1
  end
  return at
end

-- Offset of the first flag in what we have of a source, or behind a loss, if
-- it is in this message.  What stands before it may have begun earlier.
local function first_flag(ctx, source, at, stop)
  local key = -ctx.messages
  if ctx.visited then return recall(ctx, key) end
  local begun = state.of(ctx).begun
  if begun[source] then return end
  local flag = next_flag(ctx, at)
  if flag >= stop then return end
  begun[source] = true
  return remember(ctx, key, flag)
end

-- The beginning of a frame that waits for this message, if any.
local function beginning(ctx, source)
  local key = ctx.messages
  if ctx.visited then return recall(ctx, key) end
  local waiting = state.of(ctx).partial
  local partial = waiting[source]
  waiting[source] = nil
  return partial and remember(ctx, key, partial)
end

-- Keeps at..stop for the next message of the source.  Pieces stay in a list,
-- since joining them at every message would take quadratic time; a list is
-- never changed, because later visits of the record need it.
local function keep(ctx, tree, source, begun, at, stop, whole)
  if tree and at < stop then
    tree:add(pf["message.tail"], ctx.tvb(at, stop - at))
  end
  local size = (begun and begun.size or 0) + stop - at
  if not whole or size > PARTIAL_MAX then
    return complain(ctx, tree, "frame.dropped", "Dropped %d bytes of a frame",
      size)
  end
  if ctx.frames == 0 then columns.add(ctx, "Part of a frame") end
  if ctx.visited then return end
  state.of(ctx).partial[source] = { size = size, before = begun,
    bytes = sub(ctx.s, at + 1, stop),
    number = begun and begun.number or ctx.number }
end

local function joined(begun)
  local pieces, piece = {}, begun
  while piece do
    insert(pieces, piece.bytes)
    piece = piece.before
  end
  for i = 1, floor(#pieces / 2) do
    local k = #pieces + 1 - i
    pieces[i], pieces[k] = pieces[k], pieces[i]
  end
  return concat(pieces)
end

-- Reassembles a frame from its beginning and at..flag.  If only the end passes
-- the check, the beginning belongs to a frame whose end was lost.
local function join(ctx, tree, begun, at, flag)
  local head, rest = joined(begun), sub(ctx.s, at + 1, flag)
  if not frame.is_good(head .. rest) and frame.is_good(rest) then
    complain(ctx, tree, "frame.dropped",
      "Dropped %d bytes of a frame that starts in record %d", #head,
      begun.number)
    return frame.inside(ctx, tree, at, flag)
  end
  if tree and flag > at then
    tree:add(pf["message.head"], ctx.tvb(at, flag - at))
  end
  ctx.is_first = flag == ctx.first
  frame.copied(ctx, tree, nil, head .. rest, begun.number)
end

-- The bytes at..stop of a source's stream: first the end of a frame begun
-- earlier, then whole frames, then perhaps the beginning of another.
local function stream(ctx, tree, at, stop, source, whole)
  ctx.first = first_flag(ctx, source, at, stop)
  local begun = beginning(ctx, source)
  if begun then
    local flag = next_flag(ctx, at)
    if flag < stop then
      join(ctx, tree, begun, at, flag)
      at = flag + 1
    else
      return keep(ctx, tree, source, begun, at, stop, whole)
    end
  end
  at = message.frames(ctx, tree, at, stop)
  if at < stop then
    keep(ctx, tree, source, nil, at, stop, whole)
  end
end

function message.dissect(ctx, tree, at, length_at, length, token)
  local body = length_at + 4
  local stop = min(#ctx.s, body + length)
  if tree then
    tree = tree:add(pf.message, ctx.tvb(at, stop - at))
    if token then tree:add_le(pf["message.token"], ctx.tvb(at, 4)) end
    tree:add_le(pf["message.len"], ctx.tvb(length_at, 4))
  end
  if tree and token then
    tree:append_text(format(" of remote processor %d", token))
  end
  local whole = stop == body + length
  if not whole and not ctx.is_cut then
    complain(ctx, tree, "short", "Message of %.0f bytes, %d present",
      length, stop - body)
  end
  ctx.messages = ctx.messages + 1
  stream(ctx, tree, body, stop, token or "local", whole)
end

return message
