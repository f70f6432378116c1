-- SPDX-License-Identifier: MIT
-- What Wireshark puts into the global namespace of a Lua script.
std = "min"
max_line_length = 80
files["dissector"] = {
  read_globals = {
    "Proto", "ProtoField", "ProtoExpert", "Pref", "Dissector",
    "DissectorTable", "ByteArray", "NSTime", "Listener", "TextWindow",
    "UInt64", "Field", "get_preference", "set_preference", "base", "expert", "ftypes", "wtap", "gui_enabled",
    "register_menu", "register_stat_cmd_arg", "set_plugin_info",
    "new_dialog", "report_failure",
    "MENU_TOOLS_UNSORTED",
  },
}
-- Generated: names are as long as they are.
files["dissector/diagtap.lua"] = { max_line_length = false }
files["dissector/src/data"] = { max_line_length = false }
files["tests"] = { std = "max" }
files["script"] = { std = "max" }
