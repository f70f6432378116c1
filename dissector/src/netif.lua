-- SPDX-License-Identifier: MIT
-- netif - packets: of network interfaces and of Tailscale; IPA's go this way
-- too, once their status header is read.

local bytes = require "bytes"
local columns = require "columns"
local dissectors = require "dissectors"
local fields = require "fields"
local names = require "names"
local prefs = require "prefs"
local trees = require "tree"

local floor, sub = math.floor, string.sub
local pf, u8, u16 = fields.pf, bytes.u8, bytes.u16
local complain, note = trees.complain, trees.note
local PATH, PATHS = names.codes.path, names.paths

local netif = {}

-- Paths whose packets may come cut.
netif.CUT_BEFORE = { [PATH.ENTRY] = true, [PATH.NETIF] = true }

-- More than the longest Ethernet frame with the longest IP packet.
local PACKET_MAX = 0x10080

-- IPA and interfaces may give large packets cut, which is no damage.  Lua
-- cannot tell a dissector above us that a packet was cut: it would report wrong
-- lengths, and lost TCP segments.  So zeros replace what was cut off.
local function filled(ctx, head)
  local missing = ctx.tvb:reported_len() - #ctx.s
  if missing <= 0 or not netif.CUT_BEFORE[head.path] then return end
  if ctx.tree then note(ctx.tree, pf.missing, missing) end
  local present = #ctx.s - head.payload
  if not prefs.fill or present + missing > PACKET_MAX then return end
  complain(ctx, nil, "filled", "Cut: zeros replace the last %.0f bytes",
    missing)
  return ByteArray.new(sub(ctx.s, head.payload + 1) .. ("\0"):rep(missing),
    true):tvb("Packet, filled up with zeros")
end

-- Gives the payload to a dissector; its addresses and protocol stay.
function netif.hand_over(ctx, head, upper)
  if head.payload >= #ctx.s then
    return columns.add(ctx, PATHS[head.path])
  end
  columns.clear(ctx)
  ctx.is_foreign = true
  local tvb = filled(ctx, head) or ctx.tvb(head.payload):tvb()
  dissectors.call(ctx, upper, tvb)
  columns.take(ctx, PATHS[head.path])
end

-- A frame of a network interface.
function netif.dissect(ctx, head)
  local data = dissectors.named("data")
  if head.a_len < 2 then
    complain(ctx, nil, "short", "Interface frame without its linktype")
    return netif.hand_over(ctx, head, data)
  end
  if ctx.tree then ctx.tree:add_le(pf.linktype, ctx.tvb(head.a, 2)) end
  netif.hand_over(ctx, head,
    dissectors.of_linktype(u16(ctx.s, head.a)) or data)
end

-- Tailscale's own paths: a and b are addresses before NAT.
local NAT_SOURCE = { [4] = pf.snat, [16] = pf.snat6 }
local NAT_DESTINATION = { [4] = pf.dnat, [16] = pf.dnat6 }

local function add_address(ctx, by_length, at, length)
  local field = by_length[length]
  if ctx.tree and field then ctx.tree:add(field, ctx.tvb(at, length)) end
end

function netif.tailscale(ctx, head)
  add_address(ctx, NAT_SOURCE, head.a, head.a_len)
  add_address(ctx, NAT_DESTINATION, head.b, head.b_len)
  netif.hand_over(ctx, head,
    dissectors.named(head.path == 254 and "data" or "raw_ip"))
end

-- Only its shape tells a Tailscale record, and any USER0 capture may begin with
-- a small number.  So all of it must look right.
function netif.is_tailscale(s, head)
  if not head or head.path > 3 and head.path ~= 254 then return false end
  local lengths = { [0] = true, [4] = true, [16] = true }
  if not lengths[head.a_len] or not lengths[head.b_len] then return false end
  if head.path == 254 then return #s > head.payload end
  local version = #s > head.payload and floor(u8(s, head.payload) / 16)
  return version == 4 or version == 6
end

return netif
