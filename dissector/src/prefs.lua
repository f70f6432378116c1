-- SPDX-License-Identifier: MIT
-- prefs - the preferences: crc, damaged, decipher, keys, qcdiag, fill, and ipa
-- as ten times its version.
--
-- These are copies, because to ask Wireshark for a preference costs as much as
-- a field does.

local proto = require("fields").proto

proto.prefs.crc = Pref.bool("Check the frame check sequence", true,
  "Compute the CRC of every frame; off is faster")
proto.prefs.damaged = Pref.bool("Dissect damaged frames", false,
  "Dissect a frame although its check sequence is wrong. What it holds may "
  .. "never have been sent")
proto.prefs.decipher = Pref.bool("NAS within RRC may be unciphered", false,
  "Leave it to Wireshark's preferences whether NAS messages within RRC, which "
  .. "are logged as on the air, may be read as if they were not enciphered. On "
  .. "for networks that do not encipher (EEA0)")
proto.prefs.keys = Pref.bool("Show session keys", false,
  "Show the keys in PDCP logs, which decipher what is on the air, and the "
  .. "bytes of other logs that may hold keys. Without this they are only said "
  .. "to be present")
proto.prefs.qcdiag = Pref.bool("Prefer Wireshark's own DIAG dissector",
  false, "Give frames to the dissector \"qcdiag\" where Wireshark has it. "
  .. "It does not know multi-radio and NR packets: these stay here")
proto.prefs.fill = Pref.bool("Fill cut packets with zeros", true,
  "Put zeros in place of what was cut off an IP packet. Wireshark then does "
  .. "not report a wrong length, or lost TCP segments")

-- Versions whose headers have the same length, so that a record cannot tell.
proto.prefs.ipa = Pref.enum("IPA version", 0,
  "How to read the status headers of IPA that have 32 bytes", {
    { 1, "As the record says", 0 }, { 2, "2.5", 25 }, { 3, "5.5", 55 },
    { 4, "6.0", 60 } })

local prefs = {}

local function read()
  for _, name in ipairs { "crc", "damaged", "decipher", "keys", "qcdiag",
    "fill", "ipa" } do
    prefs[name] = proto.prefs[name]
  end
end

read()
proto.prefs_changed = read

return prefs
