#!/bin/sh
# SPDX-License-Identifier: MIT
# plain.sh DISSECTOR: plain.lua under every Lua there is.
set -eu

DISSECTOR=$1
HERE=$(cd "$(dirname "$0")" && pwd)
export DISSECTOR HERE

ran=
for lua in lua5.1 lua5.2 lua5.3 lua5.4; do
  if command -v "$lua" >/dev/null; then
    "$lua" "$HERE/plain.lua"
    ran=yes
  fi
done
[ -n "$ran" ] || { echo "skipped: no Lua interpreter"; exit 77; }
