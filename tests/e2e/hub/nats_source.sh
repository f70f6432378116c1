#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The source "nats": a second diagtapd has the very bytes of the first, also over a
# server that goes and comes back; what is missing or wrong is a loss that is counted.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need openssl
source="-o diag_stream_enabled=true -o diag.source=nats -o nats.group=lab"
# shellcheck disable=SC2086 # several words
"$DIAGTAPD" $source -o nats.device=rig-7 -o nats.servers=nats://h \
  -o nats.nkey_file=nowhere --test >out 2>&1 || :
grep -q 'nats.nkey_file: nowhere' out || skip "$(cat out)"

# shellcheck disable=SC2086 # several words
{
  refuses 2 'nats.device = "": must be' $source
  refuses 2 'nats.group = "A"' $source -o nats.device=rig-7 -o nats.group=A
  refuses 2 'nats.servers is empty' $source -o nats.device=rig-7
  refuses 2 'nats.servers: "http://h": must be' $source -o nats.device=rig-7 \
    -o nats.servers=http://h
  refuses 2 'would read what it sends' $source -o nats.device=rig-7 -o nats.servers=nats://h \
    -o uplink.enabled=true -o uplink.group=lab -o uplink.device=rig-7 -o uplink.servers=nats://h
}

# viewer DEVICE [OPTION...]: a daemon that reads the device.  Sets viewer and
# viewer_pid.
viewer() {
  local device=$1
  shift
  start -o diag.source=nats -o nats.device="$device" -o nats.group=lab \
    -o nats.servers="nats://127.0.0.1:$nats_port" -o ring.bytes=33554432 "$@"
  viewer=$url viewer_pid=$pid
  rm said # fleet writes there
}
# source_says FIELD: of the tap in the viewer's status.
source_says() {
  curl -fsS "$viewer/api/status" | python3 -c 'import json, sys
tap = json.load(sys.stdin)["taps"][0]
print(tap["read"]["containers"] if sys.argv[1] == "read" else tap["source"][sys.argv[1]])' "$1"
}
has_read() { [ "$(source_says read)" -ge "$1" ]; }
is() { [ "$(source_says "$1")" = "$2" ]; }
has_why() { source_says why | grep -q "$1"; }
# save URL PATH FILE: a stream.  Sets saver.
save() {
  curl -sN -o "$3" "$1$2" &
  saver=$!
  pids="$pids $saver"
}
streams_of() { # URL
  curl -fsS "$1/api/status" | python3 -c 'import json, sys
print(json.load(sys.stdin)["taps"][0]["ring"]["subscribers"])'
}
has_streams() { [ "$(streams_of "$1")" -ge "$2" ]; }

# 1. The same bytes, though the server goes away and comes back.
start_nats
viewer rig-7
wait_for "no stream" has_why 'no stream for nats.group'
fleet streams lab
wait_for "the viewer" is state running
save "$viewer" /api/diag/stream viewer.bin
viewer_savers=$saver
save "$viewer" /api/diag/pcap viewer.pcap
viewer_savers="$viewer_savers $saver"
wait_for "the viewer's streams" has_streams "$viewer" 2
mv log viewer.log
# The third subscriber is the uplink.
start -o diag.rate=100 -o ring.bytes=33554432 -o diag.wait_subscribers=3 -o uplink.enabled=true \
  -o uplink.device=rig-7 -o uplink.group=lab -o uplink.linger_ms=100 \
  -o uplink.servers="nats://127.0.0.1:$nats_port"
edge=$url
rm said
save "$edge" /api/diag/stream edge.bin
edge_savers=$saver
save "$edge" /api/diag/pcap edge.pcap
edge_savers="$edge_savers $saver"
wait_for "containers" has_read 150
stop_nats TERM
wait_for "the end of the connection" is state retrying
start_nats
wait_for "the server again" is state running
wait_for "more containers" has_read $(($(source_says read) + 150))
kill "$pid"
ended 0
# shellcheck disable=SC2086 # two ids
wait $edge_savers
# A busy machine may not send the last messages in time: then the log says so.
end=$(sed -n 's/.*uplink of diag: \([0-9]*\) containers* .* stored in [0-9]* messages*, '\
'\([0-9]*\) containers* .* lost, \([0-9]*\) not sent.*/\1 \2 \3/p' log)
read -r stored lost unsent <<<"$end"
[ "$lost" = 0 ] || fail "the edge has lost $lost"
wait_for "all $stored containers" has_read "$stored"
is missed 0 || fail "missed $(source_says missed)"
kill "$viewer_pid"
wait "$viewer_pid"
# shellcheck disable=SC2086 # two ids
wait $viewer_savers
for form in bin pcap; do
  cmp -n "$(stat -c %s viewer.$form)" edge.$form viewer.$form
  [ "$unsent" != 0 ] || cmp edge.$form viewer.$form
