#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# launcher_rh.sh FOLDER: rayhunter's way to use /dev/diag (tests/support/rh), under
# diagtap-run, with diagtapd and its simulator.  FOLDER keeps what cargo builds.
. "$SOURCE_DIR/tests/e2e/lib.sh"

status=0
"$SOURCE_DIR/tests/support/rh/build.sh" "$1" >cargo.log 2>&1 || status=$?
[ $status != 77 ] || skip "$(cat cargo.log)"
[ $status = 0 ] || { cat cargo.log; fail "rh cannot be built"; }

start -o diag.rate=1000 -o port.enabled=true -o port.tcp=0 \
  -o port.socket="$work/port.sock"
for tracing in "" --no-seccomp --trace-all; do
  status=0
  timeout 60 "$DIAGTAP_RUN" $tracing -s "$work/port.sock" \
    "$1/target/release/rh" 100 >out 2>err || status=$?
  [ "$status" = 0 ] || fail "$tracing: exit status $status: $(cat out err)"
  [ "$(cat out)" = "100 containers, with logs
100 containers, with logs" ] || fail "$tracing: $(cat out)"
  ok "rayhunter's calls, ${tracing:-by a filter}: set up and read, twice"
done
kill "$pid"
ended 0
