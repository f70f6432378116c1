-- SPDX-License-Identifier: MIT
-- parts - reassembles a container that was too large for one record.

local bytes = require "bytes"
local columns = require "columns"
local container = require "container"
local fields = require "fields"
local state = require "state"
local trees = require "tree"

local concat, insert, remove, sort = table.concat, table.insert,
  table.remove, table.sort
local format, sub = string.format, string.sub
local pf, u16 = fields.pf, bytes.u16
local complain, note, add_rows = trees.complain, trees.note, trees.add_rows
local remember, recall = state.remember, state.recall

local parts = {}

-- So many incomplete containers wait; then the oldest is dropped.
local PARTS_PENDING = 16

local function job_of(ctx, key)
  local pending = state.of(ctx).parts
  if not pending[key] then
    if #pending >= PARTS_PENDING then
      pending[remove(pending, 1)] = nil
    end
    pending[key] = { key = key, pieces = {}, have = 0, from = {} }
    insert(pending, key)
  end
  return pending[key]
end

-- Counts from 0 or from 1: the order alone matters.
local function finish(ctx, job)
  local order, pieces = {}, {}
  for part in pairs(job.pieces) do order[#order + 1] = part end
  sort(order)
  for i, part in ipairs(order) do pieces[i] = job.pieces[part] end
  job.bytes, job.number, job.pieces = concat(pieces), ctx.number, {}
  local pending = state.of(ctx).parts
  pending[job.key] = nil
  for i, key in ipairs(pending) do
    if key == job.key then return remove(pending, i) end
  end
end

-- The container once all its parts are there.  Earlier parts learn of it too:
-- they get the same table, which is filled when the last part comes.
local function collect(ctx, head)
  if not ctx.visited then
    local job = job_of(ctx, sub(ctx.s, head.a + 1, head.a + 8))
    remember(ctx, "container", job)
    local part, count = u16(ctx.s, head.a + 8), u16(ctx.s, head.a + 10)
    if not job.pieces[part] and not ctx.is_cut then
      job.pieces[part], job.have = sub(ctx.s, head.payload + 1), job.have + 1
      insert(job.from, ctx.number)
    end
    if job.have >= count then finish(ctx, job) end
  end
  local job = recall(ctx, "container")
  return job and job.bytes and job
end

local ROWS = fields.rows { { "part.container", 0, 8 }, { "part.part", 8, 2 },
  { "part.parts", 10, 2 } }

-- One part; dissects the container where it was the last one missing.
function parts.dissect(ctx, head)
  if head.a_len < 12 then
    return complain(ctx, nil, "short", "Part without its numbers")
  end
  add_rows(ctx, ctx.tree, ctx.s, ctx.tvb, ROWS, head.a)
  local whole = collect(ctx, head)
  if not whole or whole.number ~= ctx.number then
    if ctx.tree and whole then
      note(ctx.tree, pf["part.whole_in"], whole.number)
    end
    return columns.add(ctx, format("Part %d of %d of a container",
      u16(ctx.s, head.a + 8) + 1, u16(ctx.s, head.a + 10)))
  end
  if ctx.tree then
    for _, number in ipairs(whole.from) do
      note(ctx.tree, pf["part.from"], number)
    end
  end
  ctx.s, ctx.flag = whole.bytes, -1
  ctx.tvb = ByteArray.new(whole.bytes, true):tvb("DIAG container")
  container.dissect(ctx, 0)
end

return parts
