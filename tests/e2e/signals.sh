#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SIGTERM, SIGINT: last block, final chunk, exit 0, one line of totals.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

for signal in TERM INT; do
  start -o diag.source=simulator -o diag.rate=500
  mkfifo "body.$signal"
  curl -fsSN "$url/api/diag/stream" >"body.$signal" &
  client=$!
  exec 3<"body.$signal"
  head -c 100000 <&3 >"begun.$signal" # traffic flows
  cat <&3 >"rest.$signal" &
  kill -$signal "$pid"
  ended 0
  status=0
  wait $client || status=$?
  exec 3<&-
  # curl calls a chunked body without its final chunk an error (18).
  [ "$status" = 0 ] || fail "SIG$signal: curl ends with $status"
  [ "$(grep -c 'containers ([0-9]* bytes) read' log)" = 1 ] ||
    fail "SIG$signal: not one line of totals"
  ok "SIG$signal: final chunk, exit 0, totals"
done

# A client that does not read does not hold the end up for long.
start -o diag.source=simulator -o diag.rate=5000
exec 4<>"/dev/tcp/127.0.0.1/${url##*:}"
printf 'GET /api/diag/stream HTTP/1.1\r\nHost: x\r\n\r\n' >&4
head -c 20 <&4 >/dev/null
curl -fsSN "$url/api/diag/stream" | head -c 3000000 >/dev/null || :
kill "$pid"
ended 0
exec 4>&-
ok "a client that sleeps does not keep the daemon from ending"
