#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtapd --capture: whole records in a file, and a line for all that fails.
. "$SOURCE_DIR/tests/e2e/lib.sh"

# refuses STATUS PATTERN ARGUMENT...: --capture exits so, with one such line.
refuses() {
  local expected=$1 pattern=$2 status=0
  shift 2
  timeout -k 1 20 "$DIAGTAPD" --capture "$@" >out 2>err || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status: $(cat err)"
  [ "$(wc -l <err)" = 1 ] || fail "$*: not one line: $(cat err)"
  grep -q -- "$pattern" err || fail "$*: no '$pattern': $(cat err)"
  ! grep -q 'secret' err || fail "$*: the token is shown"
  ok "$(cat err)"
}

# opens FILE COUNT: it is pcap of so many records.
opens() {
  command -v capinfos >/dev/null || return 0
  capinfos -Trc "$1" >counted 2>&1 || fail "capinfos: $(cat counted)"
  [ "$(cut -f 2 counted)" = "$2" ] || fail "$1 has $(cut -f 2 counted) records"
}

# records FILE: how many it says that it wrote.
records() { sed -n 's/.* \([0-9]*\) records\{0,1\}$/\1/p' "$1"; }

"$MAKE_CAPTURE" containers 1000 3 >made.bin
replay made.bin
"$DIAGTAPD" --once --capture "$url" out.pcap 2>err || fail "$(cat err)"
ended 0
opens out.pcap "$(records err)"
[ "$(stat -c %a out.pcap)" = 600 ] || fail "others may read the capture"
ok "a stream is saved to its end: $(cat err)"

"$MAKE_CAPTURE" containers 1 3 >one.bin
replay one.bin
"$DIAGTAPD" --once --capture "$url" one.pcap 2>err || fail "$(cat err)"
ended 0
grep -q ', 1 record$' err || fail "not '1 record': $(cat err)"
grep -q 'diag: 1 container (.* bytes) read' log || fail "not '1 container'"
grep -q ' 1 stream: .* 0 lags, 0 containers (0 bytes) lost' log ||
  fail "not '1 stream'"
ok "one of a thing has its singular: $(cat err)"

for form in container message; do
  "$DIAGTAPD" --convert made.bin $form.pcap --split $form 2>err
  replay made.bin
  "$DIAGTAPD" --once --capture "$url" out.pcap --split $form 2>err || fail "$(cat err)"
  ended 0
  [ "$(stat -c %s out.pcap)" = "$(stat -c %s $form.pcap)" ] || fail "--split $form"
done
ok "--split message and container"

replay made.bin
"$DIAGTAPD" --capture "$url/api/diag/stream" - >out.bin 2>err
ended 0
cmp made.bin out.bin || fail "the raw stream on standard output differs"
ok "a path, and standard output"

start -o diag.rate=2000
(trap - INT; exec "$DIAGTAPD" --capture "$url" live.pcap) 2>err &
capture=$!
pids="$pids $capture"
while [ ! -s live.pcap ]; do sleep 0.05; done
sleep 0.3
kill -INT $capture
status=0
wait $capture || status=$?
pids=${pids/ $capture/}
[ "$status" = 0 ] || fail "SIGINT: exit status $status: $(cat err)"
opens live.pcap "$(records err)"
ok "SIGINT ends it with a whole record"

timeout -k 1 20 "$DIAGTAPD" --capture "$url" - 2>err | head -c 3000 >head.pcap
[ "$(stat -c %s head.pcap)" = 3000 ] || fail "too little"
ok "a reader that leaves ends it"

refuses 1 'answers 404: There is nothing at this path' "$url/nowhere" x.pcap
[ ! -e x.pcap ] || fail "a refusal leaves a file"
for path in /viewer/index.html /api/status /diagtap.lua; do
  refuses 1 'neither pcap nor a raw stream' "$url$path" x.pcap
  [ ! -e x.pcap ] || fail "$path leaves a file"
done
refuses 1 'answers 403: ' "http://0.0.0.0:${url##*:}" x.pcap
refuses 1 'no/folder/x.pcap: No such file' "$url" no/folder/x.pcap
"$DIAGTAPD" --once --capture "$url" killed.pcap 2>err &
capture=$!
pids="$pids $capture"
while [ ! -s killed.pcap ]; do sleep 0.05; done
kill -KILL "$pid"
ended 137
status=0
wait $capture || status=$?
pids=${pids/ $capture/}
[ "$status" = 1 ] || fail "the server was killed: exit status $status"
grep -q 'broke off' err || fail "the server was killed: $(cat err)"
opens killed.pcap "$(records err)"
ok "a server that is killed leaves whole records, and exit status 1"
refuses 1 'Connection refused; check that diagtapd runs there' "$url" x.pcap

# gaps FILE: "HEADERS RECORDS GAPS": of loss records those of unknown amounts,
# whose time has to be that of the record behind.
gaps() {
  python3 - "$1" <<'P'
import struct, sys
data = open(sys.argv[1], "rb").read()
headers = data.count(data[:24])
at, records, gaps, last = 24, 0, 0, None
while at < len(data):
    seconds, us, size, _ = struct.unpack_from("<IIII", data, at)
    body = data[at + 16:at + 16 + size]
    assert len(body) == size, "a torn record"
    if last is not None:
        assert last == (seconds, us), "the gap has another time"
    last = None
    if body[:2] == b"\xff\x01":
        assert body[2:] == b"\x10" + bytes(16) + b"\0", body
        last = (seconds, us)
        gaps += 1
    records += 1
    at += 16 + size
print(headers, records, gaps)
P
}

