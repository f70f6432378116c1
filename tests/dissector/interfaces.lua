-- SPDX-License-Identifier: MIT
-- Two devices in one pcapng, whose frames are cut across records in turn: the
-- one must not continue what the other began.

local lib = dofile(os.getenv("HERE") .. "/lib.lua")
local fixtures = require("fixtures")

local u16, u32 = fixtures.u16, fixtures.u32
local FRAMES = 100
local SHB, IDB, EPB = 0x0a0d0d0a, 1, 6

local function block(kind, body)
  body = body .. ("\0"):rep(-#body % 4)
  local size = u32(#body + 12)
  return u32(kind) .. size .. body .. size
end

-- With the option if_name: 2.
local function interface(name)
  local option = u16(2) .. u16(#name) .. name .. ("\0"):rep(-#name % 4)
  return block(IDB, u16(147) .. u16(0) .. u32(262144) .. option .. u32(0))
end

local function section(interfaces)
  local all = block(SHB, u32(0x1a2b3c4d) .. u16(1) .. u16(0)
    .. ("\255"):rep(8))
  for i = 1, interfaces do all = all .. interface("device-" .. i) end
  return all
end

local function packet(number, record)
  local bytes = record.payload
  return block(EPB, u32(number) .. u32(0) .. u32(0) .. u32(#bytes)
    .. u32(#bytes) .. bytes)
end

-- The two devices log different messages.
local FRAME_OF = {
  [0] = fixtures.frame(fixtures.lte_rrc(20, 7, fixtures.RELEASE)),
  [1] = fixtures.frame(fixtures.lte_rrc(20, 5, fixtures.PAGING)),
}

-- The records of two devices: halves of frames, in turn.  Each begins with a
-- flag, so that nobody takes it for a stream joined in its midst.
local function turns(of_device)
  local parts = {}
  for device = 0, 1 do
    parts[#parts + 1] = of_device(device, fixtures.container("~"))
  end
  for _ = 1, FRAMES do
    for half = 1, 2 do
      for device = 0, 1 do
        local bytes = FRAME_OF[device]
        local middle = math.floor(#bytes / 2)
        parts[#parts + 1] = of_device(device, fixtures.container(half == 1
          and bytes:sub(1, middle) or bytes:sub(middle + 1)))
      end
    end
  end
  return parts
end

local function count(name, bytes, more)
  local capture = lib.tmp .. "/interfaces.pcapng"
  lib.write(capture, bytes)
  local output, said = lib.run("-n -r " .. lib.quote(capture) .. " "
    .. (more or "") .. " -T fields -e diagtap.pci -Y 'diagtap.pci"
    .. " && diagtap.frame.fcs.status == 1'")
  lib.check(said == "", "tshark said %s", said)
  local _, found = output:gsub("%d+\n", "")
  lib.check(found == 2 * FRAMES, "%s: %d messages of %d are right", name,
    found, 2 * FRAMES)
end

local both = section(2) .. table.concat(turns(packet))
count("two interfaces", both)
count("two interfaces, in two passes", both, "-2")

-- An interface of another section is another one, whatever its number: what
-- the first section began does not go on.
local begun = fixtures.container("~" .. FRAME_OF[0]:sub(1, 9))
count("two sections", section(1) .. packet(0, begun) .. both)

-- Which device a record came from.
lib.write(lib.tmp .. "/interfaces.pcapng", both)
local names = lib.run("-n -r " .. lib.quote(lib.tmp .. "/interfaces.pcapng")
  .. " -c 4 -T fields -e diagtap.device")
lib.check(names == "device-1\ndevice-2\ndevice-1\ndevice-2\n", "devices: %s",
  names)

local plugins = lib.run("-G plugins")
lib.check(plugins:find("diagtap.lua%s+%d+%.%d+%.%d+"), "no version in %s",
  plugins)

lib.finish("interfaces")
