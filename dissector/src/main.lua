-- SPDX-License-Identifier: MIT
-- main - dissects records, and registers for linktype USER0 in Wireshark.
--
--   preamble -> container -> message -> frame -> packet -> log -> logs/

local bytes = require "bytes"
local columns = require "columns"
local context = require "context"
local netif = require "netif"
local preamble = require "preamble"
local proto = require("fields").proto
local state = require "state"
local trees = require "tree"
local version = require "version"
-- Their entries in the menu have this order.
require "statistics.codes"
require "statistics.cells"
require "statistics.signal"
require "statistics.procedures"

local complain, u16 = trees.complain, bytes.u16

local function dissect_record(ctx, head, open)
  if not head then
    columns.add(ctx, "Short record")
    return complain(ctx, nil, "short", "Record ends within its preamble")
  end
  ctx.path = head.path
  if ctx.tree then
    context.show_device(ctx)
    preamble.show(ctx.tree, ctx.tvb, head)
  end
  if ctx.is_cut and not netif.CUT_BEFORE[head.path] then
    complain(ctx, nil, "cut", "Record cut: %d of %d bytes", #ctx.s,
      ctx.tvb:reported_len())
  end
  local ok, err = pcall(open, ctx, head)
  if not ok then complain(ctx, nil, "failed", "%s", tostring(err)) end
end

local encapsulations = DissectorTable.get("wtap_encap")
local former = encapsulations:get_dissector(wtap.USER0)

-- Tailscale's records belong to a script that took USER0 before us, if there is
-- one.  Wireshark's table for users' own linktypes is not such a script.
local is_free = not former
  or tostring(former) == tostring(Dissector.get("user_dlt"))

-- Who reads the record, or nil if it is none of ours.
local function opener(s, head)
  local path = head and head.path or #s >= 2 and u16(s, 0)
  local open = preamble.paths[path]
  if open then return open end
  return is_free and head and netif.is_tailscale(s, head) and netif.tailscale
end

function proto.dissector(tvb, pinfo, root)
  local s = tvb:raw()
  local head = preamble.read(s)
  local open = opener(s, head)
  if not open then
    return former and former:call(tvb, pinfo, root) or 0
  end
  local ctx = context.new(s, tvb, pinfo, root)
  if state.is_watched then state.see(ctx.number) end
  columns.open(ctx)
  dissect_record(ctx, head, open)
  columns.close(ctx)
  if state.is_watched then state.gather(ctx) end
  context.close(ctx)
end

-- In Help, About, Plugins, and in `tshark -G plugins`.  Few look there, so the
-- menu of the statistics has it too.
set_plugin_info { version = version, author = "the authors of diagtap",
  description = proto.description }
if gui_enabled() then
  register_menu("Qualcomm DIAG/Version", function()
    TextWindow.new("DIAG version"):set("diagtap's dissector " .. version)
  end, MENU_TOOLS_UNSORTED)
end
proto.init = state.reset
encapsulations:add(wtap.USER0, proto)
