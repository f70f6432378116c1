#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Open to nobody uninvited: token, host, origin, exposure, socket, privileges.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

# answers STATUS CURL_ARGUMENT...
answers() {
  local expected=$1 status
  shift
  status=$(curl -sS -o body -w '%{http_code}' --max-time 10 "$@")
  [ "$status" = "$expected" ] || fail "$*: $status, not $expected: $(cat body)"
}

start
answers 200 -H 'Host: localhost' "$url/api/status"
answers 200 -H "Host: ${url#http://}" "$url/api/status"
answers 403 -H 'Host: evil.example' "$url/api/status"
grep -q access.hosts body || fail "the refusal does not say what to do"
answers 403 -H 'Origin: http://evil.example' "$url/api/status"
kill "$pid"
ended 0
start -o 'access.hosts=["hotspot.lan", "modem"]'
answers 200 -H 'Host: hotspot.lan:9840' "$url/api/status"
answers 403 -H 'Host: evil.example' "$url/api/diag/stream"
kill "$pid"
ended 0
ok "a foreign Host or Origin is refused with a sentence"

token=0123456789abcdef0123
echo $token >token
chmod 600 token
start -o access.token_file="$work/token"
for path in /api/status /api/devices /metrics /diagtap.lua /profile.zip /api/diag/pcap; do
  answers 401 "$url$path"
done
answers 401 -H 'Authorization: Bearer wrong-wrong-wrong' "$url/api/status"
answers 200 -H "Authorization: Bearer $token" "$url/api/status"
answers 200 -H "Authorization: Bearer $token" "$url/api/devices"
answers 200 "$url/"
answers 200 -u "anyone:$token" "$url/api/status"
curl -fsSN -u ":$token" "$url/api/diag/stream" 2>/dev/null |
  head -c 5000 | wc -c | grep -qx 5000 || fail "no stream with the token"
kill "$pid"
ended 0
! grep -q $token log || fail "the token is in the log"
ok "a token is asked for but by the page, and taken as Bearer and as password"

# refuses STATUS PATTERN OPTION...
refuses() {
  local expected=$1 pattern=$2 status=0
  shift 2
  timeout 20 "$DIAGTAPD" -o diag_stream_enabled=true -o listen.port=0 "$@" \
    2>log || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status"
  grep -q -- "$pattern" log || fail "$*: no '$pattern'"
  ok "$(cat log)"
}

refuses 2 'is reachable from other machines' -o listen.address=0.0.0.0
refuses 2 'is reachable from other machines' -o listen.address=::
chmod 644 token
refuses 2 'chmod 600' -o access.token_file="$work/token"
refuses 2 'does not exist' -o user=nobody-of-that-name
refuses 2 'must be octal' -o listen.unix_mode=rw
start -o listen.address=0.0.0.0 -o access.allow_anonymous=true
grep -q 'EVERYONE who reaches 0.0.0.0' log || fail "not loud"
grep -o 'http://[0-9.:]*/' log >named
grep -q '^http://127.0.0.1:' named || fail "no address of this machine: $(cat log)"
while read -r one; do
  [ "$(curl -s -o body -w '%{http_code}' "${one}api/status")" = 200 ] ||
    fail "the log names $one, which answers: $(cat body)"
done <named
ok "the log names addresses that answer: $(tr '\n' ' ' <named)"
kill "$pid"
ended 0
ok "an address of others needs a token, or a loud word that it needs none"

start -o listen.unix_socket="$work/socket" -o listen.unix_mode=0600
[ "$(stat -c %a socket)" = 600 ] || fail "mode $(stat -c %a socket)"
answers 200 --unix-socket socket http://any/api/status
curl -fsSN --unix-socket socket http://any/api/diag/pcap 2>/dev/null |
  head -c 5000 | wc -c | grep -qx 5000 || fail "no stream on the socket"
refuses 1 "cannot listen on $work/socket" -o listen.unix_socket="$work/socket"
kill -KILL "$pid"
ended 137
start -o listen.unix_socket="$work/socket" # a stale one is taken away
kill "$pid"
ended 0
[ ! -e socket ] || fail "the socket stays behind"
: >socket
refuses 1 'not a socket' -o listen.unix_socket="$work/socket"
ok "a Unix socket has its mode, and a stale one is taken away"

field() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$pid/status"; }
if [ "${SANDBOX:-true}" = true ]; then
  start
  curl -fsSN "$url/api/diag/stream" 2>/dev/null | head -c 1000 >/dev/null
  [ "$(field Seccomp)" = 2 ] || fail "no filter: Seccomp $(field Seccomp)"
  [ "$(field NoNewPrivs)" = 1 ] || fail "new privileges are possible"
  kill "$pid"
  ended 0
  ok "system calls are filtered, and no privileges can be gained"
fi
if [ "$(id -u)" = 0 ]; then
  start -o user=nobody
  curl -fsSN "$url/api/diag/stream" 2>/dev/null | head -c 1000 >/dev/null
  for task in /proc/$pid/task/*/status; do
    grep -q "^Uid:[[:space:]]*$(id -u nobody)[[:space:]]" "$task" ||
      fail "a thread is still root"
  done
  [ "$(field Groups | xargs)" = "$(id -G nobody)" ] ||
    fail "groups are not those of the user: $(field Groups)"
  kill "$pid"
  ended 0
  ok "every thread becomes the user"
fi

# clock NAME: the whole seconds of a member of the last answer.
clock() { sed -n "s/.*\"$1\": \(-\?[0-9]*\)[.].*/\1/p" body | head -1; }
start -o listen.unix_socket="$work/clock" -o clock_offset=-17.25
answers 200 "$url/api/clock"
[ "$(clock offset_s)" = -17 ] || fail "clock_offset: $(cat body)"
answers 403 -d offset_s=5 "$url/api/clock"
grep -q access.token_file body || fail "the refusal does not say what to do"
answers 200 -d offset_s=5 --unix-socket clock http://any/api/clock
[ "$(clock offset_s)" = 5 ] || fail "not set over the Unix socket: $(cat body)"
kill "$pid"
ended 0
chmod 600 token
start -o access.token_file="$work/token"
answers 401 -d offset_s=5 "$url/api/clock"
answers 200 -u ":$token" -d now=2000000000.5 "$url/api/clock"
[ $(($(clock record_s) / 60)) = $((2000000000 / 60)) ] || fail "$(cat body)"
answers 200 -u ":$token" --json '{"offset_s": -1.5}' "$url/api/clock"
answers 400 -u ":$token" -X POST "$url/api/clock"
head -c 2000000 /dev/zero >large
answers 413 -u ":$token" --expect100-timeout 60 --data-binary @large \
  "$url/api/clock"
# Of a size that curl sends at once: one that still sends finds us gone.
head -c 60000 /dev/zero >large
answers 413 -u ":$token" -H "Expect:" --data-binary @large "$url/api/clock"
answers 411 -u ":$token" -H 'Transfer-Encoding: chunked' -d offset_s=1 \
  "$url/api/clock"
answers 200 -u ":$token" "$url/api/clock"
[ "$(clock offset_s)" = -1 ] || fail "changed by what was refused: $(cat body)"
kill "$pid"
ended 0
grep -q 'the times of records are now the host.s clock plus -1.5' log || fail "not in the log"
ok "the time of records is set by who may"
