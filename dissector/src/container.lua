-- SPDX-License-Identifier: MIT
-- container - what one read of a DIAG device returned.
--
--   u32 type; of user space data: u32 count, then so many messages

local bytes = require "bytes"
local columns = require "columns"
local fields = require "fields"
local message = require "message"
local names = require "names"
local trees = require "tree"

local format, min = string.format, math.min
local pf, u32, i32 = fields.pf, bytes.u32, bytes.i32
local complain = trees.complain
local TYPE, CONTAINER_TYPES = names.codes.container_type, names.container_types

local container = {}

local function opaque(ctx, tree, at, name)
  columns.add(ctx, name)
  if tree and at < #ctx.s then
    tree:add(pf["container.body"], ctx.tvb(at))
  end
end

local function hdlc_support(ctx, tree, at, name)
  columns.add(ctx, name)
  if at >= #ctx.s then
    return complain(ctx, tree, "short", "HDLC notice without its byte")
  end
  if tree then tree:add(pf["container.hdlc_disabled"], ctx.tvb(at, 1)) end
end

-- The token of a remote processor stands before the length and is not
-- positive, which a length of a local message always is.
local function message_head(s, at)
  if #s < at + 4 then return end
  local length, token = i32(s, at)
  if length <= 0 then
    if #s < at + 8 then return end
    token, length, at = length, u32(s, at + 4), at + 4
  end
  return token, at, length
end

-- A container lacks messages if its record was cut: that is no fault.
local function check_end(ctx, tree, at, count, done)
  if done < count then
    if ctx.is_cut then return end
    complain(ctx, tree, "short", "%.0f messages announced, %d present",
      count, done)
  elseif at < #ctx.s then
    complain(ctx, tree, "excess", "%d bytes behind the last message",
      #ctx.s - at)
  end
end

local function messages(ctx, tree, at)
  local s = ctx.s
  if #s < at + 4 then
    return complain(ctx, tree, "short", "Container without a count")
  end
  local count, done = u32(s, at), 0
  if tree then tree:add_le(pf["container.count"], ctx.tvb(at, 4)) end
  at = at + 4
  while done < count and at < #s do
    local token, length_at, length = message_head(s, at)
    if not length then break end
    done = done + 1
    message.dissect(ctx, tree, at, length_at, length, token)
    at = min(#s, length_at + 4 + length)
  end
  if count == 0 then columns.add(ctx, "Container without messages") end
  check_end(ctx, tree, at, count, done)
end

-- By type: what follows the type word.
local BODIES = {
  [TYPE.DATA] = messages,
  [TYPE.HDLC_SUPPORT] = hdlc_support,
}

-- The container at `at`.
function container.dissect(ctx, at)
  local s, tree = ctx.s, ctx.tree
  if #s < at + 4 then
    return complain(ctx, nil, "short", "Container without a type")
  end
  local kind = u32(s, at)
  local name = CONTAINER_TYPES[kind] or format("type 0x%x", kind)
  if tree then
    tree = tree:add(pf.container, ctx.tvb(at))
    tree:append_text(": " .. name)
    tree:add_le(pf["container.type"], ctx.tvb(at, 4))
  end
  local body = BODIES[kind] or opaque
  body(ctx, tree, at + 4, name)
end

-- A request as written to the device: the type word, perhaps a token, and
-- one frame; neither count nor length.
function container.request(ctx, at)
  local s, tree = ctx.s, ctx.tree
  ctx.is_request = true
  columns.route(ctx, "host", "modem")
  if #s < at + 4 then
    return complain(ctx, nil, "short", "Request without a type")
  end
  if tree then tree:add_le(pf["container.type"], ctx.tvb(at, 4)) end
  at = at + 4
  if #s >= at + 4 and i32(s, at) < 0 and i32(s, at) >= -16 then
    if tree then tree:add_le(pf["message.token"], ctx.tvb(at, 4)) end
    at = at + 4
  end
  message.frames(ctx, tree, at, #s)
  if ctx.frames == 0 then
    complain(ctx, nil, "short", "Request without a whole frame")
  end
end

return container
