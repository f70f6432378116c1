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

# The dissector's fixtures, as pcap files: whoever wrote them, one set.
for lua in lua5.4 lua5.3 lua5.2 lua; do
  if command -v "$lua" >/dev/null; then
    mkdir "$TMP/fixtures"
    "$lua" "$HERE/../dissector/fixtures.lua" "$TMP/fixtures"
    break
  fi
done

# A test that lacks something says "skipped: ..." and exits with 77.
node --test "$HERE/$1.test.mjs"
