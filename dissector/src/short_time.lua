-- SPDX-License-Identifier: MIT
-- short_time - a time for a narrow column: without its date where that is the
-- record's.  Both are UTC, so the date is the same in both or it differs.

local date, floor, format = os.date, math.floor, string.format

local DAY = 86400

-- Unix seconds and nanoseconds, and the Unix seconds of the record.  Nil for a
-- year that this system cannot name: a device may say anything.
return function(seconds, nanoseconds, record)
  local is_same_day = floor(seconds / DAY) == floor(record / DAY)
  local is_known, text = pcall(date, is_same_day and "!%H:%M:%S"
    or "!%Y-%m-%d %H:%M:%S", seconds)
  return is_known and format("%s.%06d", text, floor(nanoseconds / 1000)) or nil
end
