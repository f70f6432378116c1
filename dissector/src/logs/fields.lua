-- SPDX-License-Identifier: MIT
-- logs/fields - logs whose body is a version and fields: data/log_layouts.txt.

local bytes = require "bytes"
local bodies = require("data.layouts_generated").bodies
local columns = require "columns"
local pdu = require "logs.pdu"
local show_rows = require("tree").show_rows
local versions = require "logs.versions"

-- The function of a log with the layouts of this name.
return function(name)
  local body = bodies[name]
  local layouts, size = pdu.layouts_of(body.layouts), body.version_size
  local version_of = size == 1 and bytes.u8 or bytes.u32
  return function(ctx, it)
    if not pdu.has(ctx, it, size) then return end
    local layout = versions.layout_of(layouts, version_of(it.s, it.at))
    -- Nobody has described this version.
    if not layout or not layout.size then return pdu.opaque(ctx, it) end
    if not pdu.has(ctx, it, layout.size) then return end
    columns.add(ctx, it.name)
    if it.tree then show_rows(it.tree, it.tvb, layout.rows, it.at) end
  end
end
