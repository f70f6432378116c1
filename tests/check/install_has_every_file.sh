#!/bin/sh
# SPDX-License-Identifier: MIT
# install_has_every_file.sh CMAKE BUILD: "cmake --install" installs every file.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

headers=$(cd "$(dirname "$0")/../.." && echo include/dtap/*.h)
DESTDIR=$work "$1" --install "$2" >/dev/null
for file in sbin/diagtapd bin/diagtap-extcap bin/diagtap-run etc/diagtap/diagtapd.conf \
  share/diagtap/diagtap.lua share/diagtap/profile/colorfilters \
  share/diagtap/nginx.conf share/diagtap/monitoring/alerts.yml \
  share/diagtap/monitoring/dashboard.json \
  share/man/man8/diagtapd.8 share/man/man5/diagtapd.conf.5 \
  share/man/man1/diagtap-adb.1 share/man/man1/diagtap-extcap.1 bin/diagtap-adb share/man/man1/diagtap-run.1 lib/systemd/system/diagtapd.service \
  lib/systemd/system/diagtapd.socket \
  lib/sysusers.d/diagtap.conf lib/tmpfiles.d/diagtap.conf \
  lib/udev/rules.d/60-diagtap.rules \
  'libdiagtap.so.*' libdiagtap.a pkgconfig/diagtap.pc \
  share/doc/diagtap/library.md share/doc/diagtap/examples/take_apart.c \
  share/doc/diagtap/examples/tee_device.c $headers; do
  found=$(find "$work" -path "*/$file" -type f)
  [ -n "$found" ] || { echo "$file is not installed"; exit 1; }
done
# What a build without libnats does not have.
if [ -x "$2/src/diagtap-hub" ]; then
  for file in sbin/diagtap-hub etc/diagtap/diagtap-hub.conf \
    share/diagtap/diagtap-hub.conf share/diagtap/nats-server.conf \
    share/man/man8/diagtap-hub.8 share/man/man5/diagtap-hub.conf.5 \
    lib/systemd/system/diagtap-hub.service lib/sysusers.d/diagtap-hub.conf; do
    found=$(find "$work" -path "*/$file" -type f)
    [ -n "$found" ] || { echo "$file is not installed"; exit 1; }
  done
fi
find "$work" -path '*/sbin/diagtapd' -perm -755 | grep -q .

# The units name the places that the files have.
for unit in $(find "$work" -path '*/system/*.service'); do
  read -r program _ configuration <<END
$(sed -n 's/^ExecStart=//p' "$unit")
END
  [ -x "$work$program" ] || { echo "${unit##*/} starts $program"; exit 1; }
  [ -e "$work$configuration" ] || { echo "${unit##*/} reads $configuration"; exit 1; }
  ! grep -q '@[A-Z_]*@' "$unit" || { echo "${unit##*/} is not configured"; exit 1; }
done
