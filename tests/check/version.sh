#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# version.sh CMAKE SOURCE VERSION PROGRAM...: the programs say the version of
# CMakeLists.txt, of a checkout with what git describes; so does debian/changelog.
set -eu
cmake=$1 source=$2 version=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*"; exit 1; }

for program in "$@"; do
  said=$("$program" --version)
  case $said in
  *" $version" | *" $version+"*) ;;
  *) fail "$program --version: $said; CMakeLists.txt: $version" ;;
  esac
done
debian=$(sed -n '1s/.*(\(.*\)-[^-]*).*/\1/p' "$source/debian/changelog")
[ "$debian" = "$(echo "$version" | tr - '~')" ] ||
  fail "debian/changelog: $debian; CMakeLists.txt: $version"

command -v git >/dev/null || { echo "skipped the rest: no git"; exit 77; }
cd "$work"
unset GIT_DIR GIT_WORK_TREE
# written: what a build of the folder tree says.
written() {
  "$cmake" -D SOURCE="$work/tree" -D VERSION=1.2.3 -D OUT="$work/version.h" \
    -D TEMPLATE="$source/src/version.h.in" -P "$source/cmake/version.cmake"
  sed -n 's/#define DTAP_VERSION "\(.*\)"/\1/p' version.h
}
# is VERSION, an extended regular expression.
is() { written | grep -Exq "$1" || fail "$2: $(written)"; }
git_in() { git -C "$1" -c user.name=a -c user.email=a@example.org "${@:2}" >/dev/null; }
in_tree() { git_in tree "$@"; }

# Sources without .git in the checkout of something else.
git init -q .
git_in . commit --allow-empty -m one
mkdir tree
is '1\.2\.3' "an archive of the sources"
git init -q tree
echo 1 >tree/file
in_tree add file
in_tree commit -m one
is '1\.2\.3\+[0-9a-f]{12}' "a checkout without a tag"
touch -d @1 version.h
written >/dev/null
[ "$(stat -c %Y version.h)" = 1 ] || fail "the same version is written again"
in_tree tag v1.2.3
is '1\.2\.3' "a checkout of the tag"
echo 2 >tree/file
is '1\.2\.3\+v1\.2\.3-dirty' "a changed file"
in_tree commit -am two
is '1\.2\.3\+v1\.2\.3-1-g[0-9a-f]{12}' "a later commit"
