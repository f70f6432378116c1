#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SIGTERM, SIGINT: last block, final chunk, exit 0, one line of totals.  Signals
# that were ignored at the start, or that ask for nothing, do not end a program.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

for signal in TERM INT; do
  start -o diag.source=simulator -o diag.rate=500
  mkfifo "body.$signal"
  curl -fsSN "$url/api/diag/stream" >"body.$signal" &
  client=$!
  exec 3<"body.$signal"
  head -c 100000 <&3 >"begun.$signal" # traffic flows
  cat <&3 >"rest.$signal" &
  kill -$signal "$pid"
  ended 0
  status=0
  wait $client || status=$?
  exec 3<&-
  # curl calls a chunked body without its final chunk an error (18).
  [ "$status" = 0 ] || fail "SIG$signal: curl ends with $status"
  [ "$(grep -c 'containers ([0-9]* bytes) read' log)" = 1 ] ||
    fail "SIG$signal: not one line of totals"
  ok "SIG$signal: final chunk, exit 0, totals"
done

# A client that does not read does not hold the end up for long.
start -o diag.source=simulator -o diag.rate=5000
exec 4<>"/dev/tcp/127.0.0.1/${url##*:}"
printf 'GET /api/diag/stream HTTP/1.1\r\nHost: x\r\n\r\n' >&4
head -c 20 <&4 >/dev/null
curl -fsSN "$url/api/diag/stream" | head -c 3000000 >/dev/null || :
kill "$pid"
ended 0
exec 4>&-
ok "a client that sleeps does not keep the daemon from ending"

# answers: the daemon serves.
answers() { curl -fsS "$url/api/status" >/dev/null || fail "$1 ended the daemon"; }

# As nohup(1) does.
# await_signal PID: the process has no signal left to handle.
await_signal() {
  while kill -0 "$1" 2>/dev/null &&
    ! grep -q '^ShdPnd:.0*$' "/proc/$1/status"; do sleep 0.05; done
}
trap '' HUP
start -o diag.rate=500
trap - HUP
mkfifo fifo
(trap '' HUP; exec "$DIAGTAPD" --capture "$url" kept.pcap) 2>err &
capture=$!
(trap '' HUP; exec "$DIAGTAP_EXTCAP" --capture --fifo fifo --url "$url") 2>err &
extcap=$!
pids="$pids $capture $extcap"
exec 5<fifo
head -c 24 <&5 >/dev/null
while [ ! -s kept.pcap ]; do sleep 0.05; done
for program in "$pid" "$capture" "$extcap"; do
  kill -HUP "$program"
  await_signal "$program"
done
answers SIGHUP
size=$(stat -c %s kept.pcap)
while [ "$(stat -c %s kept.pcap)" = "$size" ]; do
  kill -0 $capture 2>/dev/null || fail "SIGHUP ended --capture: $(cat err)"
  sleep 0.05
done
head -c 200000 <&5 | wc -c | grep -qx 200000 || fail "SIGHUP ended extcap"
exec 5<&-
kill $capture
wait $capture || fail "--capture: exit status $?: $(cat err)"
wait $extcap || fail "extcap: exit status $?: $(cat err)"
pids=${pids/ $capture $extcap/}
ok "SIGHUP that was ignored at the start ends neither daemon nor client"

for signal in USR1 USR2 XFSZ PIPE; do
  kill -$signal "$pid"
  await_signal "$pid"
  answers SIG$signal
done
kill "$pid"
ended 0
ok "SIGUSR1, SIGUSR2, SIGXFSZ and SIGPIPE do not end the daemon"

# A limit on the size of files is a full disk, and no more.
mkdir captures
ulimit -S -f 64
start -o diag.rate=4000 -o archive.enabled=true -o archive.directory="$work/captures"
ulimit -S -f unlimited
until fetch /api/status | grep -q 'the file is too large'; do sleep 0.1; done
fetch /api/diag/pcap 2>/dev/null | head -c 300000 | wc -c | grep -qx 300000 ||
  fail "no stream"
status=0
(ulimit -f 64; exec "$DIAGTAPD" --capture "$url" limited.pcap) 2>err || status=$?
[ "$status" = 1 ] || fail "--capture: exit status $status"
grep -q 'File too large' err || fail "$(cat err)"
kill "$pid"
ended 0
"$MAKE_CAPTURE" containers 1000 3 >made.bin
status=0
(ulimit -f 8; exec "$DIAGTAPD" --convert made.bin made.pcap) 2>err || status=$?
[ "$status" = 1 ] || fail "--convert: exit status $status"
ok "a limit on the size of files ends no program: $(head -n 1 err)"
