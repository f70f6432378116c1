#!/bin/sh
# SPDX-License-Identifier: MIT
# help_has_every_option.sh DIAGTAPD MAN: --help and the manual page name the same
# options, the same values and the same forms of the command line.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# "  -c, --config FILE   ..." is "-c --config FILE"; so is a row of the manual,
# ".It Fl c Ar file , Fl Fl config Ar file".
"$1" --help >"$work/help"
sed -n -e 's/^ *\(-[A-Za-z]\), \(--[a-z]*\)\( [A-Z=]*\)\{0,1\} .*/\1 \2\3/p' \
  -e 's/^ \{6\}\(--[a-z-]*\)\(\( [][A-Z]\{2,\}\)*\)\( .*\)*$/\1\2/p' \
  "$work/help" | sed 's/ *$//' >"$work/of_help"
sed -n '/^\.It Fl/p' "$2" | sed -e 's/^\.It //' -e 's/ Ns = Ns Ar /=/g' \
  -e 's/.* , //' |
  sed -e 's/Fl Fl /--/g' -e 's/Op Ar \([a-z]*\)/[\1]/' -e 's/Ar //g' \
  >"$work/long"
sed -n 's/^\.It Fl \([A-Za-z]\) .*, Fl Fl \([a-z]*\).*/\2 -\1/p' "$2" \
  >"$work/letters"
awk 'NR == FNR { letter[$1] = $2; next }
  { name = $1; sub(/^--/, "", name); $1 = ""; rest = toupper($0)
    print (name in letter ? letter[name] " " : "") "--" name rest }' \
  "$work/letters" "$work/long" >"$work/of_man"
[ "$(wc -l <"$work/of_help")" -ge 9 ] || { echo "no options found"; exit 1; }
sort "$work/of_help" >"$work/a"
sort "$work/of_man" >"$work/b"
diff -u "$work/a" "$work/b"

# The synopsis has as many forms as the usage lines, with the same operands.
sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/p' "$2" | grep -c '^\.Nm' >"$work/forms"
[ "$(sed -n '1,/^$/p' "$work/help" | grep -c diagtapd)" = "$(cat "$work/forms")" ] ||
  { echo "usage and synopsis differ"; exit 1; }
# What the manual says of them, the help says too.
for word in DIAGTAP_TOKEN 'http://HOST:PORT' /api/diag/pcap SIGTERM SIGHUP \
  'Exit status' 'standard output' zstd; do
  grep -q -- "$word" "$work/help" || { echo "--help lacks $word"; exit 1; }
done
