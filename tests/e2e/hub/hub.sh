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
device, = json.load(open("devices"))
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
timeout 60 tshark -l -n -i "TCP@127.0.0.1:$port" -c 6 -T fields \
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
stop_hub
ok "the hub stops"
