#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Three diagtapd with an uplink, one of them with its clock in 1980, one that
# vanishes: all in one tshark over PCAP-over-IP, without a gap.
. "$SOURCE_DIR/tests/e2e/lib.sh"
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need tshark

start_nats
start_hub -o hub.groups=lab -o store.bytes=100000000 -o pcap_over_ip.enabled=true \
  -o pcap_over_ip.port=0
"$DIAGTAP_HUB" -c /dev/null -o "hub.servers=nats://127.0.0.1:$nats_port" -o hub.groups=lab \
  -o store.bytes=100000000 --provision 2>said || fail "$(cat said)"

# device NAME OPTION...: a diagtapd that sends to the server.
device() {
  local name=$1
  shift
  "$DIAGTAPD" -c /dev/null -o listen.port=0 -o diag_stream_enabled=true \
    -o diag.source=simulator -o sandbox="${SANDBOX:-true}" -o uplink.enabled=true \
    -o "uplink.device=$name" -o uplink.group=lab -o uplink.linger_ms=200 \
    -o "uplink.servers=nats://127.0.0.1:$nats_port" "$@" 2>"$name.log" &
  pids="$pids $!"
}
device rig-1
device rig-2 -o clock_offset=-1479000000
device rig-3
third=$!
if grep -q "no libnats\|built without" rig-1.log; then skip "$(cat rig-1.log)"; fi
for name in rig-1 rig-2 rig-3; do
  wait_for "$name" knows "$name"
done
ok "three devices report"

port=$(sed -n 's|.*wireshark -k -i TCP@.*:\([0-9]*\)$|\1|p' hub.log)
timeout 100 tshark -l -n -i "TCP@127.0.0.1:$port" -T fields -E separator='|' \
  -e frame.interface_name -e frame.time_epoch >live 2>tshark.err &
tshark=$!
pids="$pids $tshark"
has() { [ "$(grep -c "^$1/diag|$2" live)" -ge "$3" ]; }
wait_for "rig-1 in tshark" has rig-1 '1[789]' 20
wait_for "rig-2 in tshark" has rig-2 '[345]' 20
wait_for "rig-3 in tshark" has rig-3 '1[789]' 20
ok "names and clocks are right"

kill -KILL "$third"
wait "$third" 2>/dev/null || :
pids=${pids/ $third/}
more=$(($(grep -c ^rig-1 live) + 20))
wait_for "rig-1 to go on" has rig-1 '1[789]' "$more"
curl -sf "$hub/metrics" >metrics
for figure in gaps missing_messages duplicates skipped_records; do
  grep -q "^diagtap_hub_${figure}_total 0$" metrics || fail "$figure: $(cat metrics)"
done
kill "$tshark"
ok "no gap, and one that vanishes hurts nobody"

# What is stored is what was live: each record once, in order.
stored_is_live() {
  curl -sN -m 3 -o stored "$hub/api/devices/rig-3/diag/pcap?since=oldest" || :
  tshark -n -r stored -T fields -e frame.time_epoch 2>/dev/null >stored.times
  python3 - <<'END'
live = [line.split("|")[1].strip() for line in open("live")
        if line.startswith("rig-3/") and line.endswith("\n")]
stored = open("stored.times").read().split()
begin = stored.index(live[0]) if live[0] in stored else len(stored)
raise SystemExit(stored[begin:begin + len(live)] != live)
END
}
wait_for "the same records in the store" stored_is_live
ok "what was live is stored"
stop_hub
