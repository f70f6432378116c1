-- SPDX-License-Identifier: MIT
-- preamble - our bytes before a payload, and who reads each path's records.
--
--   u16 path, u8 a_len, a, u8 b_len, b

local bytes = require "bytes"
local columns = require "columns"
local container = require "container"
local fields = require "fields"
local ipa = require "ipa"
local names = require "names"
local netif = require "netif"
local parts = require "parts"
local state = require "state"
local trees = require "tree"

local char, floor, format, sub = string.char, math.floor, string.format,
  string.sub
local pf, u8, u16 = fields.pf, bytes.u8, bytes.u16
local complain = trees.complain
local PATH = names.codes.path

local preamble = {}

-- The heads of records whose a and b are empty, as most are, by their bytes.
local BARE = {}
for _, path in pairs(PATH) do
  BARE[char(path % 256, floor(path / 256), 0, 0)] = { path = path, a = 3,
    a_len = 0, b = 4, b_len = 0, payload = 4 }
end

-- Offsets of a, b and the payload, or nil when the record ends before them.
-- Nobody changes them.
function preamble.read(s)
  local bare = BARE[sub(s, 1, 4)]
  if bare then return bare end
  if #s < 3 then return end
  local a_len = u8(s, 2)
  if #s < 4 + a_len then return end
  local b_len = u8(s, 3 + a_len)
  local payload = 4 + a_len + b_len
  if #s < payload then return end
  return { path = u16(s, 0), a = 3, a_len = a_len, b = 4 + a_len,
    b_len = b_len, payload = payload }
end

function preamble.show(tree, tvb, head)
  tree:add_le(pf.path, tvb(0, 2))
  if head.a_len > 0 then
    tree:add(pf.a_len, tvb(2, 1))
    tree:add(pf.a, tvb(head.a, head.a_len))
  end
  if head.b_len > 0 then
    tree:add(pf.b_len, tvb(head.b - 1, 1))
    tree:add(pf.b, tvb(head.b, head.b_len))
  end
end

-- "1 byte", "2 bytes"; the number is a UInt64.
local function count(number, noun)
  local text = tostring(number)
  return text .. " " .. noun .. (text == "1" and "" or "s")
end

-- What was lost before this record.
local function loss(ctx, head)
  if not ctx.visited then state.forget(ctx) end
  if head.a_len < 16 then
    return complain(ctx, nil, "short", "Loss record without its counts")
  end
  local containers, size = ctx.tvb(head.a, 8), ctx.tvb(head.a + 8, 8)
  if ctx.tree then
    ctx.tree:add_le(pf["loss.containers"], containers)
    ctx.tree:add_le(pf["loss.bytes"], size)
  end
  local text = format("%s (%s) lost",
    count(containers:le_uint64(), "container"), count(size:le_uint64(), "byte"))
  if text == "0 containers (0 bytes) lost" then
    text = "Unknown amount lost: the client connected again"
  end
  complain(ctx, nil, "loss", "%s", text)
  columns.add(ctx, text)
end

-- A request of a client of the port has the client's number.
local function request(ctx, head)
  if head.a_len == 4 and ctx.tree then
    ctx.tree:add_le(pf["request.client"], ctx.tvb(head.a, 4))
  end
  container.request(ctx, head.payload)
end

-- By path: who reads its records.
preamble.paths = {
  [PATH.CONTAINER] = function(ctx, head)
    container.dissect(ctx, head.payload)
  end,
  [PATH.PART] = parts.dissect,
  [PATH.REQUEST] = request,
  [PATH.LOSS] = loss,
  [PATH.ENTRY] = ipa.dissect,
  [PATH.NETIF] = netif.dissect,
  [PATH.STRAY] = ipa.stray,
}

return preamble
