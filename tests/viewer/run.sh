#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh TEST VIEWER: runs TEST.test.mjs of this folder with Node, on the
# viewer's modules in the folder VIEWER; says why (exit 77) where it cannot.
set -eu

HERE=$(cd "$(dirname "$0")" && pwd)
VIEWER=$(cd "$2" && pwd)
export HERE VIEWER

skip() {
  echo "skipped: $*"
  exit 77
}

command -v node >/dev/null || skip "no node (Debian: nodejs)"
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 18 ] || skip "node $major, 18 is needed"

TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
trap 'exit 1' HUP INT TERM
export TMP

LUA=
for name in ${LUAS:-lua5.4 lua5.3 lua5.2 lua}; do
  if command -v "$name" >/dev/null; then LUA=$name; break; fi
done
[ -n "$LUA" ] || skip "no Lua to make the fixtures with"
export LUA

# The dissector's fixtures, as pcap files: one set for both.
mkdir "$TMP/fixtures"
"$LUA" "$HERE/../dissector/fixtures.lua" "$TMP/fixtures"

# Run by itself, and not by `node --test`, so that it may say 77.
node "$HERE/$1.test.mjs"
