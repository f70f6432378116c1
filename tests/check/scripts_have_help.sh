#!/bin/sh
# SPDX-License-Identifier: MIT
# scripts_have_help.sh FOLDER: each script of the folder answers --help with a text that
# has its name, and does nothing else: it runs in a copy, with few programs.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/tree"
cp -r "$1" "$work/tree/script"
for program in sh bash env sed dirname cat lua5.4; do
  path=$(command -v "$program") || continue
  ln -s "$path" "$work/bin"
done
find "$work/tree" | sort >"$work/before"

status=0
wrong() { echo "$*"; status=1; }

for script in "$work"/tree/script/*; do
  name=${script##*/}
  [ -f "$script" ] || continue
  if [ "$name" = tables ] && [ ! -e "$work/bin/lua5.4" ]; then continue; fi
  if timeout 20 env -i PATH="$work/bin" "$script" --help >"$work/said" 2>&1 </dev/null; then
    grep -q "$name" "$work/said" || wrong "script/$name --help does not say its name"
  else
    wrong "script/$name --help ends with $?: $(head -n 3 "$work/said")"
  fi
done
find "$work/tree" | sort | cmp -s "$work/before" - || wrong "--help made files"
exit $status
