-- SPDX-License-Identifier: MIT
-- logs/versions - what depends on the version of an RRC log: where its fields
-- stand, and which channel a PDU number means (data/rrc_layouts.txt).

local versions = {}

-- The last layout whose `from` the version has reached.
function versions.layout_of(layouts, version)
  local found
  for i = 1, #layouts do
    if version >= layouts[i].from then found = layouts[i] end
  end
  return found
end

-- The channel of a PDU number, or nil.
function versions.channel_of(channels, version, pdu)
  local family = channels.versions[version] or channels.others
  return channels.families[family][pdu]
end

return versions
