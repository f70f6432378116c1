#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SIGHUP: the token, access.hosts and the limits of the archive are read again,
# streams go on, and what cannot be applied is named.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need setsid

# Without a terminal: there SIGHUP would mean its end.
program=$DIAGTAPD
printf '#!/bin/sh\nexec setsid "%s" "$@"\n' "$program" >without_terminal
chmod +x without_terminal
DIAGTAPD=$work/without_terminal

answers() {
  local expected=$1 status
  shift
  status=$(curl -sS -o body -w '%{http_code}' --max-time 10 "$@")
  [ "$status" = "$expected" ] || fail "$*: $status, not $expected: $(cat body)"
}

# reload PATTERN: SIGHUP, and the log has one more line like this.
reload() {
  local before
  before=$(grep -c -- "$1" log || :)
  kill -HUP "$pid"
  until [ "$(grep -c -- "$1" log || :)" -gt "$before" ]; do
    kill -0 "$pid" || fail "SIGHUP ended it"
    sleep 0.05
  done
}
done_with_it='reload: the token, access.hosts, masks, the limits .* applied'

# configure [LINE...]
configure() {
  printf '%s\n' 'access: { token_file = "token"; hosts = ['"$hosts"']; };' \
    "archive: { enabled = true; directory = \"captures\"; min_free_bytes = 0;" \
    "  min_free_bytes_to_start = 0; rotate_bytes = 65536; keep_files = $keep; };" \
    "$@" >conf
}

mkdir captures
echo first-0123456789-token >token
chmod 600 token
hosts='"one.lan"' keep=0
configure
start -c conf -o diag.rate=1000
curl -fsSN -u :first-0123456789-token "$url/api/diag/pcap" >stream 2>/dev/null &
client=$!
pids="$pids $client"
answers 200 -u :first-0123456789-token -H 'Host: one.lan' "$url/api/status"
answers 403 -u :first-0123456789-token -H 'Host: two.lan' "$url/api/status"
until [ "$(find captures -name '*.pcap' | wc -l)" -gt 3 ]; do sleep 0.1; done

echo second-0123456789-token >token
hosts='"two.lan"' keep=1
configure
reload "$done_with_it"
answers 401 -u :first-0123456789-token "$url/api/status"
answers 200 -u :second-0123456789-token -H 'Host: two.lan' "$url/api/status"
answers 403 -u :second-0123456789-token -H 'Host: one.lan' "$url/api/status"
ok "a new token and new hosts are applied"
until [ "$(find captures -name '*.pcap' | wc -l)" -le 2 ]; do sleep 0.1; done
ok "so are new limits of the archive"
size=$(stat -c %s stream)
until [ "$(stat -c %s stream)" -gt "$size" ]; do
  kill -0 $client || fail "its stream has ended"
  sleep 0.05
done
ok "a stream that was let in goes on"

configure 'diag: { seed = 7; }; listen: { max_subscribers = 3; };'
reload 'warning: reload: diag.seed has changed: restart'
grep -q 'warning: reload: listen.max_subscribers has changed: restart' log ||
  fail "not every key is named"
! grep -q 'reload: access' log || fail "a key that is applied is named"
ok "what needs a restart is named"

echo 'listen: { prot = 1; };' >conf
reload 'error: reload: conf:1: listen.prot: unknown key; nothing has changed'
hosts='"three.lan"'
configure
echo short >token
reload 'reload: access.token_file: token: a token must be .*; the old token stays'
answers 200 -u :second-0123456789-token -H 'Host: three.lan' "$url/api/status"
keep=1000000
configure 'archive.x = 1;'
reload 'nothing has changed'
answers 200 -u :second-0123456789-token "$url/api/status"
kill $client 2>/dev/null || :
kill "$pid"
ended 0
ok "what is wrong changes nothing"

# Others may reach it: the token cannot be taken away.
echo first-0123456789-token >token
printf 'access: { token_file = "token"; };\n' >conf
start -c conf -o listen.address=0.0.0.0
: >conf
reload 'reload: listen.address = "0.0.0.0" is reachable .*; the old token stays'
answers 401 "$url/api/status"
answers 200 -u :first-0123456789-token "$url/api/status"
kill "$pid"
ended 0
ok "a token that is needed cannot be taken away"
