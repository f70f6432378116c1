#!/bin/sh
# SPDX-License-Identifier: MIT
# dead_exports.sh BUILD: the programs use every function that a file of src/
# exports; it is not enough that tests use it.
#
# The objects show which file defines a symbol (nm) and which file uses it
# (readelf).  BUILD is a debug build: an inlined call would not be seen.
#
#   No file uses it, or only tests do: it is dead.
#   Only its own file uses it, and no test: it should be static.
#   A public header (include/dtap) declares it: other programs may use it, so it is
#     dead only if no test and no example uses it either.
set -eu
export LC_ALL=C
build=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# symbols OBJECT...: lines "OBJECT defines NAME", "OBJECT uses NAME".  Debug
# information is not a use.
symbols() {
  for object in "$@"; do
    nm --defined-only --extern-only "$object" |
      awk -v object="$object" '$2 ~ /^[TDBR]$/ && $3 !~ /^(__|main$)/ {
        print object " defines " $3
      }'
    readelf -rW "$object" | awk -v object="$object" '
      /^Relocation section/ { code = !/\.rela?\.debug/ }
      code && $5 ~ /^[a-zA-Z_]/ { print object " uses " $5 }'
  done | sort -u
}

# words FILE...: every name in them.
words() { cat "$@" | grep -oE '[A-Za-z_][A-Za-z0-9_]*' | sort -u; }

# judge SYMBOLS PUBLIC TESTED: prints what is dead.  The last two are files of
# names.
judge() {
  awk '
    FILENAME == ARGV[1] && $2 == "defines" { owner[$3] = $1 }
    FILENAME == ARGV[1] && $2 == "uses" { by[$3] = by[$3] " " $1 }
    FILENAME == ARGV[2] { public[$1] = 1 }
    FILENAME == ARGV[3] { tested[$1] = 1 }
    function why(name) {
      if (by[name] == "" && !tested[name])
        return "nobody uses it"
      if (public[name])
        return ""
      if (by[name] == "")
        return "only tests use it"
      if (by[name] == " " owner[name] && !tested[name])
        return "only its own file uses it: make it static"
      return ""
    }
    END {
      for (name in owner)
        if (why(name) != "") {
          file = owner[name]
          sub(/.*\.dir\//, "", file)
          sub(/\.o$/, "", file)
          print file ": " name ": " why(name)
        }
    }' "$@" | sort
}

# First a test of this script: it must find these errors and no others.
mkdir "$work/x.dir"
cat >"$work/x.dir/one.c" <<'END'
int planted_used(void), planted_dead(void), planted_tested(void);
int planted_own(void), planted_own_tested(void);
int planted_public(void), planted_public_dead(void), planted_stored(void);
const int planted_table[] = {1};
int planted_used(void) { return planted_own() + planted_own_tested(); }
int planted_dead(void) { return 1; }
int planted_tested(void) { return 2; }
int planted_own(void) { return 3; }
int planted_own_tested(void) { return 4; }
int planted_public(void) { return 5; }
int planted_public_dead(void) { return 6; }
int planted_stored(void) { return 7; }
END
cat >"$work/x.dir/two.c" <<'END'
int planted_used(void), planted_stored(void), main(void);
static int (*volatile stored)(void) = planted_stored;
int main(void) { return planted_used() + stored(); }
END
for name in one two; do
  ${CC:-cc} -g -O0 -c "$work/x.dir/$name.c" -o "$work/x.dir/$name.c.o"
done
symbols "$work"/x.dir/*.o >"$work/symbols"
printf '%s\n' planted_public planted_public_dead >"$work/public"
printf '%s\n' planted_public planted_tested planted_own_tested >"$work/tested"
judge "$work/symbols" "$work/public" "$work/tested" >"$work/found"
diff - "$work/found" <<'END' || { echo "dead_exports.sh errs"; exit 1; }
one.c: planted_dead: nobody uses it
one.c: planted_own: only its own file uses it: make it static
one.c: planted_public_dead: nobody uses it
one.c: planted_table: nobody uses it
one.c: planted_tested: only tests use it
END

# Only objects whose source exists: a build directory keeps old ones.
awk -F '"' -v under="$(realpath "$build")/src/" '
  $2 == "directory" { folder = $4 }
  $2 == "command" && match($0, / -o [^ ]*\.o /) {
    object = folder "/" substr($0, RSTART + 4, RLENGTH - 5)
    if (index(object, under) == 1)
      print object
  }' "$build/compile_commands.json" >"$work/objects"
[ -s "$work/objects" ] || { echo "$build compiles nothing of src"; exit 1; }
while read -r object; do
  [ -e "$object" ] || { echo "there is no $object: build it first"; exit 1; }
done <"$work/objects"
# shellcheck disable=SC2046 # names of objects have no spaces
symbols $(cat "$work/objects") >"$work/symbols"
cd "$root"
words include/dtap/*.h >"$work/public"
# shellcheck disable=SC2046
words $(find tests examples -name '*.c' 2>/dev/null) >"$work/tested"
judge "$work/symbols" "$work/public" "$work/tested" >"$work/found"
cat "$work/found"
[ ! -s "$work/found" ]
