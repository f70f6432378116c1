-- SPDX-License-Identifier: MIT
-- What the dissector's tests share.  run.sh puts the paths into the
-- environment.

local lib = {
  dissector = assert(os.getenv("DISSECTOR"), "run me through run.sh"),
  tshark = assert(os.getenv("TSHARK")),
  here = assert(os.getenv("HERE")),
  tmp = assert(os.getenv("TMP")),
}

package.path = lib.here .. "/?.lua;" .. package.path

function lib.quote(s)
  return "'" .. s:gsub("'", "'\\''") .. "'"
end

function lib.read(path)
  local file = assert(io.open(path, "rb"))
  local all = file:read("*a")
  file:close()
  return all
end

function lib.write(path, bytes)
  local file = assert(io.open(path, "wb"))
  file:write(bytes)
  file:close()
end

local errors = lib.tmp .. "/stderr"

-- Runs tshark with our dissector; returns its output, with anything it said
-- on the way except that it does not like root.
function lib.run(arguments, scripts)
  local command = { lib.quote(lib.tshark) }
  local is_list = arguments:find("^%-G")
  if is_list then command[2] = arguments end
  for _, script in ipairs(scripts or { lib.dissector }) do
    command[#command + 1] = "-X lua_script:" .. lib.quote(script)
  end
  if not is_list then command[#command + 1] = arguments end
  command[#command + 1] = "2>" .. lib.quote(errors)
  local pipe = assert(io.popen(table.concat(command, " ")))
  local output = pipe:read("*a")
  pipe:close()
  local said = lib.read(errors):gsub("Running as user[^\n]*\n", "")
  return output, said
end

-- Puts the profile beside the dissector where -C finds it; returns its folder.
function lib.install_profile()
  local folder = lib.dissector:gsub("[^/]*$", "") .. "profile"
  local profiles = lib.tmp .. "/config/profiles"
  os.execute("mkdir -p " .. lib.quote(profiles) .. " && cp -R "
    .. lib.quote(folder) .. " " .. lib.quote(profiles .. "/diagtap"))
  return folder
end

-- The dissector's fields, sorted: { name, type, title }.
function lib.fields()
  local list = {}
  for line in lib.run("-G fields"):gmatch("[^\n]+") do
    local title, name, kind = line:match("^F\t([^\t]*)\t(diagtap%.[^\t]*)\t"
      .. "([^\t]*)")
    if name then list[#list + 1] = { name, kind, title } end
  end
  table.sort(list, function(a, b) return a[1] < b[1] end)
  return list
end

-- The given fields of every record, a line each, behind what Wireshark made
-- of the record.  `more` are further arguments.
function lib.dump(capture, fields, more)
  local names = { "frame.number", "frame.protocols", "_ws.expert.message",
    "_ws.col.Source", "_ws.col.Destination", "_ws.col.Protocol",
    "_ws.col.Info" }
  for _, field in ipairs(fields) do names[#names + 1] = field[1] end
  local arguments = { "-n -r " .. lib.quote(capture), more or "",
    "-T fields -E separator=/t -E aggregator='|'" }
  for _, name in ipairs(names) do
    arguments[#arguments + 1] = "-e " .. name
  end
  local output, said = lib.run(table.concat(arguments, " "))
  assert(said == "", said)
  local lines = {}
  for line in output:gmatch("([^\n]*)\n") do
    local i = 0
    for value in (line .. "\t"):gmatch("([^\t]*)\t") do
      i = i + 1
      if i == 1 then
        lines[#lines + 1] = "record " .. value
      elseif value ~= "" then
        lines[#lines + 1] = "  " .. names[i] .. " = " .. value
      end
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local failures = 0

function lib.check(condition, ...)
  if condition then return end
  failures = failures + 1
  print("FAILED: " .. string.format(...))
end

function lib.finish(name)
  if failures > 0 then
    print(string.format("%s: %d failures", name, failures))
    os.exit(1)
  end
  print(name .. ": ok")
end

return lib
