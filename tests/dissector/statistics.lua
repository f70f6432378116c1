-- SPDX-License-Identifier: MIT
-- The statistics of tshark: codes, cells, signal and procedures of made-up
-- messages, with and without a filter; and in real captures, where there are
-- some, as many handovers as Wireshark itself finds.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local hex, u8, u16, u32 = fixtures.hex, fixtures.u8, fixtures.u16, fixtures.u32
local capture = lib.tmp .. "/statistics.pcap"

local function statistic(name, more)
  local output, said = lib.run("-n -q " .. (more or "") .. " -z "
    .. lib.quote("diagtap," .. name) .. " -r " .. lib.quote(capture))
  lib.check(said == "", "tshark said %s", said)
  return output
end

local function has(text, pattern)
  lib.check(text:find(pattern), "no \"%s\" in\n%s", pattern, text)
end

local function log(code, body)
  return fixtures.packet(fixtures.log(code, body))
end

-- Levels of a cell as in 0xb179 version 4, in sixteenths.
local function intra(pci, rsrp)
  local level = u16((rsrp + 180) * 16)
  return log(0xb179, u8(4) .. "xxx" .. u8(0) .. "xxx" .. u32(1300) .. u16(pci)
    .. u16(0) .. level .. level .. u16(320) .. u16(320) .. u16(0) .. u16(0))
end

local serving = log(0xb0c2, u8(3) .. u16(77) .. u32(1300) .. u32(19300)
  .. u8(50) .. u8(50) .. u32(0x1234) .. u16(4660) .. u32(3) .. u16(262) .. u8(2)
  .. u16(7) .. u8(0))

local function nas(code, pdu)
  return log(code, hex "01 09 05 00" .. hex(pdu))
end

local function rrc(number, pdu)
  return fixtures.packet(fixtures.lte_rrc(20, number, hex(pdu)))
end

