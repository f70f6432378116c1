#!/bin/sh
# SPDX-License-Identifier: MIT
# markdown.sh ROOT: no table of our documents is broken by an empty line, behind
# which its rows would show as text.
set -eu

# judge FILE...: names rows that follow an empty line and head no table.
judge() {
  awk '
    FNR == 1 { empty = 1; row = "" }
    row != "" && !/^\|[ |:-]*-[ |:-]*\|$/ { print row; wrong = 1 }
    { row = "" }
    /^\|/ && empty { row = FILENAME ":" FNR ": " $0 }
    { empty = /^$/ }
    END { exit wrong }' "$@"
}

planted=$(mktemp)
trap 'rm -f "$planted"' EXIT
printf '| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n| 5 | 6 |\n' >"$planted"
if judge "$planted" >/dev/null; then
  echo "markdown.sh lets a broken table pass"
  exit 1
fi

cd "$1"
find . -name '*.md' -not -path './build*' -exec sh -c 'echo "$@"' - {} + >"$planted"
[ "$(wc -w <"$planted")" -gt 5 ]
# shellcheck disable=SC2046 # our names have no spaces
judge $(cat "$planted")
