-- SPDX-License-Identifier: MIT
-- plain - the modules that need no Wireshark: a plain Lua gets them, for tests.

return {
  bytes = require "bytes",
  layouts = require "data.layouts_generated",
  message_text = require "printf",
  modem_time = require "modem_time",
  names = require "names",
  short_time = require "short_time",
  sib1 = require "logs.sib1",
  versions = require "logs.versions",
}
