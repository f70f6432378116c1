#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# oldkernel.sh TEST: that test of this folder with the daemon as on Linux 3.18,
# whose calls must be enough for us and for every library; see
# tests/device/oldkernel.c.
set -eu
"$OLDKERNEL" true # 77: it says why there is no such filter
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$OLDKERNEL" "$DIAGTAPD" \
  >"$folder/diagtapd"
chmod 755 "$folder" "$folder/diagtapd"
DIAGTAPD=$folder/diagtapd "${0%/*}/$1.sh"
