#!/bin/sh
# SPDX-License-Identifier: MIT
# bundled.sh ROOT FOLDER: dissector/diagtap.lua is what script/bundle makes of
# the modules; FOLDER is where it may write.
set -eu

"$1/script/bundle" "$2/diagtap.lua"
cmp "$2/diagtap.lua" "$1/dissector/diagtap.lua" || {
  echo "dissector/diagtap.lua is not current: run script/bundle"
  exit 1
}
