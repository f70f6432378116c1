#!/bin/sh
# SPDX-License-Identifier: MIT
# imports.sh ROOT: no modules of the dissector require each other in a circle.
# imports.test.mjs says the same of the viewer's.
set -eu

# edges FOLDER: a line "MODULE MODULE" for each `require` below it.
edges() {
  (cd "$1" && grep -rnoE --include='*.lua' 'require[ (]*"[^"]+"' .) |
    sed -E 's,^\./,,; s,\.lua:[0-9]+:require[ (]*", ,; s,"$,,' |
    awk '{ gsub("/", ".", $1); print }'
}

# Reads such lines; names the modules that form a circle.
judge() {
  tsort 2>&1 >/dev/null | sed 's/^tsort: //'
}

# A circle of two modules is found, and without one of them none.
planted=$(mktemp -d)
trap 'rm -rf "$planted"' EXIT
mkdir "$planted/logs"
echo 'local x = require "logs.first"' >"$planted/second.lua"
echo 'local x = require("second").x' >"$planted/logs/first.lua"
[ -n "$(edges "$planted" | judge)" ] || {
  echo "imports.sh lets a circle pass"
  exit 1
}
rm "$planted/second.lua"
[ -z "$(edges "$planted" | judge)" ] || {
  echo "imports.sh sees a circle where none is"
  exit 1
}

[ "$(edges "$1/dissector/src" | wc -l)" -gt 100 ]
wrong=$(edges "$1/dissector/src" | judge)
[ -z "$wrong" ] || { echo "$wrong"; exit 1; }
