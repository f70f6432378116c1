#!/bin/sh
# SPDX-License-Identifier: MIT
# locals.sh ROOT: every Lua there is compiles the bundle and the modules, and no
# module comes near the 200 local variables that a function of Lua may have.
set -eu
cd "$1/dissector"

MOST=80

# count FILE: the local variables of its main chunk.
count() {
  "$luac" -l -p "$1" |
    sed -n '/^main /,/locals/s/.* \([0-9]*\) locals*,.*/\1/p' | head -n 1
}

# A chunk with too many is found?
planted=$(mktemp)
trap 'rm -f "$planted"' EXIT
for i in $(seq $((MOST + 1))); do echo "local v$i = $i"; done >"$planted"

ran=
for luac in luac5.1 luac5.2 luac5.3 luac5.4; do
  command -v "$luac" >/dev/null || continue
  ran=yes
  "$luac" -p diagtap.lua
  [ "$(count "$planted")" -gt $MOST ] || {
    echo "locals.sh does not see the locals that $luac counts"
    exit 1
  }
  find src -name '*.lua' | while read -r file; do
    n=$(count "$file")
    [ "$n" -le $MOST ] || {
      echo "$file: $n local variables, more than $MOST"
      exit 1
    }
  done
done
[ -n "$ran" ] || { echo "skipped: no luac"; exit 77; }
