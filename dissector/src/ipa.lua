-- SPDX-License-Identifier: MIT
-- ipa - the status headers that stand before IPA's packets.

local bytes = require "bytes"
local columns = require "columns"
local dissectors = require "dissectors"
local fields = require "fields"
local layouts = require("data.layouts_generated").ipa
local names = require "names"
local netif = require "netif"
local prefs = require "prefs"
local state = require "state"
local trees = require "tree"

local floor, format = math.floor, string.format
local pf, types, u8, bits_of = fields.pf, fields.types, bytes.u8, bytes.bits
local complain, note = trees.complain, trees.note
local remember, recall = state.remember, state.recall

local ipa = {}

-- Layouts have rows of { name, word, bit, bits, is_big }, see data/README.md;
-- here they get them by name too.
for _, layout in pairs(layouts.layouts) do
  layout.by_name = {}
  for _, row in ipairs(layout.rows) do layout.by_name[row[1]] = row end
end

local function layout_named(name) return name and layouts.layouts[name] end

local NEW_RULE = layout_named(layouts.new_rule)

-- The layout of a form of header in a version that a preference says.
local BY_VERSION = {}
for _, use in ipairs(layouts.versions) do
  local version, form, name = use[1], use[2], use[3]
  BY_VERSION[version] = BY_VERSION[version] or {}
  BY_VERSION[version][form] = layout_named(name)
end

local OPCODE_NEW_RULE = 2

-- Opcodes of packets that passed.
local PASSED = { [0x01] = true, [0x10] = true }

local function read(ctx, head, row)
  local at = head.a + row[2]
  if row[5] then return u8(ctx.s, at) * 256 + u8(ctx.s, at + 1) end
  return bits_of(ctx.s, at, row[3], row[4])
end

local function value_of(ctx, head, layout, name)
  local row = layout.by_name[name]
  return row and read(ctx, head, row)
end

local function layout_of(ctx, head, form)
  local by_version = BY_VERSION[prefs.ipa]
  local layout = by_version and by_version[form]
    or layout_named(layouts.forms[form])
    or form == 0 and layout_named(layouts.lengths[head.a_len])
  if not layout or layout.size ~= head.a_len then return end
  if form < 3 and u8(ctx.s, head.a) == OPCODE_NEW_RULE then return NEW_RULE end
  return layout
end

local TRAILER = 8

-- What stands behind the packet: padding, and of a status perhaps a trailer,
-- which is longer than that padding may be.
local function show_tail(ctx, head, form, tree)
  local size, at = head.b_len - 1, head.b + head.b_len - TRAILER
  local has_trailer = form > 0 and form < 3 and size >= TRAILER
  local trailer = has_trailer and TRAILER or 0
  if size > trailer then
    tree:add(pf["ipa.padding"], ctx.tvb(head.b + 1, size - trailer))
  end
  if not has_trailer then return end
  local item = tree:add(pf["ipa.trailer"], ctx.tvb(at, trailer))
  item:add(pf["ipa.csum.valid"], ctx.tvb(at + 1, 1), u8(ctx.s, at + 1) % 2 == 1)
  item:add(pf["ipa.csum.len"], ctx.tvb(at + 4, 2))
  item:add(pf["ipa.csum"], ctx.tvb(at + 6, 2))
end

local function show(ctx, head, form, layout)
  local tree = ctx.tree:add(pf.ipa, ctx.tvb(head.a, head.a_len))
  if form > 0 then tree:add(pf["ipa.form"], ctx.tvb(head.b, 1)) end
  for _, row in ipairs(layout.rows) do
    local field, bit, bits = pf[row[1]], row[3], row[4]
    local value = read(ctx, head, row)
    local first = floor(bit / 8)
    local range = ctx.tvb(head.a + row[2] + first,
      floor((bit + bits - 1) / 8) - first + 1)
    if types[row[1]] == "uint64" then
      value = UInt64.new(value % 0x100000000, floor(value / 0x100000000))
    elseif bits == 1 then
      value = value == 1
    end
    tree:add(field, range, value)
  end
  if layout == NEW_RULE then
    tree:add(pf["ipa.rest"], ctx.tvb(head.a + 1, head.a_len - 1))
  end
  show_tail(ctx, head, form, tree)
  return tree
end

-- Entries of a source endpoint that are missing before this one.
local function lost_before(ctx, endpoint, sequence)
  if ctx.visited then return recall(ctx, "lost") or 0 end
  local sequences = state.of(ctx).sequences
  local before = sequences[endpoint]
  sequences[endpoint] = sequence
  local lost = before and (sequence - before - 1) % 256 or 0
  return lost > 0 and remember(ctx, "lost", lost) or 0
end

local function check(ctx, head, tree, layout)
  local endpoint = value_of(ctx, head, layout, "ipa.endpoint")
  local sequence = value_of(ctx, head, layout, "ipa.sequence")
  local lost = sequence and lost_before(ctx, endpoint, sequence) or 0
  if lost > 0 then
    if tree then note(tree, pf["ipa.lost"], lost) end
    complain(ctx, tree, "ipa.gap", "Endpoint %d: %d missing before this entry",
      endpoint, lost)
    columns.tell(ctx, format("[%d missing]", lost))
  end
  local both = value_of(ctx, head, layout, "ipa.size")
  local length = both and both - value_of(ctx, head, layout, "ipa.pad")
    or value_of(ctx, head, layout, "ipa.len")
  if length and length ~= #ctx.s - head.payload then
    complain(ctx, tree, "length", "Packet of %d bytes, %d present", length,
      #ctx.s - head.payload)
  end
end

-- Tells what IPA did with the packet, unless it passed.
local function tell(ctx, head, layout)
  local opcode = value_of(ctx, head, layout, "ipa.opcode")
  if opcode and not PASSED[opcode] then
    columns.tell(ctx, format("[%s]", names.ipa_opcodes[opcode]
      or "opcode " .. opcode))
  end
  local exception = value_of(ctx, head, layout, "ipa.exception")
  if exception and exception > 0 then
    columns.tell(ctx, format("[exception: %s]", names.ipa_exceptions[exception]
      or exception))
  end
end

function ipa.dissect(ctx, head)
  local form = head.b_len > 0 and u8(ctx.s, head.b) or 0
  local layout = layout_of(ctx, head, form)
  if layout then
    local tree = ctx.tree and show(ctx, head, form, layout)
    tell(ctx, head, layout)
    check(ctx, head, tree or nil, layout)
  elseif head.a_len > 0 then
    complain(ctx, nil, "unknown", "IPA status header of %d bytes, form %d",
      head.a_len, form)
  end
  netif.hand_over(ctx, head, dissectors.named("raw_ip"))
end

function ipa.stray(ctx, head)
  local size = #ctx.s - head.payload
  local text = format("IPA: %d bytes that are not an entry", size)
  columns.add(ctx, text)
  complain(ctx, nil, "ipa.out_of_step", "%s", text)
  if ctx.tree and size > 0 then
    ctx.tree:add(pf["ipa.stray"], ctx.tvb(head.payload))
  end
end

return ipa