done
[ "$(stat -c %s viewer.pcap)" -gt $((stored * 100)) ] || fail "too few bytes"
ok "the same $(stat -c %s viewer.pcap) bytes of pcap, over a server that came back"

# 2. What the stream has lost is a loss, in its place; so is what is wrong.
viewer rig-9
wait_for "the viewer" is state running
save "$viewer" /api/diag/pcap lost.pcap
wait_for "the stream" has_streams "$viewer" 1
send() { fleet send diag.lab.rig-9.diag.pcap 0123456789abcdef "$@"; }
send 0 2
wait_for "the first message" has_read 2
stop_nats TERM
wait_for "the end of the connection" is state retrying
port=$nats_port nats_port=-1
start_nats # where the viewer does not find it
for seq in 1 2 3; do send $seq 2; done
fleet delete DIAG-lab last-1
stop_nats TERM
nats_port=$port
start_nats
send 4 2 Version=2
wait_for "a refusal" has_why 'A message was refused: its header'
is skipped_bytes 0 && fail "the refused message is not counted"
send 5 2
send 5 2 Version=1 id=none # a second copy
wait_for "the messages behind the gap and the wrong one" has_read 8
is missed 4 || fail "missed $(source_says missed), not 4"
send 6 2
wait_for "the message behind the second copy" has_read 10
is read 10 || fail "a double: $(source_says read)"

# 3. A stream that was made again counts from 1.
fleet remove DIAG-lab
wait_for "no stream" has_why 'no stream for nats.group'
fleet streams lab
send 7 2
wait_for "a new stream" has_read 12
kill "$viewer_pid"
wait "$viewer_pid"
wait_for "the file" [ -s lost.pcap ]
wait "$saver" || :
python3 "$fleet" - numbers lost.pcap >found
[ "$(cat found)" = "0 1 2 3 loss 6 7 loss 10 11 12 13 14 15" ] || fail "$(cat found)"
ok "losses in their places: $(cat found)"

# 4. TLS, and a key that may read; that of a device may not.
mkdir keys
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout keys/server.key -out keys/server.crt \
  2>/dev/null
"$DIAGTAP_HUB" --server-conf keys lab.rig-7 >made.conf
sed -e 's/^port: .*/host: 127.0.0.1/' -e "s|/var/lib/nats|$work/secret|" made.conf >edited.conf
stop_nats TERM
nats_port=-1
start_nats 'include "edited.conf"'
tls="tls://localhost:$nats_port"
# shellcheck disable=SC2086 # several words
"$DIAGTAP_HUB" -c /dev/null -o "hub.servers=$tls" -o hub.groups=lab -o store.bytes=10000000 \
  -o hub.ca_file=keys/server.crt -o hub.nkey_file=keys/hub.nkey --provision 2>provisioned ||
  fail "$(cat provisioned)"
start -o diag.rate=100 -o uplink.enabled=true -o uplink.device=rig-7 -o uplink.group=lab \
  -o uplink.linger_ms=100 -o uplink.servers="$tls" -o uplink.ca_file=keys/server.crt \
  -o uplink.nkey_file=keys/lab.rig-7.nkey
edge=$pid
viewer rig-7 -o nats.servers="$tls" -o nats.ca_file=keys/server.crt \
  -o nats.nkey_file=keys/hub.nkey
wait_for "containers over TLS" has_read 50
kill "$viewer_pid"
wait "$viewer_pid"
# refused PATTERN OPTION...
refused() {
  local pattern=$1
  shift
  viewer rig-7 -o nats.servers="$tls" "$@"
  wait_for "a reason: $pattern" has_why "$pattern"
  is read 0 || fail "it reads"
  ok "$(source_says why)"
  kill "$viewer_pid"
  wait "$viewer_pid"
}
refused 'Permissions Violation' -o nats.ca_file=keys/server.crt \
  -o nats.nkey_file=keys/lab.rig-7.nkey
refused 'does not accept our login' -o nats.ca_file=keys/server.crt
refused 'TLS failed' -o nats.nkey_file=keys/hub.nkey
kill "$edge"
