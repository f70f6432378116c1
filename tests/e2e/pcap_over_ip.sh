#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PCAP-over-IP: Wireshark's own TCP@ takes it; off and local unless told.
. "$SOURCE_DIR/tests/e2e/lib.sh"

on="-o pcap_over_ip.enabled=true -o pcap_over_ip.port=0"

# The port that the log names.
door() { sed -n 's/.*pcap_over_ip: .*TCP@[^:]*:\([0-9]*\)$/\1/p' log; }

start
[ -z "$(door)" ] || fail "on by default"
kill "$pid"
ended 0
ok "it is off by default"

"$MAKE_CAPTURE" containers 300 5 >made.bin
replay made.bin $on
port=$(door)
[ -n "$port" ] || fail "the port is not in the log"
exec 5<>"/dev/tcp/127.0.0.1/$port"
timeout 50 cat <&5 >over_ip.pcap
exec 5>&-
ended 0
grep -q 'diag/pcap-over-ip to 127.0.0.1:[0-9]*: ended' log || fail "no such path"
replay made.bin
need curl
fetch /api/diag/pcap >http.pcap
ended 0
[ "$(stat -c %s over_ip.pcap)" = "$(stat -c %s http.pcap)" ] ||
  fail "it is not what HTTP gives"
ok "it sends what /api/diag/pcap does, from connect to end"

# refuses STATUS PATTERN OPTION...
refuses() {
  local expected=$1 pattern=$2 status=0
  shift 2
  timeout 20 "$DIAGTAPD" -o diag_stream_enabled=true -o listen.port=0 $on "$@" \
    2>log || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status"
  grep -q -- "$pattern" log || fail "$*: no '$pattern'"
  ok "$(tail -1 log)"
}

echo 0123456789abcdef0123 >token
chmod 600 token
refuses 2 'is reachable from other machines' -o pcap_over_ip.address=0.0.0.0
refuses 2 'is reachable from other machines' -o pcap_over_ip.address=0.0.0.0 \
  -o access.token_file="$work/token"
refuses 2 'must be numeric' -o pcap_over_ip.address=localhost
refuses 1 'does not have this address' -o access.allow_anonymous=true -o pcap_over_ip.address=192.0.2.1
start $on -o pcap_over_ip.address=0.0.0.0 -o access.allow_anonymous=true \
  -o access.token_file="$work/token"
grep -q 'EVERYONE who reaches 0.0.0.0' log || fail "not loud"
refuses 1 'another program uses it' -o pcap_over_ip.port="$(door)"
kill "$pid"
ended 0
start $on -o access.token_file="$work/token"
grep -q 'needs no token' log || fail "a token beside it, and no word"
kill "$pid"
ended 0
start $on -o debug_mode=true
grep -q 'pcap_over_ip: no port' log || fail "streams are off, the port is not"
kill "$pid"
ended 0

need tshark
start $on -o diag.rate=100
dissect -i "TCP@127.0.0.1:$(door)" -c 40 >live || fail "$(cat tshark.err)"
[ "$(wc -l <live)" = 40 ] || fail "tshark saw $(wc -l <live) records, not 40"
grep -qE 'Paging|MasterInformationBlock|RRCConnection' live ||
  fail "nothing decoded live"
kill "$pid"
ended 0
ok "tshark -i TCP@ reads it live"
