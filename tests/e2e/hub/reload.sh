#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SIGHUP of a hub: the token and access.hosts are read again, or neither; streams go
# on, and what cannot be applied is named.  Its sandbox.
. "$SOURCE_DIR/tests/e2e/lib.sh"
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need setsid

# Without a terminal: there SIGHUP would mean its end.
printf '#!/bin/sh\nexec setsid "%s" "$@"\n' "$DIAGTAP_HUB" >without_terminal
chmod +x without_terminal
DIAGTAP_HUB=$work/without_terminal

# is STATUS CURL-OPTION...: what the hub answers.
is() { [ "$(curl -s -o body -w '%{http_code}' -m 10 "${@:2}" "$hub/api/devices")" = "$1" ]; }
# reload PATTERN: SIGHUP, and the log has one more line like this.
has_more() { [ "$(grep -c -- "$1" hub.log || :)" -gt "$2" ]; }
reload() {
  local before
  before=$(grep -c -- "$1" hub.log || :)
  kill -HUP "$hub_pid"
  wait_for "a line \"$1\"" has_more "$1" "$before"
}
applied='reload: the token and access.hosts are applied'
# configure TOKEN_FILE HOST [LINE...]
configure() {
  printf '%s\n' "access: { token_file = \"$1\"; hosts = [\"$2\"]; };" \
    'hub: { groups = ["lab"]; };' "${@:3}" >hub.conf
}

start_nats
fleet streams lab
hub_conf=hub.conf
(umask 077; echo first-0123456789-token >one; echo second-0123456789-token >two)
configure one one.lan
start_hub
is 200 -u :first-0123456789-token -H 'Host: one.lan' || fail "$(cat body)"
curl -sN -u :first-0123456789-token "$hub/api/fleet/diag/pcapng" >stream &
client=$!
pids="$pids $client"
wait_for "a reader" reads lab 1

configure two two.lan
reload "$applied"
wait_for "the new token" is 200 -u :second-0123456789-token
is 401 -u :first-0123456789-token || fail "the old token"
is 200 -u :second-0123456789-token -H 'Host: two.lan' || fail "the new host"
is 403 -u :second-0123456789-token -H 'Host: one.lan' || fail "the old host"
size=$(stat -c %s stream)
has_grown() { [ "$(stat -c %s stream)" -gt "$size" ]; }
fleet send diag.lab.rig-1.diag.pcap 00000000000000aa 0 3
wait_for "more of the stream" has_grown
ok "the token and hosts are applied, and a stream goes on"

configure absent three.lan
reload 'reload: access.token_file: .*absent.*; the old token stays'
is 200 -u :second-0123456789-token -H 'Host: three.lan' || fail "$(cat body)"
is 403 -u :second-0123456789-token -H 'Host: two.lan' || fail "the old host"
echo 'listen: {' >hub.conf
reload 'reload: .*hub.conf.*; nothing has changed'
configure two two.lan 'ws: { ping_seconds = 7; };'
reload 'reload: ws.ping_seconds has changed: restart diagtap-hub to apply it'
is 200 -u :second-0123456789-token || fail "$(cat body)"
ok "what is wrong stays as it was, and what needs a restart is named"

if [ "${SANDBOX:-true}" = true ]; then
  grep -qx 'Seccomp:[[:space:]]2' "/proc/$hub_pid/status" || fail "it has no filter"
  stopped=$(grep -L '^Seccomp:[[:space:]]2' /proc/"$hub_pid"/task/*/status || :)
  [ -z "$stopped" ] || fail "threads without it: $stopped"
  ok "it is in its sandbox, with all threads"
fi
kill "$client"
stop_hub

configure '' a.lan 'listen: { address = "0.0.0.0"; };'
sed -i 's/token_file = ""/token_file = "one"/' hub.conf
rm hub.log
start_hub
hub=http://127.0.0.1:${hub##*:}
is 200 -u :first-0123456789-token || fail "$(cat body)"
configure '' a.lan
reload 'reload: listen.address = "0.0.0.0" is reachable .*; the old token stays'
is 401 || fail "no token is needed now"
stop_hub
ok "where others reach it a token stays"
