-- SPDX-License-Identifier: MIT
-- steps - which step of a procedure a message is, for statistics.
--
-- NAS: 3GPP TS 24.301 and 24.501, chapter 9 (the message types; a cause follows
-- the type of a reject).  RRC: the first bits of a message in unaligned PER are
-- the choice of its type, 3GPP TS 36.331 and 38.331, 6.2.1; a configuration of
-- LTE then tells which parts it has, mobilityControlInfo among them.  That part
-- of NR is deep in others: there a handover is a reconfiguration that is
-- completed in another cell, be it of the secondary cell group.

local state = require "state"

local byte, floor = string.byte, math.floor
local remember, recall = state.remember, state.recall

local steps = {}

-- NAS -------------------------------------------------------------------------
-- By message type: { procedure, what it means to it }.

local EMM = {
  [0x41] = { "attach", "start" }, [0x42] = { "attach", "accepted" },
  [0x44] = { "attach", "rejected" },
  [0x48] = { "tracking area update", "start" },
  [0x49] = { "tracking area update", "accepted" },
  [0x4b] = { "tracking area update", "rejected" },
  [0x4c] = { "service request", "start" },
  [0x4d] = { "service request", "start" },
  [0x4e] = { "service request", "rejected" },
  [0x4f] = { "service request", "accepted" },
  [0x45] = { "detach", "start" }, [0x46] = { "detach", "accepted" },
}
local ESM = {
  [0xd0] = { "PDN connectivity", "start" },
  [0xc1] = { "PDN connectivity", "accepted" },
  [0xd1] = { "PDN connectivity", "rejected" },
}
local MM5G = {
  [0x41] = { "registration", "start" }, [0x42] = { "registration", "accepted" },
  [0x44] = { "registration", "rejected" },
  [0x4c] = { "service request", "start" },
  [0x4d] = { "service request", "rejected" },
  [0x4e] = { "service request", "accepted" },
  [0x45] = { "deregistration", "start" },
  [0x46] = { "deregistration", "accepted" },
}

local EMM_PROTOCOL, ESM_PROTOCOL, MM5G_PROTOCOL = 7, 2, 0x7e
local SERVICE_REQUEST = 12

-- `time`, if it was not in this record.
local function add(ctx, rat, step, cause, time)
  if not step then return end
  state.step({ rat = rat, procedure = step[1], result = step[2],
    cause = step[2] == "rejected" and cause or nil,
    time = time or ctx.pinfo.abs_ts })
end

-- A message of EPS; protected ones have six bytes in front.
local function eps(ctx, s, at)
  local head, second, third = byte(s, at + 1, at + 3)
  if not second then return end
  local protocol, security = head % 16, floor(head / 16)
  if protocol == ESM_PROTOCOL then
    return add(ctx, "LTE", ESM[third], byte(s, at + 4))
  end
  if protocol ~= EMM_PROTOCOL then return end
  if security == SERVICE_REQUEST then return add(ctx, "LTE", EMM[0x4c]) end
  if security > 0 then return end
  add(ctx, "LTE", EMM[second], third)
end

local function mm5g(ctx, s, at)
  local head, security, kind, cause = byte(s, at + 1, at + 4)
  if head ~= MM5G_PROTOCOL or security ~= 0 then return end
  add(ctx, "NR", MM5G[kind], cause)
end

-- The NAS message of s that begins at `at`; `messages` as in data/logs.txt.
function steps.nas(ctx, messages, s, at)
  if not state.is_watched then return end
  local read = messages == "eps" and eps or mm5g
  read(ctx, s, at)
end

-- RRC -------------------------------------------------------------------------
-- By channel: the bits of the type behind the first bit, which is 0, and steps
-- by type.

local CONNECTION, AGAIN, RESUME = "RRC connection", "RRC re-establishment",
  "RRC resume"

local CHANNELS = {
  LTE = {
    ul_ccch = { 1, { [0] = { AGAIN, "start" }, { CONNECTION, "start" } } },
    dl_ccch = { 2, { { AGAIN, "rejected" }, { CONNECTION, "rejected" } } },
    dl_dcch = { 4, { [5] = { CONNECTION, "released" } } },
    ul_dcch = { 4, { [2] = { "handover", "accepted" },
      [3] = { AGAIN, "accepted" }, [4] = { CONNECTION, "accepted" } } },
  },
  NR = {
    ["ul.ccch"] = { 2, { [0] = { CONNECTION, "start" }, { RESUME, "start" },
      { AGAIN, "start" } } },
    ["dl.ccch"] = { 2, { [0] = { CONNECTION, "rejected" } } },
    ["dl.dcch"] = { 4, { [2] = { CONNECTION, "released" } } },
    ["ul.dcch"] = { 4, { [2] = { CONNECTION, "accepted" },
      [3] = { AGAIN, "accepted" }, [4] = { RESUME, "accepted" } } },
  },
}

-- Bits of s from `bit` on, the highest of a byte first.
local function bits_at(s, at, bit, count)
  local n = 0
  for i = bit, bit + count - 1 do
    local c = byte(s, at + floor(i / 8) + 1)
    if not c then return end
    n = n * 2 + floor(c / 2 ^ (7 - i % 8)) % 2
  end
  return n
end

local RECONFIGURATION, BEFORE_PARTS = 4, 7
local HANDOVER, HANDED_OVER = { "handover", "start" },
  { "handover", "accepted" }

-- Its identity takes two bits, then come four of choices, which are 0, and the
-- parts: measConfig, mobilityControlInfo.
local function is_handover(s, at, kind)
  return kind == RECONFIGURATION and bits_at(s, at, BEFORE_PARTS, 4) == 0
    and bits_at(s, at, BEFORE_PARTS + 5, 1) == 1
end

-- Reconfigurations of NR and their ends: the channel, with the type of the
-- message where the channel has others.
local CONFIGURES = { ["rrc_reconf_msg"] = true, ["dl.dcch 0"] = true }
local CONFIGURED = { ["complete"] = true, ["ul.dcch 1"] = true }

-- When the reconfiguration began that this message completes in another cell.
local function handed_over(ctx, cell)
  ctx.completed = ctx.completed + 1
  local key = "handover " .. ctx.completed
  if ctx.visited then return recall(ctx, key) end
  local begun = state.of(ctx).configured
  state.of(ctx).configured = nil
  if begun and begun.cell ~= cell then
    return remember(ctx, key, begun.time)
  end
end

local function nr_handover(ctx, message, cell)
  if CONFIGURES[message] and not ctx.visited then
    state.of(ctx).configured = { cell = cell, time = ctx.pinfo.abs_ts }
  end
  local begun = CONFIGURED[message] and handed_over(ctx, cell)
  if begun then
    add(ctx, "NR", HANDOVER, nil, begun)
    add(ctx, "NR", HANDED_OVER)
  end
end

-- The RRC message of s that begins at `at`, of a cell.
function steps.rrc(ctx, rat, channel, s, at, cell)
  if not state.is_watched then return end
  if rat == "NR" then nr_handover(ctx, channel, cell) end
  local known = CHANNELS[rat][channel]
  if not known or bits_at(s, at, 0, 1) ~= 0 then return end
  local kind = bits_at(s, at, 1, known[1])
  add(ctx, rat, known[2][kind])
  if rat == "NR" then
    nr_handover(ctx, channel .. " " .. tostring(kind), cell)
  elseif channel == "dl_dcch" and is_handover(s, at, kind) then
    add(ctx, rat, HANDOVER)
  end
end

return steps
