#!/bin/sh
# SPDX-License-Identifier: MIT
# tables_are_current.sh ROOT: the generated files, and the tables of docs/wire.md,
# are what script/tables makes of the tables in data/.
set -eu
cd "$1"

lua=
for name in lua5.4 lua5.3; do
  if command -v "$name" >/dev/null; then lua=$name; break; fi
done
[ -n "$lua" ] || { echo "skipped: no Lua 5.3 or 5.4"; exit 77; }

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for folder in dissector/src/data src/viewer/decode/data include/dtap src/rewrite docs; do
  mkdir -p "$out/$folder"
done
"$lua" script/tables "$out"

files=$(cd "$out" && find . -type f)
[ "$(echo "$files" | wc -l)" -eq 10 ]
wrong=
for file in $files; do
  cmp "$out/$file" "$file" || wrong=yes
done
[ -z "$wrong" ] || { echo "not current: run script/tables"; exit 1; }
