#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The uplink and a server that does what it is told: nothing delays the device,
# each container is stored once or counted as lost, and the log says what to do.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need curl
need python3
need zstd
"$DIAGTAPD" -o uplink.enabled=true -o uplink.device=rig-7 \
  -o uplink.servers=nats://127.0.0.1:1 -o diag_stream_enabled=true -o diag.source=file \
  -o diag.file=/nowhere --test >said 2>&1 || :
if grep -q 'libnats' said; then skip "$(cat said)"; fi
await() { until "$@" >/dev/null 2>&1; do read -rt 0.05 <> <(:) || :; done; }

mkdir stored
mkfifo orders
"$SOURCE_DIR/tests/support/scripted_nats.py" stored <orders >events &
pids="$pids $!"
exec 8>orders
await grep -q . events
port=$(head -n 1 events)

# order WORDS: the server does so from now on.
obeyed=0
order() {
  obeyed=$((obeyed + 1))
  echo "$*" >&8
  await has_obeyed
}
has_obeyed() { [ "$(grep -c '^OBEYED' events)" -ge $obeyed ]; }

# uplink OPTION...: a daemon that sends to the server.
uplink() {
  start -o diag.rate=300 -o uplink.enabled=true -o uplink.device=rig-7 \
    -o uplink.group=lab -o uplink.servers="[\"nats://127.0.0.1:$port\"]" \
    -o uplink.linger_ms=100 "$@"
}

# figure NAME: of the tap, in the status; NAME.PART of an amount.
figure() {
  fetch /api/status | python3 -c 'import json, sys
status = json.load(sys.stdin)["uplink"]
value = status["taps"][0]
for name in sys.argv[1].split("."):
    value = value[name] if name in value else status[name]
print(value)' "$1"
}
at_least() { [ "$(figure "$1")" -ge "$2" ]; }
says() { figure why | grep -q "$1"; }

# stops: the daemon ends within 3 s, though the server says nothing more.
stops() {
  local before after
  before=$(date +%s%N)
  kill "$pid"
  ended 0
  after=$(date +%s%N)
  took=$(((after - before) / 1000000))
}

# whole [NUMBER...]: what was stored and what the log counts is all that was read.
# These messages are missing.
whole() {
  python3 - "$SOURCE_DIR/tests/support" "$@" <<'END' || fail "not whole"
import re, sys
sys.path.insert(0, sys.argv[1])
import fleet_messages
log = open("log").read()
read = int(re.search(r"diag: (\d+) containers? \(\d+ bytes?\) read", log)[1])
end = re.search(r"uplink of diag: (\d+) containers? .* stored in (\d+) messages?, "
                r"(\d+) containers? .* lost, (\d+) not sent", log)
stored, messages, lost, unsent = map(int, end.groups())
found = fleet_messages.read_folder("stored")
boot = found[-1].boot
found = [message for message in found if message.boot == boot]
inside, placed = fleet_messages.check(found, set(map(int, sys.argv[2:])))
print(f"{read} read, {stored} stored in {messages}, {lost} lost, {unsent} unsent; "
      f"the server has {inside} in {len(found)}, and {placed} lost")
if stored + lost + unsent != read:
    sys.exit("the log does not count all")
# The last messages may be stored, and their answers have come too late.
if not stored <= inside <= stored + unsent or placed > lost:
    sys.exit("the server has something else")
END
}

# 1. All is well.
uplink -o uplink.window_bytes=262144
await at_least messages 8
[ "$(figure state)" = connected ] || fail "not connected"
grep -q '^SUB _INBOX.rig-7\.' events || fail "another subject for answers"
grep '^REPORT {' events | head -n 1 | cut -d' ' -f2- | python3 -c 'import json, sys
report = json.load(sys.stdin)
assert sorted(report) == ["boot", "clock_offset_ns", "sent_ns", "taps", "uptime_s",
                          "version"], report
assert sorted(report["taps"][0]) == ["lost", "name", "read", "source", "state",
                                     "stored", "waiting"], report' || fail "the report"
stops
whole
grep -q '0 not sent' log || fail "it did not send the rest: $(tail -3 log)"
grep -q '^MESSAGE \$KV.devices.lab.rig-7 - 0 DEL' events || fail "no farewell"
ok "all is stored, and the device says that it is there and that it leaves"

# 2. The server takes messages and does not answer, then it does.
order quiet
uplink -o ring.bytes=1048576 -o uplink.window_bytes=262144
await at_least lost.containers 100
[ "$(figure messages)" = 0 ] || fail "stored without an answer"
order store
await at_least messages 8
stops
whole
grep -q 'does not say whether it has stored' log || fail "not said: $(cat log)"
ok "without answers the ring is the queue, and the loss is placed"

# 3. It reads no more: the stop is not late either.
order store
uplink -o diag.rate=2000 -o ring.bytes=1048576
await at_least messages 5
order stall
await at_least lost.containers 100
before=$(fetch /metrics | sed -n 's/^diagtap_read_containers_total{tap="diag"} //p')
reads_on() {
  [ "$(fetch /metrics | sed -n 's/^diagtap_read_containers_total{tap="diag"} //p')" \
    -gt $((before + 1000)) ]
}
await reads_on
stops
[ $took -lt 3000 ] || [ "${SANDBOX:-true}" = false ] || fail "the stop took $took ms"
order normal
whole
ok "a server that reads nothing delays neither the device nor the stop ($took ms)"

