#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtapd and a server of NATS: each container is stored once or counted as lost,
# also over a server that is killed and one that hangs; and a login with a key, over
# TLS, as diagtap-hub makes them.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need openssl
need zstd
"$DIAGTAPD" -o uplink.enabled=true -o uplink.device=rig-7 -o uplink.servers=nats://h \
  -o uplink.nkey_file=nowhere -o diag_stream_enabled=true --test >out 2>&1 || :
grep -q 'uplink.nkey_file: nowhere' out || skip "$(cat out)"

# uplink URL OPTION...: a daemon that sends to this server.
uplink() {
  local servers=$1
  shift
  start -o diag.rate=300 -o uplink.enabled=true -o uplink.device=rig-7 \
    -o uplink.group=lab -o uplink.servers="$servers" -o uplink.linger_ms=100 "$@"
}
figure() {
  fetch /api/status | python3 -c 'import json, sys
status = json.load(sys.stdin)["uplink"]
print(status["taps"][0].get(sys.argv[1], status.get(sys.argv[1])))' "$1"
}
at_least() { [ "$(figure "$1")" -ge "$2" ]; }
stores_more() { wait_for "$1 more messages" at_least messages $(($(figure messages) + $1)); }

# whole: what the server has is right, and it is all that was read but what the log
# says is lost or not sent.
whole() {
  python3 - "$SOURCE_DIR/tests" "$nats_port" <<'END' || fail "not whole"
import base64, re, sys
sys.path[:0] = [sys.argv[1] + "/support", sys.argv[1] + "/e2e/hub"]
import fleet_messages
from nats import Nats
nats = Nats(int(sys.argv[2]))
state = nats.api("STREAM.INFO.DIAG-lab")["state"]
found = []
for number in range(state["first_seq"], state["last_seq"] + 1):
    one = nats.api("STREAM.MSG.GET.DIAG-lab", {"seq": number})["message"]
    head = base64.b64decode(one["hdrs"]).decode().split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in head if line)
    found.append(fleet_messages.Message(one["subject"], headers,
                                        base64.b64decode(one["data"])))
log = open("log").read()
read = int(re.search(r"diag: (\d+) containers? \(\d+ bytes?\) read", log)[1])
end = re.search(r"uplink of diag: (\d+) containers? .* stored in (\d+) messages?, "
                r"(\d+) containers? .* lost, (\d+) not sent", log)
stored, messages, lost, unsent = map(int, end.groups())
found = [message for message in found if message.boot == found[-1].boot]
inside, placed = fleet_messages.check(found)
print(f"{read} read, {stored} stored, {lost} lost, {unsent} unsent; the server has "
      f"{inside} in {len(found)} messages, and {placed} lost")
if stored + lost + unsent != read or not stored <= inside <= stored + unsent:
    sys.exit("not all")
END
}

start_nats
fleet streams lab
uplink "nats://127.0.0.1:$nats_port"
stores_more 5
stop_nats KILL
connected() { [ "$(figure state)" = connected ]; }
away() { ! connected; }
wait_for "the end of the connection" away
[ -n "$(figure why)" ] || fail "the status says nothing"
start_nats
wait_for "the server again" connected
stores_more 5
kill "$pid"
ended 0
whole
ok "a server that is killed and started again has each container once"

uplink "nats://127.0.0.1:$nats_port"
stores_more 5
kill -STOP "$nats_pid"
wait_for "no answer" at_least timeouts 1
kill -CONT "$nats_pid"
stores_more 5
kill "$pid"
ended 0
whole
ok "a server that hangs for ten seconds has each container once"

# TLS, and a key that may send for rig-7 only.
mkdir keys
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout keys/server.key -out keys/server.crt \
  2>/dev/null
"$DIAGTAP_HUB" --server-conf keys lab.rig-7 lab.rig-8 >made.conf
sed -e 's/^port: .*/host: 127.0.0.1/' -e "s|/var/lib/nats|$work/secret|" made.conf >edited.conf
stop_nats TERM
nats_port=-1
start_nats 'include "edited.conf"'
# shellcheck disable=SC2086 # several words
"$DIAGTAP_HUB" -c /dev/null -o "hub.servers=tls://localhost:$nats_port" -o hub.groups=lab \
  -o store.bytes=10000000 -o hub.ca_file=keys/server.crt -o hub.nkey_file=keys/hub.nkey \
  --provision 2>provisioned || fail "$(cat provisioned)"
tls="tls://localhost:$nats_port"
uplink "$tls" -o uplink.nkey_file=keys/lab.rig-7.nkey -o uplink.ca_file=keys/server.crt
stores_more 3
[ -z "$(figure why)" ] || fail "$(figure why)"
kill "$pid"
ended 0
ok "a key and TLS"

# refused PATTERN OPTION...
refused() {
  local pattern=$1
  shift
  uplink "$tls" "$@"
  wait_for "a warning: $pattern" grep -q "warning: uplink: .*$pattern" log
  [ "$(figure messages)" = 0 ] || fail "stored"
  kill "$pid"
  ended 0
  ok "$(sed -n 's/.*warning: uplink: //p' log | head -n 1)"
}
refused 'TLS failed' -o uplink.nkey_file=keys/lab.rig-7.nkey
refused 'does not accept our login' -o uplink.ca_file=keys/server.crt
refused 'Permissions Violation' -o uplink.ca_file=keys/server.crt \
  -o uplink.nkey_file=keys/lab.rig-8.nkey
