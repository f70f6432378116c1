#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Captures that are compressed, uploaded, listed, fetched and deleted at the same
# time, with a daemon that is killed again and again: no capture is ever without
# its sidecar file.  script/test-archive does this at length.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need python3

"$DIAGTAPD" -o listen.port=0 -o archive.enabled=true -o archive.directory="$work" \
  -o upload.url=http://127.0.0.1/ -T 2>said.err >/dev/null ||
  skip "no uploads here: $(cat said.err)"
python3 -B "$SOURCE_DIR/tests/archive/stress.py" "$DIAGTAPD" 200 25 ||
  fail "a capture has lost its sidecar file, or a sidecar file its capture"
ok "25 kills, compression, upload and clients: each capture has its sidecar file"
