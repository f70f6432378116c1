#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The hub and the source "nats" refuse a server older than 2.10 with a sentence, as the
# uplink does.  The server is a script that says so.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need python3
[ -n "${DIAGTAP_HUB-}" ] || skip "diagtap-hub is not built: no libnats"

mkdir stored
mkfifo orders
"$SOURCE_DIR/tests/support/scripted_nats.py" stored <orders >events &
pids="$pids $!"
exec 8>orders
has() { grep -q "$1" "$2" 2>/dev/null; }
wait_for() { until "$@"; do sleep 0.1; done; }
wait_for has . events
echo nobody >&8
wait_for has '^OBEYED' events
servers="hub.servers=nats://127.0.0.1:$(head -n 1 events)"

# A new one is taken: so it is the version that is refused below.
"$DIAGTAP_HUB" -c /dev/null -o sandbox="${SANDBOX:-true}" -o listen.port=0 \
  -o "$servers" -o hub.groups=lab 2>new &
hub=$!
pids="$pids $hub"
wait_for has 'nats: connected to' new
kill "$hub"
wait "$hub" || fail "the hub: exit status $?: $(cat new)"
pids=${pids/ $hub/}
ok "a server of 2.10.27 is taken"

echo 'info {"version": "2.9.10"}' >&8
obeyed() { [ "$(grep -c '^OBEYED' events)" = "$1" ]; }
wait_for obeyed 2
# refuses_it WORD...: the hub ends with 1, and one line says why.
refuses_it() {
  local status=0
  timeout 60 "$DIAGTAP_HUB" -c /dev/null -o sandbox="${SANDBOX:-true}" -o listen.port=0 \
    -o "$servers" -o hub.groups=lab "$@" 2>old || status=$?
  [ "$status" = 1 ] || fail "$*: exit status $status: $(cat old)"
  has 'nats: nats://127.0.0.1:[0-9]* is older than 2.10 (2.9.10): use nats-server 2.10' old ||
    fail "$*: $(cat old)"
  ! has 'connected to' old || fail "$*: connected: $(cat old)"
}
refuses_it
refuses_it -o store.bytes=100000000 --provision
ok "$(sed -n 's/.*nats: //p' old | head -n 1)"

# The source "nats" tries again, and says so.
"$DIAGTAPD" -o diag_stream_enabled=true -o diag.source=nats --test >out 2>&1 || :
! grep -q 'unknown source\|not installed' out || exit 0
start -o diag.source=nats -o nats.device=rig-7 -o "${servers/hub/nats}"
wait_for has 'warning: diag: .*older than 2.10, .*(2.9.10)' log
! has 'running' log || fail "running: $(cat log)"
kill "$pid"
ended 0
ok "$(sed -n 's/.*warning: //p' log | head -n 1)"
