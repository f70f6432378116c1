#!/bin/sh
# SPDX-License-Identifier: MIT
# install_keeps_the_configuration.sh CMAKE BUILD: "cmake --install" over a
# configuration that somebody has edited leaves it, and puts ours beside it.  One of
# an earlier version that nobody has edited is updated.
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

# An earlier version left both its configuration and its copy of that.
shipped=$(find "$work" -path '*/share/diagtap/diagtapd.conf')
echo '// of an earlier version' | tee "$conf" >"$shipped"
rm "$conf.new"
install "$1" "$2"
cmp "$conf" "$work/ours" || fail "one that was not edited is not updated"
[ "$(stat -c %a "$conf")" = 600 ] || fail "the mode of the updated one has changed"
[ ! -e "$conf.new" ] || fail "an updated one gets another beside it"
grep -q "Updated: .*diagtapd.conf" "$work/said" || fail "nothing is said of the update"
