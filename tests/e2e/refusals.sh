#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Disabled answers 503: a sentence that says which switch, and how to change it.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

# refused SWITCH OPTION...: both streams answer 503, on one kept connection.
refused() {
  local switch=$1
  shift
  start "$@"
  for path in stream pcap; do
    status=$(curl -sS -o body -w '%{http_code}' "$url/api/diag/$path")
    [ "$status" = 503 ] || fail "$path answers $status"
    grep -q "$switch" body || fail "$path does not name $switch: $(cat body)"
  done
  curl -sSv "$url/api/diag/stream" "$url/api/diag/pcap" >/dev/null 2>verbose ||
    fail "curl"
  grep -q 'Re-using existing .*connection' verbose || fail "no keep-alive"
  kill "$pid"
  ended 0
  ok "$switch: 503 with a sentence, and the connection is kept"
}

refused diag_stream_enabled -o diag_stream_enabled=false
refused diag_stream_enabled -c "$SOURCE_DIR/conf/diagtapd.conf" \
  -o listen.port=0 -o diag_stream_enabled=false
refused debug_mode -o debug_mode=true

"$DIAGTAPD" -T | grep -qx 'diag_stream_enabled = false;' ||
  fail "streams are not off by default"
ok "streams are off by default"
