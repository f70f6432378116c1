-- SPDX-License-Identifier: MIT
-- The dissector among others: the former owner of USER0, a second copy, a
-- native DIAG dissector, scripts for single logs, and the statistics.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")
local u8, u16, u32 = fixtures.u8, fixtures.u16, fixtures.u32

local function script(name, text)
  local path = lib.tmp .. "/" .. name
  lib.write(path, text)
  return path
end

-- A protocol that takes whatever it gets; `register` makes it someone.
local function protocol(name, register)
  return script(name .. ".lua", [[
    local p = Proto("]] .. name .. [[", "Test ]] .. name .. [[")
    function p.dissector(tvb, pinfo, tree)
      tree:add(p, tvb())
      pinfo.cols.info:set("]] .. name .. [[ got " .. tvb:len())
    end
    ]] .. register)
end

local function protocols(records, scripts, more)
  local capture = lib.tmp .. "/neighbours.pcap"
  fixtures.write(capture, records)
  local output, said = lib.run("-n -r " .. lib.quote(capture) .. " "
    .. (more or "") .. " -T fields -e frame.protocols -e _ws.col.Info",
    scripts)
  local lines = {}
  for line in output:gmatch("[^\n]+") do lines[#lines + 1] = line end
  return lines, said
end

local release = fixtures.packet(fixtures.lte_rrc(20, 7, fixtures.RELEASE))
local tailscale = fixtures.record(0, fixtures.IPV4)
local unknown = fixtures.record(0x4444, "unknown")

local function is(lines, i, expected, what)
  lib.check(lines[i] and lines[i]:find(expected, 1, true), "%s: %s, not %s",
    what, tostring(lines[i]), expected)
end

-- The former owner keeps every path that is not ours, Tailscale's too.
local owner = protocol("owner",
  'DissectorTable.get("wtap_encap"):add(wtap.USER0, p)')
local lines, said = protocols({ release, tailscale, unknown },
  { owner, lib.dissector })
lib.check(said == "", "tshark said %s", said)
is(lines, 1, "diagtap:lte_rrc", "ours")
is(lines, 2, "owner\towner got 36", "Tailscale's, with an owner")
is(lines, 3, "owner\towner got 11", "unknown, with an owner")

-- Without one Tailscale's records are read, and the rest is Wireshark's.
lines = protocols({ tailscale, unknown })
is(lines, 1, "diagtap:raw:ip:udp", "Tailscale's, without an owner")
is(lines, 2, "diagtap:user_dlt", "unknown, without an owner")

-- A second copy of the script is no error.
local copy = script("copy.lua", lib.read(lib.dissector))
lines, said = protocols({ release }, { lib.dissector, copy })
lib.check(said == "", "tshark said %s", said)
is(lines, 1, "diagtap:lte_rrc", "twice loaded")

-- Whoever is called qcdiag gets packets, but only when told so, and neither
-- multi-radio packets nor NR.
local native = protocol("qcdiag", "")
local nr = fixtures.packet(fixtures.log(0xb821, u32(8)))
local wrapped = fixtures.packet(u8(0x98) .. u8(1) .. u16(0) .. u32(1)
  .. fixtures.log(0x1234, "x"))
local both = { native, lib.dissector }
lines = protocols({ release }, both)
is(lines, 1, "diagtap:lte_rrc", "native not asked for")
lines = protocols({ release, nr, wrapped }, both, "-o diagtap.qcdiag:TRUE")
is(lines, 1, "diagtap:qcdiag\tqcdiag got 37", "native")
is(lines, 2, "diagtap\tNR RRC OTA message", "native, NR")
is(lines, 3, "diagtap:qcdiag\tqcdiag got 17", "native, wrapped")
lines = protocols({ release }, nil, "-o diagtap.qcdiag:TRUE")
is(lines, 1, "diagtap:lte_rrc", "native, but there is none")

-- A script may dissect a log that is not dissected here.
local decoder = protocol("decoder",
  'DissectorTable.get("diagtap.log"):add(0x1234, p)')
local odd = fixtures.packet(fixtures.log(0x1234, "seven__"))
lines = protocols({ odd }, { lib.dissector, decoder })
is(lines, 1, "diagtap:decoder\tdecoder got 7", "log of another script")

-- One that fails, and one that leaves separators and a fence in Info, do not
-- spoil the messages around theirs.
local rude = script("rude.lua", [[
  local fails, litters = Proto("fails", "Fails"), Proto("litters", "Litters")
  function fails.dissector() error("no") end
  function litters.dissector(_, pinfo)
    pinfo.cols.info:set(", litter, ")
    pinfo.cols.info:fence()
    pinfo.cols.protocol:set("LITTER")
    pinfo.cols.protocol:fence()
  end
  local logs = DissectorTable.get("diagtap.log")
  logs:add(0x1234, fails)
  logs:add(0x1235, litters)
]])
local three = fixtures.container(
  fixtures.frame(fixtures.log(0x1234, "x"))
  .. fixtures.frame(fixtures.log(0x1235, "x"))
  .. fixtures.frame(fixtures.lte_rrc(20, 7, fixtures.RELEASE)))
lines, said = protocols({ three }, { lib.dissector, rude },
  "-e _ws.col.Protocol")
lib.check(said == "", "tshark said %s", said)
is(lines, 1, "log 0x1234, litter, RRCConnectionRelease [cause=other]", "rude")
is(lines, 1, "DIAG\t", "rude")

-- Unchecked frames have no status, and a bad one is not noticed.
local bad = fixtures.container("~bad~" .. fixtures.frame(u8(0x0c)))
local function status(more)
  local capture = lib.tmp .. "/status.pcap"
  fixtures.write(capture, { bad })
  return (lib.run("-n -r " .. lib.quote(capture) .. " " .. more
    .. " -T fields -e diagtap.frame.fcs.status -e diagtap.fcs.bad"))
end
lib.check(status("") == "0,1\t1\n", "checked: %s", status(""))
lib.check(status("-o diagtap.crc:FALSE") == "\t\n", "unchecked")

-- Statistics count what a filter lets through.
local capture = lib.tmp .. "/codes.pcap"
fixtures.write(capture, { release, release, odd, tailscale })
local function statistics(arguments)
  local output = lib.run("-n -q -r " .. lib.quote(capture) .. " " .. arguments)
  return output:gsub(" +", " ")
end
local all = statistics("-z diagtap,codes")
lib.check(all:find("0xb0c0 2 LTE RRC OTA message\n0x1234 1 \nTotal 3", 1,
  true), "codes: %s", all)
local some = statistics("-z diagtap,codes,diagtap.log.code==0x1234")
lib.check(some:find("Name\n0x1234 1 \nTotal 1", 1, true), "codes: %s", some)

-- The menu entries show the same tables.  Names that shadow Wireshark's stand
-- in for its window, which tshark does not have.
local gui = script("gui.lua", ("local FOLDER = %q\n"):format(lib.tmp) .. [[

  local function gui_enabled() return true end
  local function register_menu(name, open) print(name) open() end
  local function retap_packets() error("hangs amid a live capture") end
  local MENU_TOOLS_UNSORTED = 0
  local function new_dialog(title, write)
    write(FOLDER .. "/" .. title)
  end
  local TextWindow = { new = function(title)
    local press = function() end
    return {
      set = function(_, text) print(title .. "\n" .. text) press() end,
      add_button = function(_, _, act) press = act end,
      set_atclose = function() end,
    }
  end }
]] .. lib.read(lib.dissector))
all = lib.run("-n -q -r " .. lib.quote(capture), { gui }):gsub(" +", " ")
lib.check(all:find("Qualcomm DIAG/Log codes\n", 1, true), "menu: %s", all)
lib.check(all:find("DIAG log codes\nCode Logs Name\n\nTotal 0", 1, true),
  "window at once: %s", all)
lib.check(all:find("DIAG log codes\nCode Logs Name\n"
  .. "0xb0c0 2 LTE RRC OTA message\n0x1234 1 \nTotal 3", 1, true),
  "window: %s", all)

for _, title in ipairs { "Cells", "Signal strength", "Procedures" } do
  lib.check(all:find("Qualcomm DIAG/" .. title .. "\nDIAG " .. title:lower(),
    1, true),
    "%s: %s", title, all)
end
lib.check(all:find("Qualcomm DIAG/Version\nDIAG version\ndiagtap's dissector "
  .. "%d+%.%d+%.%d+"), "version: %s", all)
lib.check(all:find("LTE 66986 77 - - - - 2 0 - -", 1, true), "cells: %s", all)
local saved = lib.read(lib.tmp .. "/Save log codes"):gsub(" +", " ")
lib.check(saved:find("0xb0c0 2 LTE RRC OTA message\n0x1234 1 \nTotal 3", 1,
  true), "saved: %s", saved)

-- A filter finds what the tree shows, though no tree is asked for.
local found = lib.run("-n -r " .. lib.quote(capture)
  .. " -Y 'diagtap.earfcn == 66986 && diagtap.direction == \"downlink\"'")
local _, count = found:gsub("\n", "\n")
lib.check(count == 2, "filter found %d", count)

lib.finish("neighbours")
