#!/bin/sh
# SPDX-License-Identifier: MIT
# plain.sh TEST DISSECTOR: TEST.lua of this folder under every Lua there is.
set -eu

test=$1
DISSECTOR=$2
HERE=$(cd "$(dirname "$0")" && pwd)
export DISSECTOR HERE

ran=
for lua in lua5.1 lua5.2 lua5.3 lua5.4; do
  if command -v "$lua" >/dev/null; then
    "$lua" "$HERE/$test.lua"
    ran=yes
  fi
done
[ -n "$ran" ] || { echo "skipped: no Lua interpreter"; exit 77; }
