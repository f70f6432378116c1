-- SPDX-License-Identifier: MIT
-- logs/body - logs whose body is made of structures, by version: data/bodies.
--
-- The version is a number in front; or the body is one of sub-packets:
--
--   u8 version 1, u8 number, u16, then sub-packets: u8 id, u8 version, u16 size
--   with these four bytes, a structure; each padded to four bytes
--
-- Of such logs other versions may have a structure instead.

local bytes = require "bytes"
local bodies = require("data.layouts_generated").bodies
local columns = require "columns"
local fields = require "fields"
local pdu = require "logs.pdu"
local structure = require "logs.structure"
local trees = require "tree"

local floor, format, min = math.floor, string.format, math.min
local pf, u8, u16 = fields.pf, bytes.u8, bytes.u16
local complain, show_rows = trees.complain, trees.show_rows

-- Versions above 0xffff are a major and a minor one.
local function version_text(version)
  if version < 0x10000 then return format("version %d", version) end
  return format("version %d.%d", floor(version / 0x10000), version % 0x10000)
end

-- Nobody has described this version: it is named, and never guessed.
local function unknown(ctx, it, title, version)
  local text = version_text(version) .. " is not known"
  columns.add(ctx, title .. ": " .. text)
  if it.tree then
    pdu.add_bytes(it, it.tree, pf["log.body"], it.tvb(it.at))
  end
  complain(ctx, it.tree, "unknown", "%s: %s", title, text)
end

local function too_short(ctx, it, title)
  complain(ctx, it.tree, "short", "%s: %d bytes are too few", title,
    #it.s - it.at)
  pdu.opaque(ctx, it)
end

local function show(ctx, it, title, name)
  if not structure.show(ctx, it, it.tree, name, it.at, #it.s) then
    return too_short(ctx, it, title)
  end
  structure.tell(ctx, it, title)
end

local READERS = { u8, u16, nil, bytes.u32 }

local function versioned(ctx, it, body)
  local size = body.version_size
  if not pdu.has(ctx, it, size) then return end
  local version = READERS[size](it.s, it.at)
  if body.is_top2 then version = floor(version / 64) end
  if it.tree then
    it.tree:add(pf.version, it.tvb(it.at, size), version)
  end
  local name = body.versions[version]
  if not name then return unknown(ctx, it, body.title, version) end
  show(ctx, it, body.title, name)
end

-- Sub-packets -----------------------------------------------------------------

local HEAD = 4
local HEAD_ROWS = fields.rows { { "packet.id", 0, 1 },
  { "packet.version", 1, 1 }, { "packet.len", 2, 2 } }

local function unknown_packet(ctx, it, tree, at, stop)
  local text = format("sub-packet 0x%02x version %d is not known",
    u8(it.s, at), u8(it.s, at + 1))
  structure.say(it, text)
  if tree and stop > at + HEAD then
    pdu.add_bytes(it, tree, pf["packet.body"],
      it.tvb(at + HEAD, stop - at - HEAD))
  end
  complain(ctx, tree, "unknown", "%s: %s", it.name, text)
end

-- The sub-packet at..stop.
local function packet(ctx, it, body, at, stop)
  local tree = it.tree
  if tree then
    tree = tree:add(pf.packet, it.tvb(at, stop - at))
    show_rows(tree, it.tvb, HEAD_ROWS, at)
  end
  local versions = body.packets[u8(it.s, at)]
  local name = versions and versions[u8(it.s, at + 1)]
  if not name then return unknown_packet(ctx, it, tree, at, stop) end
  if not structure.show(ctx, it, tree, name, at + HEAD, stop) then
    complain(ctx, tree, "short", "Sub-packet of %d bytes is too short",
      stop - at)
  end
end

-- A version of a log that has sub-packets only in version 1.
local function unframed(ctx, it, body, version)
  local name = body.versions and body.versions[version]
  if not name then return unknown(ctx, it, body.title, version) end
  show(ctx, it, body.title, name)
end

local function framed(ctx, it, body)
  if not pdu.has(ctx, it, HEAD) then return end
  local s, at = it.s, it.at
  if it.tree then it.tree:add(pf.version, it.tvb(at, 1)) end
  if u8(s, at) ~= 1 then return unframed(ctx, it, body, u8(s, at)) end
  local count = u8(s, at + 1)
  at = at + HEAD
  for i = 1, count do
    local size = at + HEAD <= #s and u16(s, at + 2) or 0
    if size < HEAD then
      complain(ctx, it.tree, "short", "%d sub-packets announced, %d present",
        count, i - 1)
      break
    end
    if at + size > #s then
      complain(ctx, it.tree, "short", "Sub-packet of %d bytes, %d present",
        size, #s - at)
    end
    packet(ctx, it, body, at, min(#s, at + size))
    at = at + floor((size + 3) / 4) * 4
  end
  structure.tell(ctx, it, body.title)
end

-- The function of a log with the body of this name.
return function(name)
  local body = bodies[name] or error("no body " .. name)
  return function(ctx, it)
    it.words = {}
    if body.structure then return show(ctx, it, body.title, body.structure) end
    local read = body.packets and framed or versioned
    read(ctx, it, body)
  end
end
