#!/bin/sh
# SPDX-License-Identifier: MIT
# install_keeps_the_configuration.sh CMAKE BUILD: "cmake --install" over a
# configuration that somebody has edited leaves it, and puts ours beside it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*"; exit 1; }
install() { DESTDIR=$work "$1" --install "$2" >"$work/said"; }

install "$1" "$2"
conf=$(find "$work" -path '*/etc/diagtap/diagtapd.conf' -type f)
[ -n "$conf" ] || fail "diagtapd.conf is not installed"
install "$1" "$2"
[ ! -e "$conf.new" ] || fail "one that was not edited gets another beside it"

cp "$conf" "$work/ours"
echo '// edited' >>"$conf"
chmod 600 "$conf"
cp "$conf" "$work/edited"
install "$1" "$2"
cmp "$conf" "$work/edited" || fail "the edited configuration is overwritten"
[ "$(stat -c %a "$conf")" = 600 ] || fail "its mode has changed"
cmp "$conf.new" "$work/ours" || fail "the new one is not beside it"
grep -q "Kept: .*diagtapd.conf.new" "$work/said" || fail "nothing is said of it"
