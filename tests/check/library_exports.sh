#!/bin/sh
# SPDX-License-Identifier: MIT
# library_exports.sh CC INCLUDE LIBRARY...: each library exports the functions
# that the public headers declare, and nothing else.
set -eu
export LC_ALL=C
cc=$1 include=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# declared INCLUDE: the functions that INCLUDE/dtap/*.h declare.  Bodies of
# inline functions, structs and enums are between braces; a typedef is none.
declared() {
  for header in "$1"/dtap/*.h; do
    echo "#include <dtap/${header##*/}>"
  done | "$cc" -std=c11 -D_GNU_SOURCE -I "$1" -E -x c - |
    awk -v RS='[\n]' '
      /^# [0-9]+ "/ { ours = index($3, "/dtap/") > 0; next }
      ours { printf "%s ", $0 }' |
    sed 's/\(["'\''{};]\)/\n\1\n/g' |
    awk '
      /^{/ { depth++; next }
      /^}/ { depth--; next }
      /^;/ || depth > 0 { next }
      /typedef/ || /static/ { next }
      match($0, /dtap_[a-z0-9_]+ *\(/) {
        name = substr($0, RSTART, RLENGTH)
        sub(/ *\($/, "", name)
        print name
      }' | sort -u
}

# exported LIBRARY: what another program can link to.
exported() {
  case $1 in
  *.a) nm -g --defined-only "$1" ;;
  *) nm -D --defined-only "$1" ;;
  esac | awk '$2 ~ /^[A-Z]$/ && $2 != "A" { sub(/@.*/, "", $3); print $3 }' |
    sort -u
}

# A function that is only declared, and one that is only exported, are they
# found?
cp -r "$include" "$work/planted"
echo 'struct dtap_block *dtap_planted(void (*call)(void *), int x[3]);
static inline int dtap_inline(void) { dtap_planted(0, 0); return 0; }
typedef int dtap_typedef(int);' >>"$work/planted/dtap/bytes.h"
declared "$work/planted" >"$work/with"
declared "$include" >"$work/declared"
[ "$(comm -13 "$work/declared" "$work/with")" = dtap_planted ] &&
  [ -z "$(comm -23 "$work/declared" "$work/with")" ] ||
  { echo "library_exports.sh errs:"; diff "$work/declared" "$work/with"; exit 1; }
echo 'int dtap_planted(void) { return 1; } static int own(void) { return 2; }
int (*dtap_table)(void) = own;' >"$work/planted.c"
"$cc" -shared -fPIC -o "$work/planted.so" "$work/planted.c"
exported "$work/planted.so" | grep -qx dtap_planted
exported "$work/planted.so" | grep -qx dtap_table

[ "$(wc -l <"$work/declared")" -gt 50 ]
status=0
for library in "$@"; do
  exported "$library" >"$work/exported"
  diff "$work/declared" "$work/exported" >"$work/difference" && continue
  echo "${library##*/}: < declared only, > exported only (cmake/diagtap.map)"
  grep '^[<>]' "$work/difference"
  status=1
done
exit $status
