#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Files of credentials, as nsc makes them: a hub and a device log in with one.  What
# is wrong with a hub's login is said before it begins.
. "$SOURCE_DIR/tests/e2e/lib.sh"
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need openssl

python3 "$SOURCE_DIR/tests/e2e/hub/credentials.py" "$work" || fail "no credentials"
start_nats 'include "server.conf"'
provision() { "$DIAGTAP_HUB" -c /dev/null -o "hub.servers=nats://127.0.0.1:$nats_port" \
  -o hub.groups=lab -o store.bytes=10000000 "$@" --provision 2>said; }
provision -o hub.credentials_file=user.creds || fail "$(cat said)"
grep -q "stream DIAG-lab is there" said || fail "$(cat said)"
! provision || fail "no login is needed"
grep -q "refuses the connection.*hub.credentials_file" said || fail "$(cat said)"
mkdir other
python3 "$SOURCE_DIR/tests/e2e/hub/credentials.py" other || fail "no credentials"
! provision -o hub.credentials_file=other/user.creds || fail "those of another server"
start_hub -o hub.groups=lab -o hub.credentials_file=user.creds
start -o uplink.enabled=true -o uplink.device=rig-7 -o uplink.group=lab \
  -o "uplink.servers=nats://127.0.0.1:$nats_port" -o uplink.credentials_file="$work/user.creds"
wait_for "rig-7" knows rig-7
has_some() { [ "$(curl -sN -m 20 "$hub/api/devices/rig-7/diag/pcap?since=oldest" | head -c 20000 | wc -c)" = 20000 ]; }
wait_for "what it sends" has_some
kill "$pid"
ended 0
stop_hub
ok "a hub and a device log in with credentials"

# wrong PATTERN OPTION...
wrong() {
  local status=0
  "$DIAGTAP_HUB" -c /dev/null "${@:2}" -T >out 2>err || status=$?
  [ "$status" = 2 ] || fail "${*:2}: exit status $status"
  grep -q -- "$1" err || fail "${*:2}: $(cat err)"
}
wrong 'hub.credentials_file = "/nowhere": No such file' -o hub.credentials_file=/nowhere
wrong 'hub.ca_file = "/nowhere": No such file' -o hub.ca_file=/nowhere
wrong 'hub.user and hub.password_file: set both' -o hub.user=me
wrong 'hub.user, hub.nkey_file and hub.credentials_file: set one' \
  -o hub.nkey_file=key -o hub.credentials_file=user.creds
ok "a wrong login is said before it begins"
