#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# During a restart of the modem streams stay open, nothing is lost, and no request is
# sent again.
. "$(dirname "$0")/lib.sh"
make_feed 800 7

# After a second: late enough for eight requests and their answers.
emulate --feed images --rate 600 --notices --restart 600
clients=2
! command -v python3 >/dev/null || clients=3
start_diag -o diag.wait_subscribers=$clients -o ws.ping_seconds=1 \
  -o masks.preset=signalling -o masks.events=true -o masks.messages=high
# With Python, a WebSocket is the third client; it logs each ping.
if [ $clients = 3 ]; then
  python3 "$SOURCE_DIR/tests/device/websocket.py" "$url" ws pings &
  ws=$!
  until fetch /api/status | grep -q '"stream": "diag/ws"'; do sleep 0.05; done
fi
fetch /api/diag/stream >body &
raw=$!
fetch /api/diag/pcap >pcap &
pcap=$!
await '^modem down' events
asked=$(grep -c '^request' events)
[ "$asked" = 8 ] || fail "not all was asked before: $asked"

# It lasts until all data was sent, and the client has answered two pings and got a
# third.
before=$(stat -c %s sent)
until [ "$(stat -c %s body)" = "$before" ]; do sleep 0.01; done
if [ -n "${ws:-}" ]; then
  for _ in $(seq 2000); do
    [ "$(wc -l <pings)" -lt 3 ] || break
    sleep 0.01
  done
fi
fetch /api/status >status
grep -q '"state": "running", "why": "", "failures": 0' status ||
  fail "silence is no failure: $(cat status)"
[ "$(stat -c %s sent)" = "$before" ] || fail "there was no silence"

kill -USR1 $emulator
await '^fed$' events
kill "$pid"
ended 0
wait $raw && wait $pcap || fail "curl"
cmp sent body || fail "the raw stream is not what was read"
"$UNPCAP" <pcap | cmp sent - || fail "the pcap is not what was read"
[ "$(grep -c '^request' events)" = "$asked" ] ||
  fail "asked again, which the driver does: $(cat events)"
[ "$(grep -c '^open' events)" = 1 ] || fail "opened again: $(cat events)"
[ "$(grep 'diag: ' log | grep -vc 'diag: waiting')" = 2 ] ||
  fail "the log says more than it should"
ok "$(grep '^modem up' events): nothing lost, asked or opened again"
if [ -n "${ws:-}" ]; then
  wait $ws || fail "the WebSocket"
  cmp sent ws || fail "the WebSocket is not what was read"
  ok "a WebSocket was sent $(wc -l <pings) pings in the silence, and stayed"
fi
vanish
