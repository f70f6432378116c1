-- SPDX-License-Identifier: MIT
-- columns - Info, Protocol, Source and Destination of a record.
--
-- Dissectors of upper layers clear, append to and fence Info as they like.  So
-- what each of them wrote is read back, and Info is written once, at the end.
--
-- Each call costs every record, so a column is assigned to, which makes no
-- object for it, and a fence is cleared only where somebody may have set one.

local names = require "names"

local concat, gsub, sub = table.concat, string.gsub, string.sub
local PATH, PATHS = names.codes.path, names.paths

local columns = {}

local IS_IPA = { [PATH.ENTRY] = true, [PATH.STRAY] = true }

-- Nobody reads more texts than these in a line.
local TEXTS_MAX = 40

-- Begins the columns of a record.
function columns.open(ctx)
  local cols = ctx.pinfo.cols
  local info = cols.info
  -- Without columns (tshark -T fields, taps) Wireshark shows a placeholder.
  local text = tostring(info)
  if text == "(info)" then return end
  ctx.cols, ctx.info, ctx.texts, ctx.told = cols, info, {}, {}
  ctx.is_written = text ~= ""
end

local function append(all, text)
  if all and text ~= "" and #all <= TEXTS_MAX then
    all[#all + 1] = #all < TEXTS_MAX and text or "..."
  end
end

function columns.add(ctx, text)
  append(ctx.texts, text)
end

-- What stands before all that.  A container holds twenty names of logs for each
-- message that people look for.
function columns.tell(ctx, text)
  append(ctx.told, text)
end

-- Before an upper layer writes.
function columns.clear(ctx)
  if not ctx.texts then return end
  if ctx.is_written then
    ctx.info:clear_fence()
    ctx.info:set("")
  end
  ctx.is_written = true
end

-- Whether a message said this at the end of its text already.
local function is_told(ctx, text)
  local ending = ", " .. text
  for i = #ctx.told, 1, -1 do
    if sub(ctx.told[i], -#ending) == ending then return true end
  end
  return false
end

-- Takes what an upper layer wrote, or `otherwise` when it wrote nothing.  A NAS
-- message within RRC has a log of its own too: it is named once.
function columns.take(ctx, otherwise, is_nas)
  if not ctx.texts then return end
  local text = gsub(gsub(tostring(ctx.info), "^[%s,]+", ""), "[%s,]+$", "")
  if is_nas and is_told(ctx, text) then return end
  columns.tell(ctx, text == "" and otherwise or text)
end

-- What the column "Protocol" says of a message; of messages that differ it says
-- only "DIAG".
function columns.protocol(ctx, name)
  name = name or "DIAG"
  if ctx.protocol and ctx.protocol ~= name then name = "DIAG" end
  ctx.protocol = name
end

-- The same, as the layer above has it, if there was one.
function columns.upper_protocol(ctx, otherwise)
  if not ctx.texts then return end
  local name = tostring(ctx.cols.protocol)
  columns.protocol(ctx, name ~= "" and name or otherwise)
end

-- Records with messages of both directions are shown as the modem's.
function columns.route(ctx, source, destination)
  if ctx.source and ctx.source ~= source then
    source, destination = "modem", "host"
  end
  ctx.source, ctx.destination = source, destination
end

function columns.close(ctx)
  if not ctx.texts then return end
  local cols = ctx.cols
  for _, text in ipairs(ctx.texts) do append(ctx.told, text) end
  if #ctx.told == 0 then columns.tell(ctx, PATHS[ctx.path] or "") end
  if ctx.is_written then ctx.info:clear_fence() end
  ctx.info:set(concat(ctx.told, ", "))
  if ctx.is_foreign then return end
  if ctx.is_written then cols.protocol:clear_fence() end
  cols.protocol = IS_IPA[ctx.path] and "IPA" or ctx.protocol or "DIAG"
  if ctx.has_addresses then return end
  cols.src = ctx.source or "modem"
  cols.dst = ctx.destination or "host"
end

-------------------------------------------------------------------------------

return columns