-- NR RRC of version 8, of a cell, with the number and the PDU of its channel.
local function nr(pci, number, pdu)
  pdu = hex(pdu)
  return log(0xb821, u32(8) .. hex "0f 40 01" .. u16(pci) .. u32(632628)
    .. u32(0) .. u8(number) .. u32(0) .. u16(#pdu) .. pdu)
end

local NR_DL_DCCH, NR_UL_CCCH, NR_UL_DCCH, NR_CONFIGURES, NR_COMPLETE = 4, 6, 8,
  9, 10

local UL_CCCH, UL_DCCH, DL_CCCH, DL_DCCH = 8, 9, 6, 7

fixtures.write(capture, {
  serving, intra(77, -90), intra(77, -100), intra(78, -110),
  rrc(UL_CCCH, "51 23 45 67 89 a6"), nas(0xb0ed, "07 41 72"),
  rrc(UL_DCCH, "20 00 00"), nas(0xb0ec, "07 44 0f"),
  nas(0xb0ed, "c7 01 02 03"), nas(0xb0ec, "07 4e 09"),
  rrc(DL_DCCH, "20 08 00"), rrc(UL_DCCH, "10 00"),
  rrc(DL_DCCH, "20 10 00"),
  nas(0xb0e3, "02 01 d0 11"), nas(0xb0e2, "02 01 d1 1b"),
  rrc(UL_CCCH, "51 23 45 67 89 a6"), rrc(DL_CCCH, "40 00"),
  -- Completed in the same cell, in another, twice, and without a beginning.
  nr(1, NR_CONFIGURES, "00 00"), nr(1, NR_COMPLETE, "00 00"),
  nr(1, NR_CONFIGURES, "00 00"), nr(2, NR_COMPLETE, "00 00"),
  nr(3, NR_COMPLETE, "00 00"),
  nr(2, NR_DL_DCCH, "00 00"), nr(4, NR_UL_DCCH, "08 00"),
  nr(4, NR_UL_CCCH, "20 00"), nr(4, NR_UL_DCCH, "20 00"),
  nr(4, NR_UL_CCCH, "40 00"), nr(4, NR_UL_DCCH, "18 00"),
})

has(statistic("codes"), "0xb179 +3 ")
has(statistic("codes,diagtap.pci == 78"), "Total +1\n")

local cells = statistic("cells")
has(cells, "LTE +1300 +77 262%-07 +4660 +4660 +3 +0 +2 +%-90.0 +%-95.0")
has(cells, "LTE +1300 +78 %- +%- +%- +%- +0 +1 +%-110.0 +%-110.0")
has(cells, "LTE +66986 +77 %- +%- +%- +%- +7 +0 +%- ")
lib.check(not statistic("cells,diagtap.pci == 78"):find(" 77 "),
  "a filter lets others pass")

local signal = statistic("signal")
has(signal, "^time,rat,arfcn,pci,serving,rsrp_dbm,rsrq_db,rssi_dbm,snr_db\n")
has(signal, "2026%-01%-02 03:04:05%.%d+,LTE,1300,78,,%-110%.00,%-10%.00,,\n")
local _, lines = signal:gsub("LTE", "")
lib.check(lines == 3, "%d levels", lines)

local procedures = statistic("procedures")
has(procedures, "LTE +RRC connection +accepted")
has(procedures, "LTE +RRC connection +rejected")
has(procedures, "LTE +attach +rejected +cause 15")
has(procedures, "LTE +service request +rejected +cause 9")
has(procedures, "LTE +PDN connectivity +rejected +cause 27")
_, lines = procedures:gsub("LTE +handover +accepted", "")
lib.check(lines == 1, "%d handovers in\n%s", lines, procedures)
has(procedures, "NR +RRC resume +accepted")
has(procedures, "NR +RRC re%-establishment +accepted")
_, lines = procedures:gsub("NR +handover +accepted", "")
lib.check(lines == 2, "%d handovers of NR in\n%s", lines, procedures)
lib.check(statistic("procedures", "-2") == procedures, "two passes differ")

-- Real captures ---------------------------------------------------------------

local folder = os.getenv("DIAGTAP_CAPTURES")
  or lib.here .. "/../../../shared/captures"

-- Writes a capture of frames anew, a record for each.  False: there is none.
local function take(name)
  local file = io.open(folder .. "/" .. name, "rb")
  if not file then return false end
  local records = {}
  for escaped in file:read("*a"):gmatch("[^~]+~") do
    records[#records + 1] = fixtures.container(escaped)
  end
  file:close()
  fixtures.write(capture, records)
  return true
end

-- How often the filter finds a handover in a capture; we find it as often, or
-- at least in this share.
local function compare(name, filter, radio, least)
  if not take(name) then return 0 end
  local output = lib.run("-n -r " .. lib.quote(capture) .. " -Y "
    .. lib.quote(filter)
    .. " -T fields -e frame.number")
  local _, theirs = output:gsub("\n", "")
  local _, ours = statistic("procedures"):gsub(radio .. " +handover", "")
  lib.check(ours >= theirs * least and ours <= theirs,
    "%s: %d handovers, not %d", name, ours, theirs)
  print(name .. ": " .. ours .. " of " .. theirs .. " handovers")
  return theirs
end

-- Tracking area and cell of each SIB1, as Wireshark's dissector reads them.
local function compare_cells(name)
  if not take(name) then return 0 end
  local output = lib.run("-n -r " .. lib.quote(capture)
    .. " -Y lte-rrc.systemInformationBlockType1_element -T fields"
    .. " -e diagtap.earfcn -e diagtap.pci -e lte-rrc.trackingAreaCode"
    .. " -e lte-rrc.cellIdentity")
  local last, count = {}, 0
  for earfcn, pci, tac, cell in output:gmatch("(%d+)\t(%d+)\t(%x+)\t(%x+)") do
    last[earfcn .. " +" .. pci] = { tac = tonumber(tac, 16),
      cell = math.floor(tonumber(cell, 16) / 16) }
  end
  local table_of_cells = statistic("cells")
  for cell, is in pairs(last) do
    count = count + 1
    has(table_of_cells, string.format("LTE +%s +%%d+%%-%%d+ +%d +%d ", cell,
      is.tac, is.cell))
  end
  print(name .. ": " .. count .. " cells by their SIB1")
  return count
end

local sib1s = 0
for _, name in ipairs { "1749222138-goodsim.qmdl", "cmcc.mi2log" } do
  sib1s = sib1s + compare_cells(name)
end
lib.check(sib1s == 0 or sib1s > 10, "%d cells by their SIB1", sib1s)

local found = 0
for _, name in ipairs { "attach_sample.mi2log", "cmcc.mi2log" } do
  found = found + compare(name, "lte-rrc.mobilityControlInfo_element", "LTE", 1)
end
-- Some reconfigurations of NR begin anew in the cell that the log names.
for _, name in ipairs { "20201116_123435", "20201116_124345",
  "20201116_195619" } do
  found = found + compare("mi10/" .. name .. "_Xiaomi-Mi10_46000.mi2log",
    "diagtap.log.code == 0xb821 && nr-rrc.reconfigurationWithSync_element",
    "NR", 0.5)
end
if found == 0 then print("no real captures: not compared") end

lib.finish("statistics")
