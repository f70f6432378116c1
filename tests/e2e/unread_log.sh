#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A log that nobody reads: streams go on, SIGTERM ends the daemon, and when
# somebody reads again the log says how many lines are missing.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3

# A pipe that takes nothing more.
mkfifo log_pipe
exec 8<>log_pipe
dd if=/dev/zero bs=4096 of=log_pipe oflag=nonblock 2>dd.log || :
grep -q 'Resource temporarily unavailable' dd.log || fail "the pipe is not full"

# serve: a daemon that logs into the pipe; sets pid.
serve() {
  rm -f socket
  "$DIAGTAPD" -v -c /dev/null -o listen.address= -o listen.unix_socket="$work/socket" \
    -o diag_stream_enabled=true -o diag.source=simulator -o diag.rate=2000 \
    -o listen.max_subscribers=2000 \
    -o sandbox="${SANDBOX:-true}" 2>log_pipe &
  pid=$!
  pids="$pids $pid"
  while ! curl -fs --unix-socket socket http://x/api/status >status; do
    kill -0 "$pid" || fail "it has ended"
    sleep 0.05
  done
}

# Each stream that begins and ends is a line of the log: these fill the queue.
streams() {
  python3 - <<'P'
import socket
for i in range(800):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(20)
    s.connect("socket")
    s.sendall(b"GET /api/diag/pcap HTTP/1.1\r\nHost: x\r\n\r\n")
    if not s.recv(100).startswith(b"HTTP/1.1 200"):
        raise SystemExit("no stream %d" % i)
    s.close()
P
}

# stops: SIGTERM ends the daemon within 2 s, with exit status 0.
stops() {
  local begin status=0
  begin=$(date +%s%N)
  kill "$pid"
  wait "$pid" || status=$?
  pids=${pids/ $pid/}
  [ "$status" = 0 ] || fail "exit status $status"
  took=$((($(date +%s%N) - begin) / 1000000))
  [ "$took" -lt "$1" ] || fail "SIGTERM took $took ms"
}

serve
curl -sN --max-time 2 --unix-socket socket http://x/api/diag/pcap >before || :
streams || fail "streams stand still"
curl -sN --max-time 2 --unix-socket socket http://x/api/diag/pcap >after || :
[ "$(stat -c %s after)" -gt 10000 ] || fail "a stream stands still"
ok "streams go on while nobody reads the log"
stops 5000 # a second for the log, and a busy machine
ok "SIGTERM ends the daemon in $took ms"

serve
streams || fail "streams stand still"
exec 7<log_pipe
# grep -m1 ends when the line is there; then cat keeps the pipe empty.
timeout 20 grep -a -m1 'lines of the log were lost' <&7 >lost || fail "no count"
cat <&7 >/dev/null &
reader=$!
ok "$(tr -d '\0' <lost)"
stops 5000
exec 7<&- 8<&-
kill $reader 2>/dev/null || :
