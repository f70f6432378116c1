-- SPDX-License-Identifier: MIT
-- What the preferences change: damaged frames, NAS within RRC, session keys.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local capture = lib.tmp .. "/preferences.pcap"
local u8, u16, hex = fixtures.u8, fixtures.u16, fixtures.hex

local function values(field, preference)
  local output, said = lib.run("-n -r " .. lib.quote(capture)
    .. " -T fields -E aggregator=, -e " .. field
    .. (preference and " -o " .. preference or ""))
  lib.check(said == "", "tshark said %s", said)
  return (output:gsub("\n", " "):gsub("^ +", ""):gsub(" +$", ""))
end

local function equal(found, expected, what)
  lib.check(found == expected, "%s: \"%s\", not \"%s\"", what, found, expected)
end

-- The keys of a session.
local key = ("\171"):rep(16)
fixtures.write(capture, { fixtures.packet(fixtures.log(0xb0a3, u8(1) .. u8(1)
  .. u16(0) .. u8(0xc3) .. u8(24) .. u16(40) .. key .. ("\0"):rep(16) .. u8(3)
  .. u8(3) .. u16(0))) })
equal(values("diagtap.pdcp.srb_key"), "present", "a key")
equal(values("diagtap.pdcp.drb_key"), "zeros", "no key")
equal(values("diagtap.pdcp.srb_key", "diagtap.keys:TRUE"), ("ab"):rep(16),
  "a key that is asked for")

-- What nobody has described may be keys too.
fixtures.write(capture, { fixtures.packet(fixtures.log(0xb0a3, u8(1) .. u8(1)
  .. u16(0) .. u8(0xc3) .. u8(99) .. u16(20) .. key)),
  fixtures.packet(fixtures.log(0xb0b3, u8(9) .. key)),
  fixtures.packet(fixtures.log(0xb0f2, key)),
  fixtures.packet(fixtures.log(0x1098, key)) })
for _, field in ipairs { "diagtap.log.body", "diagtap.packet.body" } do
  equal(values(field), "", "bytes that may be a key")
end
equal(values("diagtap.log.hidden"), "16 bytes 17 bytes 16 bytes 16 bytes",
  "that there are bytes")
equal(values("diagtap.packet.body", "diagtap.keys:TRUE"), ("ab"):rep(16),
  "bytes that are asked for")

-- A frame with a wrong check sequence.
local whole = fixtures.frame(fixtures.lte_rrc(20, 7, fixtures.RELEASE))
local damaged = whole:sub(1, -4) .. "\1\2~"
fixtures.write(capture, { fixtures.container(whole),
  fixtures.container(damaged) })
equal(values("diagtap.pci"), "77", "a damaged frame")
equal(values("diagtap.pci", "diagtap.damaged:TRUE"), "77 77",
  "a damaged frame that is asked for")
equal(values("diagtap.pci", "diagtap.crc:FALSE"), "77 77", "unchecked frames")

-- A detach accept, enciphered as Wireshark guesses it is not.
fixtures.write(capture, { fixtures.packet(fixtures.lte_rrc(20, 9,
  hex "48 01 04 e0 00 00 00 20 80 e8 c0")) })
equal(values("nas_eps.nas_msg_emm_type"), "", "NAS within RRC")
equal(values("nas_eps.nas_msg_emm_type", "diagtap.decipher:TRUE"), "0x46",
  "NAS within RRC that may be plain")
equal(values("nas_eps.nas_msg_emm_type",
  "diagtap.decipher:TRUE -o nas-eps.null_decipher:FALSE"), "",
  "NAS within RRC that Wireshark does not read")

lib.finish("preferences")
