#!/bin/sh
# SPDX-License-Identifier: MIT
# uninstall_leaves_nothing.sh CMAKE BUILD: "cmake --build BUILD --target uninstall"
# removes all that "cmake --install" has installed and its folders, but no edited
# configuration, no file of others and no capture.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*"; cat "$work/said"; exit 1; }
root=$work/root
install() { DESTDIR=$root "$1" --install "$2" >"$work/said"; }
uninstall() { DESTDIR=$root "$1" --build "$2" --target uninstall >"$work/said" 2>&1; }
files() { find "$root" ! -type d | sort; }

install "$1" "$2"
[ "$(files | wc -l)" -gt 40 ] || fail "too little is installed to say something"
conf=$(find "$root" -path '*/etc/diagtap/diagtapd.conf')
uninstall "$1" "$2" || fail "uninstall fails"
[ -z "$(files)" ] || fail "files are left: $(files)"
folders=$(find "$root" -path '*/diagtap*' -o -name dtap)
[ -z "$folders" ] || fail "folders are left: $folders"
! grep -q edited "$work/said" || fail "the configuration was not edited"

install "$1" "$2"
echo '// edited' >>"$conf"
install "$1" "$2"
[ -e "$conf.new" ] || fail "no new one beside the edited one"
echo secret >"${conf%/*}/token"
share=$(dirname "$(find "$root" -name diagtap.lua)")
echo other >"$share/other"
mkdir -p "$root/var/lib/diagtap"
echo capture >"$root/var/lib/diagtap/diag-1.pcap"
files >"$work/before"
uninstall "$1" "$2" || fail "uninstall fails"
printf '%s\n' "${conf%/*}/token" "$conf" "$share/other" \
  "$root/var/lib/diagtap/diag-1.pcap" | sort >"$work/expected"
files | diff "$work/expected" - || fail "other files are left"
tail -n 1 "$conf" | grep -qx '// edited' || fail "the edited configuration has changed"
grep -q "Kept: $conf, which was edited" "$work/said" || fail "nothing is said of it"
grep -q 'Kept: /var/lib/diagtap' "$work/said" || fail "nothing is said of captures"
