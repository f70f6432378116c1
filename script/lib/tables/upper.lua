-- SPDX-License-Identifier: MIT
-- upper - the tables of data/ about PDUs in logs, as C: upper_tables.h of
-- src/rewrite says what they are.

local filled = require("write").filled

local upper = {}

local HEAD = [[
/* SPDX-License-Identifier: MIT */
/*
 * Where the PDUs of logs are, and whose they are.
 *
 * Written by script/tables from data/: not to be edited here.
 */
/* clang-format off */
#include "rewrite/upper_tables.h"

]]

local function by_key(record)
  local found = {}
  for _, pair in ipairs(record) do found[pair[1]] = pair[2] end
  return found
end

-- A field of a layout; its arfcn has another name for NR.
local function layout_row(layout)
  local it = by_key(layout)
  return string.format("{%d, %d, %d, %d, %d, %d, %d, %d, %d}", it.from,
    it.pdu, it.pdu_len, it.payload, it.segment or 0, it.pci or 0,
    it.earfcn or it.nr_arfcn or 0, it.earfcn_size or 4, it.sfn_subframe or 0)
end

local function rrc_table(name, layouts, channels, prefix)
  local parts, numbers, all = {}, {}, by_key(channels)
  local rows = { layout = {}, channel = {}, version = {} }
  local function put(...) parts[#parts + 1] = string.format(...) end
  for i, layout in ipairs(layouts) do rows.layout[i] = layout_row(layout) end
  for i, family in ipairs(all.families) do
    numbers[family[1]] = i
    for _, entry in ipairs(family[2]) do
      rows.channel[#rows.channel + 1] = string.format('{%d, %d, "%s%s"}', i,
        entry[1], prefix, entry[2])
    end
  end
  for i, entry in ipairs(all.versions) do
    rows.version[i] = string.format("{%d, %d}", entry[1], numbers[entry[2]])
  end
  for _, part in ipairs { "layout", "channel", "version" } do
    put("static const struct dtap_rrc_%s %s_%ss[] = {\n%s\n};\n\n", part, name,
      part, filled(rows[part], "\t"))
  end
  put("const struct dtap_rrc dtap_%s = {\n", name)
  for _, part in ipairs { "layout", "channel", "version" } do
    put("\t.%ss = %s_%ss,\n\t.%s_count = sizeof %s_%ss / sizeof *%s_%ss,\n",
      part, name, part, part, name, part, name, part)
  end
  put("\t.others = %d,\n};\n\n", numbers[all.others])
  return table.concat(parts)
end

local function list(kind, name, count, rows)
  return string.format("const struct %s %s[] = {\n%s\n};\n"
    .. "const size_t %s = sizeof %s / sizeof *%s;\n\n", kind, name,
    filled(rows, "\t"), count, name, name)
end

local function nas_rows(layouts)
  local rows, nas = {}, by_key(layouts.nas)
  for _, log in ipairs(layouts.logs) do
    if log[2][1] == "nas" then
      local it = by_key(nas[log[2][2]])
      rows[#rows + 1] = string.format('{0x%04x, %d, "%s"}', log[1], it.size,
        it.dissector)
    end
  end
  return rows
end

local function umts_rows(names, prefix)
  local rows = {}
  for _, entry in ipairs(names) do
    rows[#rows + 1] = string.format('{%d, "%s%s"}', entry[1], prefix, entry[2])
  end
  return rows
end

local function gsmtap_rows(places)
  local rows = {}
  for _, it in ipairs(places) do
    rows[#rows + 1] = string.format('{"%s", %d, 0x%04x, %d}', it.name,
      it.version, it.type, it.subtype)
  end
  return rows
end

function upper.c(path, data)
  local layouts = by_key(data.layouts)
  local rrc = by_key(layouts.rrc)
  local values = by_key(by_key(data.names).values)
  local file = assert(io.open(path, "w"))
  file:write(HEAD,
    rrc_table("lte_rrc", rrc.lte_rrc, rrc.lte_channels, "lte_rrc."),
    rrc_table("nr_rrc", rrc.nr_rrc, rrc.nr_channels, "nr-rrc."),
    list("dtap_nas_log", "dtap_nas_logs", "dtap_nas_log_count",
      nas_rows(layouts)),
    list("dtap_umts_name", "dtap_umts_channels", "dtap_umts_channel_count",
      umts_rows(values.umts_channels, "rrc.")),
    list("dtap_umts_name", "dtap_umts_sibs", "dtap_umts_sib_count",
      umts_rows(values.umts_sibs, "rrc.si.")),
    (list("dtap_gsmtap_place", "dtap_gsmtap_places",
      "dtap_gsmtap_place_count", gsmtap_rows(data.gsmtap)):gsub("\n$", "")))
  file:close()
end

return upper
