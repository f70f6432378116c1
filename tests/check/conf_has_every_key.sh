#!/bin/sh
# SPDX-License-Identifier: MIT
# conf_has_every_key.sh DIAGTAPD CONF MAN: the installed file has every key with
# its default, in the order of the table, and the manual explains each key.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$1" -T -c /dev/null >"$work/defaults"
"$1" -T -c "$2" >"$work/effective"
diff -u "$work/defaults" "$work/effective"

# Without comments it is the output of -T.
sed -e 's|^ *//.*||' -e '/^ *$/d' "$2" >"$work/bare"
diff -u "$work/defaults" "$work/bare"

# "  port = 9840;" inside "listen: {" is the key listen.port.
sed -n -e 's/^\([a-z_]*\) = .*/\1/p' -e '/^\([a-z_]*\): {$/{s//\1/;h;}' \
  -e '/^  \([a-z_]*\) = .*/{s//\1/;G;s/\(.*\)\n\(.*\)/\2.\1/p;}' \
  "$work/defaults" >"$work/keys"
[ "$(wc -l <"$work/keys")" = "$(grep -c ' = ' "$work/defaults")" ]
while read -r key; do
  grep -q "^\.It Ic $key " "$3" || {
    echo "${3##*/} does not explain $key"
    exit 1
  }
done <"$work/keys"
