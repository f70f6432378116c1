-- SPDX-License-Identifier: MIT
-- logs/nas - NAS of LTE and NR: a header, then a message of 3GPP TS 24.301 or
-- 24.501.

local fields = require "fields"
local layouts = require("data.layouts_generated").nas
local pdu = require "logs.pdu"
local steps = require "steps"
local add_rows = require("tree").add_rows

-- The function of a log with the layout of this name in data/logs.txt.
return function(name)
  local layout = layouts[name]
  local size, rows = layout.size, fields.rows(layout.rows)
  return function(ctx, it)
    it.is_nas = true
    if not pdu.has(ctx, it, size) then return end
    add_rows(ctx, it.tree, it.s, it.tvb, rows, it.at)
    -- In all of them odd codes are what the modem sent.
    steps.nas(ctx, layout.messages, it.s, it.at + size)
    pdu.direct(ctx, it, it.code % 2 == 1)
    pdu.hand_over(ctx, it, layout.dissector,
      pdu.of(ctx, it, it.at + size, #it.s - it.at - size))
  end
end
