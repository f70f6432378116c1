#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh TEST DISSECTOR: runs TEST.lua of this folder where it can run, and
# says why (exit 77) where it cannot.
set -eu

test=$1
DISSECTOR=$(realpath "$2")
HERE=$(cd "$(dirname "$0")" && pwd)

skip() {
  echo "skipped: $*"
  exit 77
}

lua=
for name in ${LUA:-lua5.4 lua5.3 lua5.2 lua}; do
  if command -v "$name" >/dev/null; then lua=$name; break; fi
done
[ -n "$lua" ] || skip "no Lua interpreter"
TSHARK=$(command -v "${TSHARK:-tshark}") || skip "no tshark"

TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
trap 'exit 1' HUP INT TERM

# Settings and scripts of whoever runs the tests must not take part.
HOME=$TMP XDG_CONFIG_HOME=$TMP WIRESHARK_CONFIG_DIR=$TMP/config LC_ALL=C.UTF-8
mkdir "$TMP/config"
export DISSECTOR HERE TSHARK TMP HOME XDG_CONFIG_HOME WIRESHARK_CONFIG_DIR
export LC_ALL

# From 4.4 on Wireshark loads no script for root, and does not say so.
version=$("$TSHARK" --version 2>/dev/null |
  sed -n '1s/^[^0-9]*\([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
# shellcheck disable=SC2086 # two numbers are meant
set -- $version
TSHARK_MAJOR=${1:-0} TSHARK_MINOR=${2:-0}
export TSHARK_MAJOR TSHARK_MINOR
as=
if [ "$(id -u)" -eq 0 ] &&
  [ $((TSHARK_MAJOR * 100 + TSHARK_MINOR)) -ge 404 ]; then
  command -v runuser >/dev/null || skip "tshark as root loads no script"
  runuser -u nobody -- test -r "$HERE/run.sh" -a -r "$DISSECTOR" ||
    skip "tshark as root loads no script, and nobody cannot read ours"
  chown -R nobody "$TMP"
  as="runuser -u nobody --"
fi

cd "$TMP"
$as "$lua" "$HERE/$test.lua"
