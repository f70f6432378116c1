-- SPDX-License-Identifier: MIT
-- printf - puts the 32-bit arguments of a message into a format of C's printf.

local format, gsub = string.format, string.gsub

-- How printf's conversions look in Lua, and which take the number as signed.
local SIGNED = { d = true, i = true }
local CONVERSIONS = { d = "d", i = "d", u = "d", x = "x", X = "X", o = "o",
  p = "x", c = "c" }

local function convert(flags, width, letter, value)
  local conversion = CONVERSIONS[letter]
  if not value or not conversion then return end
  if SIGNED[letter] and value >= 0x80000000 then
    value = value - 0x100000000
  end
  if conversion == "c" and (value < 32 or value > 126) then return "." end
  if conversion == "d" and gsub(flags .. width, "[#.]", "") == "" then
    return format("%.0f", value)
  end
  local ok, text = pcall(format, "%" .. flags .. width .. conversion, value)
  return ok and text or format("%.0f", value)
end

-- The format with its arguments.  A conversion without an argument, or of a
-- pointer to text that we do not have (%s), stays as it is.
return function(text, args)
  local n = 0
  return (gsub(text, "(%%([-+ #0]*)(%d?%d?%.?%d?%d?)[hlLqjzt]*([%a%%]))",
    function(whole, flags, width, letter)
      if letter == "%" and flags .. width == "" then return "%" end
      n = n + 1
      return convert(flags, width, letter, args[n]) or whole
    end))
end
