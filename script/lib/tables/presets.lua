-- SPDX-License-Identifier: MIT
-- presets - reads data/presets.txt: lists of codes, each of which must have a
-- name.  Nothing is written of them.

local shapes = require("shapes")

local presets = {}

-- `codes` are all that have a name: pairs { code, name }.
function presets.check(folder, codes)
  local named = {}
  for _, code in ipairs(codes) do named[code[1]] = true end
  for _, line in ipairs(shapes.lines_of(folder, "presets.txt")) do
    for _, word in ipairs(shapes.words_of(line.text)) do
      if not named[shapes.number_of(line, word)] then
        shapes.fail(line, "no such log: " .. word)
      end
    end
  end
end

return presets
