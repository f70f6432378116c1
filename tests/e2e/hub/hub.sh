#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The hub between a server of NATS and its readers: devices, one device as classic
# pcap, the fleet as pcapng in tshark, since a time, gaps, doubles and disorder.
. "$SOURCE_DIR/tests/e2e/lib.sh"
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need tshark

start_nats
fleet streams lab
fleet report lab.rig-1 '{"version": "0.2.0", "lost": {"containers": 7}}'
start_hub -o hub.groups=lab -o hub.reorder_ms=300 -o pcap_over_ip.enabled=true -o pcap_over_ip.port=0

# The devices, as they report.
wait_for "rig-1" knows rig-1
curl -sf "$hub/api/devices" >devices
python3 - <<'END' || fail "$(cat devices)"
import json
device, = json.load(open("devices"))["devices"]
assert device["state"] == "here" and device["group"] == "lab", device
assert device["report"]["lost"]["containers"] == 7
assert 0 <= device["lag_s"] < 60
END
ok "a device reports"

status() { curl -s -o body -w '%{http_code}' "$@"; }
[ "$(status "$hub/api/devices/rig-9/diag/pcap")" = 404 ] || fail "rig-9: $(cat body)"
[ "$(status "$hub/api/devices/rig-1/diag/pcap?since=yesterday")" = 400 ] || fail "since"
[ "$(status -H 'Host: evil.example' "$hub/api/devices")" = 403 ] || fail "a foreign host"
[ "$(status -H 'Origin: http://evil.example' "$hub/api/devices")" = 403 ] || fail "an origin"
ok "refuses what it should"

# Live, in tshark over PCAP-over-IP: two devices, one of them new.
port=$(sed -n 's|.*wireshark -k -i TCP@.*:\([0-9]*\)$|\1|p' hub.log)
timeout 200 tshark -l -n -i "TCP@127.0.0.1:$port" -c 6 -T fields \
  -e frame.interface_name -e data.data >live 2>tshark.err &
tshark=$!
wait_for "a reader" reads lab 1
for seq in 0 1; do
  fleet send diag.lab.rig-1.diag.pcap 00000000000000aa $seq 2
  fleet send diag.lab.rig-2.diag.pcap 00000000000000bb $seq 1
done
wait "$tshark" || fail "tshark: $(cat tshark.err)"
[ "$(cut -f1 live | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = " 4 rig-1/diag; 2 rig-2/diag;" ] ||
  fail "live: $(cat live)"
ok "two devices in one tshark"

# What one device has, as classic pcap: the numbers of its containers.
numbers() { python3 "$fleet" - numbers "$1"; }
# save FILE PATH [NUMBERS]: what there is; a live stream has no end, so it is read for
# longer until it has these numbers.
save() {
  local status seconds
  for seconds in 3 10 40; do
    status=0
    curl -sN -m $seconds -o "$1" "$hub/$2" || status=$?
    [ "$status" = 28 ] || fail "curl $2: $status"
    [ $# = 3 ] && [ "$(numbers "$1")" != "$3" ] || return 0
  done
  fail "$2 has $(numbers "$1"), not $3"
}

# Disorder, doubles and a gap: 1 before 0, each twice, 2 never.
subject=diag.lab.rig-3.diag.pcap boot=00000000000000cc
for seq in 5 7 6 6 9; do
  fleet send $subject $boot $seq 2 id=none
done
fleet report lab.rig-3 '{}'
wait_for "rig-3" sh -c "curl -sf '$hub/api/devices' | grep -q rig-3"
save old.pcap "api/devices/rig-3/diag/pcap?since=oldest" "10 11 12 13 14 15 loss 18 19"
curl -sf "$hub/metrics" >metrics
grep -q '^diagtap_hub_missing_messages_total [1-9]' metrics || fail "$(cat metrics)"
grep -q '^diagtap_hub_duplicates_total [1-9]' metrics || fail "$(cat metrics)"
ok "order, doubles and a gap"

# A hostile device: what it sends is refused and counted, and nothing else is hurt.
fleet send diag.lab.rig-4.diag.pcap $boot 0 1 Count=-5
fleet send $subject $boot 10 2
save more.pcap "api/devices/rig-3/diag/pcap?since=oldest" "10 11 12 13 14 15 loss 18 19 20 21"
save wrong.pcapng "api/fleet/diag/pcapng?device=rig-4&since=oldest"
refused() { curl -sf "$hub/metrics" | grep -q '^diagtap_hub_refused_messages_total{fault="header"} [1-9]'; }
wait_for "a fault" refused
ok "a wrong message is refused"

# Since a time: what arrived before is not there, whatever the device's clock says.
sleep 1.1
now=$(date +%s.%N)
fleet send $subject $boot 11 2 ahead=-1420000000000000000
save since.pcap "api/devices/rig-3/diag/pcap?since=$now" "22 23"
[ "$(tshark -n -r since.pcap -T fields -e frame.time_epoch | head -n1 | cut -d. -f1)" -lt 500000000 ] ||
  fail "the device's clock is not as it was"
ok "since a time, from a device in 1981"

# Its clock is told, and changes nothing else: one of 1980-01-01 is decades behind.
fleet report lab.rig-5 '{"sent_ns": 315532800000000000}'
skew_is_told() {
  curl -sf "$hub/api/devices" | python3 -c 'import json, sys, time
rig = [d for d in json.load(sys.stdin)["devices"] if d["device"] == "rig-5"]
raise SystemExit(not rig or abs(rig[0]["skew_s"] - (time.time() - 315532800)) > 600)'
}
wait_for "the skew of rig-5" skew_is_told
ok "a clock in 1980 is decades behind"

# The server is killed and comes back; a reader goes on without loss or double.
curl -sN -m 60 -o through.pcap "$hub/api/devices/rig-3/diag/pcap" &
curl=$!
wait_for "a reader" reads lab 1
fleet send $subject $boot 12 2
stop_nats KILL
start_nats
for seq in 13 14; do fleet send $subject $boot $seq 2; done
arrived() { [ "$(numbers through.pcap)" = "24 25 26 27 28 29" ]; }
wait_for "the reader to go on" arrived
kill "$curl"
ok "a server that is killed"

stop_hub
! grep -q "Sanitizer" hub.log || fail "$(cat hub.log)"
ok "the hub stops"