# The daemon restarts twice, once well and once not: one pcap, with two gaps.
if command -v python3 >/dev/null; then
  start -o diag.rate=1000
  port=${url##*:}
  "$DIAGTAPD" --capture "$url" whole.pcap 2>err &
  capture=$!
  pids="$pids $capture"
  for signal in TERM KILL; do
    size=$(stat -c %s whole.pcap 2>/dev/null || echo 0)
    while [ "$(stat -c %s whole.pcap 2>/dev/null || echo 0)" -lt $((size + 5000)) ]; do
      kill -0 $capture || fail "it has ended: $(cat err)"
      sleep 0.05
    done
    kill -$signal "$pid"
    [ $signal = TERM ] && ended 0 || ended 137
    start -o diag.rate=1000 -o listen.port="$port"
  done
  while [ "$(gaps whole.pcap | cut -d' ' -f3)" != 2 ]; do
    kill -0 $capture || fail "it has ended: $(cat err)"
    sleep 0.1
  done
  kill "$pid"
  ended 0
  kill $capture
  status=0
  wait $capture || status=$?
  pids=${pids/ $capture/}
  [ "$status" = 0 ] || fail "SIGTERM without a daemon: $status: $(cat err)"
  [ "$(gaps whole.pcap)" = "1 $(records err) 2" ] ||
    fail "headers, records, gaps: $(gaps whole.pcap); $(cat err)"
  [ "$(grep -c 'connecting again' err)" = 3 ] || fail "$(cat err)"
  opens whole.pcap "$(records err)"
  ok "it goes on when the daemon restarts, and marks the gap"
fi

# A full disk: the last record is whole, and the count is right.
start -o diag.rate=4000
status=0
(ulimit -f 100; exec "$DIAGTAPD" --capture "$url" full.pcap) 2>err || status=$?
[ "$status" = 1 ] || fail "a full disk: exit status $status"
grep -q 'cannot write: File too large' err || fail "$(cat err)"
opens full.pcap "$(records err)"
[ "$(sed -n 's/.*: \([0-9]*\) bytes, .*/\1/p' err)" = "$(stat -c %s full.pcap)" ] ||
  fail "$(stat -c %s full.pcap) bytes, but $(cat err)"
kill "$pid"
ended 0
ok "a full disk leaves whole records: $(tail -n 1 err)"

# Standard output is a socket, its reader leaves, and the modem says nothing.
if command -v python3 >/dev/null; then
  start -o diag.rate=0.01
  python3 - "$DIAGTAPD" "$url" <<'P' || fail "it does not see that its reader has left"
import socket, subprocess, sys
ours, theirs = socket.socketpair()
capture = subprocess.Popen([sys.argv[1], "--capture", sys.argv[2], "-"],
                           stdout=theirs, stderr=subprocess.DEVNULL)
theirs.close()
assert len(ours.recv(24, socket.MSG_WAITALL)) == 24
ours.close()
capture.wait(20)

# Of TCP only an answer tells a reader that has left from one that only sends
# nothing more.  The times of the probes, and of a closed socket, are made short.
listener = socket.create_server(("127.0.0.1", 0))
ours = socket.create_connection(listener.getsockname())
theirs, _ = listener.accept()
capture = subprocess.Popen([sys.argv[1], "--capture", sys.argv[2], "-"],
                           stdout=theirs, stderr=subprocess.DEVNULL)
assert len(ours.recv(24, socket.MSG_WAITALL)) == 24
assert theirs.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
theirs.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
theirs.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
theirs.close()
ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, 1)
ours.close()
capture.wait(60)
P
  kill "$pid"
  ended 0
  ok "a socket's reader that leaves ends it"
fi

start -o diag_stream_enabled=false
refuses 1 'answers 503: .*diag_stream_enabled = true' "$url" x.pcap
kill "$pid"
ended 0

token=secret-0123456789
echo $token >token
chmod 600 token
start -o access.token_file="$work/token" -o diag.rate=1000
refuses 1 'a token is needed: set DIAGTAP_TOKEN' "$url" x.pcap
refuses 1 'the token is wrong' "http://me:secret-wrong@${url#http://}" x.pcap
for way in "DIAGTAP_TOKEN=$token $url" "A=b http://me:$token@${url#http://}" \
  "A=b http://me:secret%2D0123456789@${url#http://}"; do
  env "${way%% *}" timeout -k 1 20 "$DIAGTAPD" --capture "${way#* }" - \
    2>err | head -c 3000 | wc -c | grep -qx 3000 || fail "$way: $(cat err)"
done
kill "$pid"
ended 0
ok "the token comes from the environment, or from the URL"

refuses 2 'must be http://HOST:PORT' localhost:9840 x.pcap
refuses 2 'the URL: must be' "ftp://me:secret@localhost/" x.pcap
refuses 2 'must be http' "http://localhost:65536" x.pcap
refuses 2 'https is not supported' https://localhost/ x.pcap
refuses 2 'needs URL and FILE' http://localhost/