# refused PATTERN ORDER...: messages are refused so, and the log says what to do;
# then the server stores them.
refused() {
  local pattern=$1
  shift
  order "$@"
  uplink
  await says "$pattern"
  await grep -q "warning: uplink: .*$pattern" log
  order normal
  order store
  await at_least messages 3
  stops
  whole
  [ "$(grep -c "warning: uplink: .*$pattern" log)" = 1 ] || fail "$*: said again"
  ok "$*: $(sed -n 's/.*warning: uplink: //p' log | head -n 1)"
}

# 4. What a server may answer.
refused 'no stream for uplink.group: make it with diagtap-hub --provision' nobody
refused '10077: no space left on device' error 10077 no space left on device
refused 'does not store messages now' error none
refused 'does not store messages now (10076: JetStream not enabled' \
  error 10076 JetStream not enabled
refused 'none of JetStream' answer +OK
refused 'none of JetStream' flood
refused 'Permissions Violation' deny

# 5. What is too large for the server can never be stored.
order error 10054 message size exceeds maximum allowed
uplink
await at_least dropped 1
order store
await at_least messages 3
dropped=$(figure dropped)
[ "$(figure lost.containers)" -gt 0 ] || fail "not counted"
stops
# shellcheck disable=SC2046 # numbers
whole $(seq 0 $((dropped - 1)))
grep -q 'raise its max_msg_size' log || fail "not said"
ok "what a stream never takes is counted, and its number is missing"

order info '{"max_payload": 1000}'
uplink
await at_least dropped 1
[ "$(figure state)" = connected ] || fail "the connection is lost"
grep -q 'raise its max_payload' log || fail "not said"
stops
order normal
ok "what the server never takes is counted too"

# 6. A connection that ends again and again, also between storing and answering.
order twice
uplink
await at_least duplicates 1
order drop 3
await at_least connections 3
order drop 2
await at_least connections 4
await at_least resent 1
[ "$(figure lost.containers)" = 0 ] || fail "lost"
stops
whole
ok "what was stored before is not stored twice"

# 7. Servers that are none, or that do not let us in.
turned_away() {
  local pattern=$1
  shift
  order "$@"
  uplink
  await grep -q "warning: uplink: .*$pattern" log
  [ "$(figure state)" = waiting ] || [ "$(figure state)" = connecting ] ||
    fail "connected"
  stops
  [ $took -lt 3000 ] || [ "${SANDBOX:-true}" = false ] || fail "the stop took $took ms"
  order normal
  ok "$*: $(sed -n 's/.*warning: uplink: //p' log | head -n 1)"
}
turned_away 'does not accept our login' login
[ "$(grep -c '^CONNECT' events)" -ge 3 ] || fail "it was not tried three times"
turned_away 'no server of NATS' other
turned_away 'older than 2.10.*(2.9.10)' info '{"version": "2.9.10"}'
turned_away 'wants TLS: write tls://' info '{"tls_required": true}'
turned_away 'the server does not answer' silent
turned_away 'the server does not answer' mute

# A stop in the middle of it.
connecting() { [ "$(figure state)" = connecting ]; }
for how in silent mute; do
  order $how
  uplink
  await connecting
  stops
  [ $took -lt 3000 ] || [ "${SANDBOX:-true}" = false ] || fail "the stop took $took ms"
  order normal
  ok "a stop while the server is $how ($took ms)"
done

# The second server of two.
uplink -o uplink.servers="[\"nats://127.0.0.1:1\", \"nats://localhost:$port\"]" \
  -o uplink.compress=none
await at_least messages 3
stops
whole
ok "the second server is found"

# 8. What a configuration must not have.
on="-o listen.port=0 -o diag_stream_enabled=true -o diag.source=simulator
  -o uplink.enabled=true"
# shellcheck disable=SC2086 # several words
{
  refuses 2 'uplink.device must be a name' $on -o uplink.servers=nats://h
  on="$on -o uplink.device=rig-7"
  refuses 2 'uplink.servers is empty' $on
  for wrong in http://h nats://u:p@h nats:// nats://h:x tls://h/ nats://h:4222222222; do
    refuses 2 'uplink.servers: .*must be nats://HOST:PORT or tls://HOST:PORT' $on \
      -o uplink.servers="$wrong"
  done
  on="$on -o uplink.servers=nats://127.0.0.1"
  refuses 2 'uplink.group = "Lab": must be 1 to 32' $on -o uplink.group=Lab
  refuses 2 'uplink.user and uplink.password_file: set both or none' $on -o uplink.user=me
  refuses 2 'uplink.ca_file = "/nowhere"' $on -o uplink.ca_file=/nowhere
  refuses 2 'uplink.credentials_file = "/nowhere"' $on \
    -o uplink.credentials_file=/nowhere
  echo secret >password
  chmod 644 password
  refuses 2 'uplink.password_file: ' $on -o uplink.user=me \
    -o uplink.password_file=password
}
