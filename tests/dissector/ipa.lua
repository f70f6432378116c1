-- SPDX-License-Identifier: MIT
-- IPA's status headers as other versions have them, which a preference says,
-- and packets that came cut.  Headers are those of golden/ipa.txt, read anew.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")
local hex, u8 = fixtures.hex, fixtures.u8

local capture = lib.tmp .. "/ipa.pcap"

-- The named fields of one record under a preference, "name=value" each.
local function fields(record, preference, ...)
  fixtures.write(capture, { record })
  local names = { ... }
  local output, said = lib.run("-n -r " .. lib.quote(capture) .. " -o "
    .. lib.quote(preference) .. " -T fields -e diagtap.ipa."
    .. table.concat(names, " -e diagtap.ipa."))
  lib.check(said == "", "tshark said %s", said)
  local list = {}
  for value in (output:gsub("\n", "\t")):gmatch("([^\t]*)\t") do
    list[#list + 1] = names[#list + 1] .. "=" .. value:gsub("True", "1")
      :gsub("False", "0")
  end
  return table.concat(list, " ")
end

local function expect(record, version, expected)
  local names = {}
  for name in expected:gmatch("([%w._]+)=") do names[#names + 1] = name end
  local found = fields(record, "diagtap.ipa:" .. version,
    (table.unpack or unpack)(names))
  lib.check(found == expected, "%s: %s, not %s", version, found, expected)
end

local function entry(form, header)
  return fixtures.record(0x200, fixtures.IPV4, hex(header), u8(form))
end

-- Word 3: local, not global, endpoint 21, retained, rule 171, tag.
local old = entry(1, [[01 00 41 00 20 00 02 08 01 00 c0 ab d5 ab cd ab
  78 56 34 12 04 03 02 01 03 a0 65 c3 03 9c 00 00]])
expect(old, "2.5", "flt.local=1 flt.global=0 flt.endpoint=21 flt.ret_hdr=1 "
  .. "flt.rule=171 tag=0x000012345678abcd time=16909060 nat.hit=1 "
  .. "nat.index=4097 nat.type=2 rt.local=1 rt.table=18 rt.match=1 ucp=0 "
  .. "rt.rule=195 hdr.offset=513 sequence= flt.hash=")

-- Word 1: endpoint 200, SYN, UDP; tag 0x9abcdef12, classes 53 and 49.
local new = entry(2, [[01 00 41 00 20 00 c8 4a 01 00 c0 ab f5 7f 72 13
  03 a0 12 ef cd ab 59 c7 ff ba dc fe 03 9c fa 80]])
expect(new, "As the record says", "endpoint=200 destination=250 "
  .. "tag=0x0000c759abcdef12 sequence=255 tcp.syn= egress_tc=")
expect(new, "5.5", "endpoint=200 destination=250 tag=0x00000009abcdef12 "
  .. "egress_tc=53 ingress_tc=49 tcp.syn= rt.table=201")
expect(new, "6.0", "endpoint=200 destination=250 tag=0x00000009abcdef12 "
  .. "egress_tc=53 ingress_tc=49 rt.local=1 tcp.pure_ack=0 tcp.syn=1 "
  .. "tcp.fin_rst=0 protocol=2")

-- A preference for one form leaves the others alone.
local dpl3 = entry(4, "10 09 04 00 03 00 c0 ab ff ff 00 00 00 80 20 00")
expect(dpl3, "6.0", "endpoint=4 sequence=9 time=140737488420863 len=32")
expect(old, "6.0", "endpoint=2 destination=8 flt.rule=701")

-- A TCP segment of 300 bytes, cut behind its header, and the one after it.
local function segment(sequence)
  local header = hex([[45 00 01 54 00 01 00 00 40 06 00 00 c0 00 02 01
    c6 33 64 02 10 00 20 00 00 00 ]] .. sequence .. [[ 00 00 00 01 50 10 10 00
    00 00 00 00]])
  local whole = fixtures.record(0x200, header .. ("\0"):rep(300),
    hex "10 01 04 00 03 00 c0 ab ff ff 00 00 00 80 28 00", u8(4))
  whole.cut = 300
  return whole
end

local function segments(more)
  fixtures.write(capture, { segment("10 00"), segment("11 2c") })
  return (lib.run("-n -r " .. lib.quote(capture) .. " " .. more
    .. " -T fields -e tcp.len -e tcp.analysis.lost_segment -e diagtap.missing"
    .. " -e diagtap.filled -e _ws.malformed"))
end
local filled = segments("")
lib.check(filled == ("300\t\t300\t1\t\n"):rep(2), "cut: %s", filled)
local bare = segments("-o diagtap.fill:FALSE")
lib.check(bare == "0\t\t300\t\t\n0\t1\t300\t\t\n", "not filled: %s", bare)

-- What is said to be missing is not believed without bounds.
local huge = segment("10 00")
huge.payload, huge.cut = huge.payload .. ("\0"):rep(200000), 200300
fixtures.write(capture, { huge })
local output = lib.run("-n -r " .. lib.quote(capture)
  .. " -T fields -e diagtap.missing -e diagtap.filled")
lib.check(output == "200300\t\n", "huge: %s", output)

lib.finish("ipa")
