#!/bin/sh
# SPDX-License-Identifier: MIT
# imports.sh ROOT: no modules import each other in a circle, neither those of
# the dissector (Lua) nor those of the viewer (JavaScript).
set -eu

# lua FOLDER: a line "MODULE MODULE" for each `require` below it.
lua() {
  (cd "$1" && grep -rnoE --include='*.lua' 'require[ (]*"[^"]+"' .) |
    sed -E 's,^\./,,; s,\.lua:[0-9]+:require[ (]*", ,; s,"$,,' |
    awk '{ gsub("/", ".", $1); print }'
}

# js FOLDER: the same for each `import`, with paths below it.
js() {
  (cd "$1" && grep -rnoE --include='*.js' "(from|import\(?) *['\"]\.[^'\"]+['\"]" .) |
    sed -E "s,^\./,,; s,:[0-9]+:[^'\"]*['\"], ,; s,['\"]$,," |
    awk '{
      n = split($1 "/../" $2, parts, "/")
      depth = 0
      for (i = 1; i <= n; i++)
        if (parts[i] == "..") depth--
        else if (parts[i] != ".") path[++depth] = parts[i]
      line = path[1]
      for (i = 2; i <= depth; i++) line = line "/" path[i]
      print $1, line
    }'
}

# Reads such lines; says which modules form a circle.
judge() {
  tsort 2>&1 >/dev/null | sed 's/^tsort: //'
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/lua" "$work/js" "$work/lua/logs" "$work/js/logs"

# planted LANGUAGE: a circle of two files is found, and without it none.
planted() {
  [ -n "$("$1" "$work/$1" | judge)" ] || {
    echo "imports.sh lets a circle of $1 pass"
    exit 1
  }
  rm "$work/$1/second."*
  [ -z "$("$1" "$work/$1" | judge)" ] || {
    echo "imports.sh sees a circle of $1 where none is"
    exit 1
  }
}
echo 'local x = require "logs.first"' >"$work/lua/second.lua"
echo 'local x = require("second").x' >"$work/lua/logs/first.lua"
planted lua
echo "import {x} from './logs/first.js';" >"$work/js/second.js"
printf "import {y,\n  x} from '../second.js';\n" >"$work/js/logs/first.js"
planted js

wrong=$(lua "$1/dissector/src" | judge; js "$1/src/viewer" | judge)
[ "$(lua "$1/dissector/src" | wc -l)" -gt 100 ]
[ "$(js "$1/src/viewer" | wc -l)" -gt 100 ]
[ -z "$wrong" ] || { echo "$wrong"; exit 1; }
