#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# debian_0_1_0.sh DEBIAN TREE: gives TREE, the sources of 0.1.0, the folder DEBIAN,
# without what that version does not have.
set -euo pipefail
cp -r "$1" "$2/debian"
cd "$2/debian"
sed -i '/^Package: diagtap-hub/,$d' control
sed -i '1,/^diagtap (0\.1\.0/{/^diagtap (0\.1\.0/!d}' changelog
rm -f libdiagtap* diagtap-hub* diagtapd.metainfo.xml
sed -i -e '/diagtap-\(adb\|run\)/d' -e '/metainfo/d' diagtapd.install
# The unit is an example there; there is no socket, no user, no rule of udev.
sed -i -e 's,lib/systemd/system/diagtapd.service,share/diagtap/diagtapd.service,' \
  -e '/diagtapd.socket\|sysusers.d\|tmpfiles.d\|rules.d\|metainfo/d' \
  -e '/diagtap-hub\|nats-server/d' -e '/share\/doc\/diagtap\/\*/d' -e '/share\/diagtap\/monitoring/d' -e '/share\/diagtap\/diagtapd.conf/d' rules
