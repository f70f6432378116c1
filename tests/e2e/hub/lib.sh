# SPDX-License-Identifier: MIT
# lib.sh - what the tests of the hub share; sourced, with bash, after lib.sh of e2e.
#
# The environment has DIAGTAP_HUB too.  Skips if there is no such program, or no
# server of NATS.

need python3
need curl
[ -n "${DIAGTAP_HUB-}" ] || skip "diagtap-hub is not built: no libnats"
nats_server=$("$SOURCE_DIR/script/nats-server" --here 2>why) || skip "$(cat why)"
fleet=$SOURCE_DIR/tests/e2e/hub/fleet.py

# start_nats [LINE...]: starts a server with JetStream on a free port, with more
# lines of configuration.  Sets nats_pid and nats_port; a second call starts it
# again, with the same port and store.
start_nats() {
  local port=${nats_port:--1}
  printf '%s\n' "host: 127.0.0.1" "port: $port" \
    "jetstream { store_dir: \"$work/store\", max_file: 256M }" \
    "ports_file_dir: \"$work\"" "$@" >nats.conf
  rm -f nats-server_*.ports
  "$nats_server" -c nats.conf >nats.log 2>&1 &
  nats_pid=$!
  pids="$pids $nats_pid"
  wait_for "the server of NATS" nats_is_ready
  nats_port=$(sed -n 's|.*"nats": *\[ *"[a-z]*://[^:]*:\([0-9]*\)".*|\1|p' \
    <<<"$(tr -d '\n' <"$(ls nats-server_*.ports)")")
  [ -n "$nats_port" ] || fail "no port in $(cat nats-server_*.ports)"
}

nats_is_ready() { ls nats-server_*.ports >/dev/null 2>&1 && grep -q "Server is ready" nats.log; }

# stop_nats SIGNAL
stop_nats() {
  kill "-$1" "$nats_pid"
  wait "$nats_pid" || :
  pids=${pids/ $nats_pid/}
}

# wait_for WHAT COMMAND...: until the command succeeds, for a minute at most.
wait_for() {
  local what=$1 tries=0
  shift
  until "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "$what: waited for too long"
    sleep 0.1
  done
}

# start_hub OPTION...: starts a hub on free ports.  Sets hub_pid and hub, its URL;
# the log is in the file hub.log.
start_hub() {
  "$DIAGTAP_HUB" -c "${hub_conf:-/dev/null}" -o listen.port=0 \
    -o "sandbox=${SANDBOX:-true}" \
    -o "hub.servers=${nats_url:-nats://127.0.0.1:$nats_port}" "$@" >hub.out 2>hub.log &
  hub_pid=$!
  pids="$pids $hub_pid"
  wait_for "the hub" grep -q "the hub listens on http" hub.log
  hub=$(sed -n 's|.*the hub listens on \(http://.*\)/$|\1|p' hub.log)
}

stop_hub() {
  local status=0
  kill "$hub_pid"
  wait "$hub_pid" || status=$?
  pids=${pids/ $hub_pid/}
  [ "$status" = 0 ] || { cat hub.log; fail "the hub: exit status $status"; }
}

fleet() { python3 "$fleet" "$nats_port" "$@" >said || fail "fleet.py $*: $(cat said)"; }
knows() { curl -sf "$hub/api/devices" | grep -q "\"$1\""; }

# reads GROUP COUNT: so many readers of the group are at the server.
reads() { fleet readers "DIAG-$1" && [ "$(cat said)" = "$2" ]; }
