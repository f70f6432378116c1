#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Two taps at once, each with a switch, source, ring and door of its own.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

ipa="-o ipa_stream_enabled=true -o ipa.source=file -o ipa.speed=0 \
  -o ipa.wait_subscribers=1"
"$MAKE_CAPTURE" containers 8000 1 >one.bin # more than its ring
"$MAKE_CAPTURE" containers 9000 2 >two.bin

replay one.bin $ipa -o ipa.file=two.bin -o ipa.at_end=exit -o ring.bytes=1000000
fetch /api/ipa/stream >two.out
cmp two.bin two.out || fail "ipa's body is not its source's bytes"
kill -0 "$pid" || fail "it has not waited for the other that exits"
until curl -fsS "$url/api/status" >status && grep -q '"state": "ended"' status; do
  sleep 0.01
done
grep -q '"state": "waiting"' status ||
  fail "one tap's subscriber was counted for the other: $(cat status)"
fetch /api/diag/stream >one.out
ended 0
cmp one.bin one.out || fail "diag's body is not its source's bytes"
grep -q 'diag: [0-9]* containers' log && grep -q 'ipa: [0-9]* containers' log ||
  fail "no totals of both"
ok "each tap serves its own source, waits for its own subscribers, and both exit"

# at_end = "exit" asks for the end of those alone that say so.
start $ipa -o ipa.file=two.bin -o ipa.at_end=exit
fetch /api/ipa/stream >two.out &
fetch /api/diag/stream >one.out
wait $!
ended 0
cmp two.bin two.out || fail "ipa's body is not its source's bytes"
[ -s one.out ] || fail "the stream that goes on was given nothing"
ok "a tap that goes on ends with the daemon, by its final chunk"

start $ipa -o ipa.file=two.bin -o ipa.at_end=hold
curl -fsS "$url/metrics" >metrics
for tap in diag ipa; do
  grep -q "^diagtap_read_containers_total{tap=\"$tap\"} " metrics ||
    fail "no figures of $tap: $(cat metrics)"
  curl -fsS "$url/api/status" | grep -q "\"name\": \"$tap\", \"enabled\": true" ||
    fail "the status has no $tap"
done
kill "$pid"
ended 0
ok "status and metrics list both"

# answers STATUS PATH
answers() {
  local status
  status=$(curl -sS -m 20 -o body -w '%{http_code}' "$url$2") || :
  [ "$status" = "$1" ] || fail "$2 answers $status, not $1"
}
start
answers 503 /api/ipa/pcap
grep -q 'ipa_stream_enabled = true' body || fail "$(cat body)"
kill "$pid"
ended 0
start $ipa -o ipa.file=two.bin -o diag_stream_enabled=false
answers 503 /api/diag/pcap
grep -q 'diag_stream_enabled = true' body || fail "$(cat body)"
fetch /api/ipa/stream >two.out
cmp two.bin two.out || fail "ipa alone is not served"
kill "$pid"
ended 0
"$DIAGTAPD" -T | grep -qx 'ipa_stream_enabled = false;' || fail "ipa is on"
ok "each has a switch of its own, and ipa is off by default"

replay one.bin $ipa -o ipa.file=two.bin -o ipa.at_end=exit \
  -o pcap_over_ip.enabled=true -o pcap_over_ip.port=0 -o pcap_over_ip.ipa_port=0
fetch /api/diag/pcap >/dev/null &
port=$(sed -n 's/.*pcap_over_ip: ipa: .*TCP@[^:]*:\([0-9]*\)$/\1/p' log)
[ -n "$port" ] || fail "the log names no port of ipa"
exec 5<>"/dev/tcp/127.0.0.1/$port"
timeout 50 cat <&5 >two.pcap
exec 5>&-
wait $!
ended 0
replay two.bin
fetch /api/diag/pcap >same.pcap
ended 0
[ "$(stat -c %s two.pcap)" = "$(stat -c %s same.pcap)" ] ||
  fail "ipa's door sends something else"
ok "PCAP-over-IP has a port for each"

status=0
"$DIAGTAPD" -o ipa_stream_enabled=true -o listen.port=0 -o ipa.source=unix \
  2>log || status=$?
[ "$status" = 2 ] && grep -q 'ipa.source = "unix": unknown source' log ||
  fail "$status: $(cat log)"
ok "$(cat log)"
