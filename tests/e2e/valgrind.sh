#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Start, 20 subscribers, stop: valgrind finds no error and nothing lost.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need valgrind
# A sanitizer's program does not run under valgrind.
! nm "$DIAGTAPD" | grep -qE '__[at]san_init' || skip "built with a sanitizer"

cat >under <<EOF
#!/bin/sh
exec valgrind -q --error-exitcode=99 --leak-check=full \
  --show-leak-kinds=definite,indirect,possible \
  --errors-for-leak-kinds=definite,indirect,possible \
  --log-file=$work/valgrind.log "$DIAGTAPD" "\$@"
EOF
chmod +x under
DIAGTAPD=$work/under
SANDBOX=false # valgrind asks the kernel for more than it grants

start -o diag.source=simulator -o diag.rate=200
clients=
for i in $(seq 20); do
  path=/api/diag/pcap
  [ $((i % 2)) = 0 ] || path=/api/diag/stream
  mkfifo "body.$i"
  curl -fsSN --max-time 50 "$url$path" >"body.$i" 2>/dev/null &
  clients="$clients $!"
done
for i in $(seq 20); do
  (head -c 20000 >/dev/null; cat >/dev/null) <"body.$i" &
  readers="${readers-} $!"
done
# All are there, and traffic flows to all.
until curl -fsS "$url/api/status" | grep -q '"open": 20'; do
  kill -0 "$pid" || fail "the daemon is gone"
done
curl -fsSN "$url/api/diag/pcap" 2>/dev/null | head -c 200000 >/dev/null || :
for path in / /diagtap.lua /nothing; do curl -sS "$url$path" >/dev/null; done
kill "$pid"
ended 0 || { cat valgrind.log >&2; exit 1; }
wait $clients $readers || :
[ ! -s valgrind.log ] || { cat valgrind.log >&2; fail "valgrind has words"; }
ok "valgrind: 20 subscribers, no error, nothing lost"
