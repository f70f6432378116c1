#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# DIAG programs at the port, on a replay and on the simulator: each gets what it
# asked for, and nobody loses anything by the others.
. "$(dirname "$0")/lib.sh"
need curl
need python3

client() { python3 -B "$SOURCE_DIR/tests/e2e/port_client.py" "$@"; }

tcp=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
port="-o port.enabled=true -o port.tcp=$tcp -o port.socket=$work/socket
  -o port.ttys=1 -o port.tty_directory=$work/tty"

# A replay waits until all have set their masks, and loses nothing to any of them.
# The notices of a driver have another form: without them.
"$MAKE_CAPTURE" containers 3005 5 >capture

start $port -o diag.source=file -o diag.file="$work/capture" -o diag.speed=0 \
  -o diag.at_end=hold -o diag.wait_subscribers=4
client tcp:"$tcp" 3 0xB0C0 0xB821 >one &
one=$!
client socket:"$work/socket" 3 0xB0C0 0xB0EC >two &
two=$!
client tty:"$work/tty/0" 3 0xB132 >three &
three=$!
curl -fsSN "$url/api/diag/stream?only=data" >data 2>/dev/null &
stream=$!
pids="$pids $stream"
wait $one && wait $two && wait $three || fail "a client: $(cat one two three)"
curl -fsS "$url/api/status" >status
kill "$pid"
ended 0
wait $stream || :
for name in "one 0xB0C0 0xB821" "two 0xB0C0 0xB0EC" "three 0xB132"; do
  set -- $name
  { echo ready; client count "${@:2}" <data; echo "other 0"; } >expected
  diff expected "$1" || fail "$1 has not what it asked for"
  [ "$(awk '/^0x/ { n += $2 } END { print n }' "$1")" -gt 100 ] ||
    fail "$1 has next to nothing"
done
grep -q '"lost_frames": 0' status || fail "$(cat status)"
ok "a replay: $(tr '\n' ' ' <two)"

[ "$(find tty -type l | wc -l)" = 0 ] || fail "links are left over"
ok "no link is left over"

# What the daemon asks for itself, the simulator obeys; a reload changes it.
conf() { printf 'masks: { logs = [%s]; };\n' "$1" >conf; }
codes_now() {
  curl -fsSN -m 2 "$url/api/diag/pcap?codes=${1#0x}" 2>/dev/null | wc -c
}
conf 0xB0C0
start -c conf -o diag.rate=500
until grep -q '"logs": 1,' <<<"$(curl -fsS "$url/api/status")"; do sleep 0.1; done
sleep 0.5
[ "$(codes_now 0xB0C0)" -gt 1000 ] || fail "it does not send what is asked for"
conf 0xB821
kill -HUP "$pid"
until grep -q 'reload: .*masks, the limits' log; do sleep 0.05; done
sleep 0.5
[ "$(codes_now 0xB821)" -gt 1000 ] || fail "the new masks are not obeyed"
[ "$(codes_now 0xB0C0)" -lt 1000 ] || fail "the old masks are still obeyed"
ok "a reload changes the masks of a simulator: $(grep -o 'reload: .*' log)"
kill "$pid"
ended 0

# Off by default, and wrong keys are said.
start
! client tcp:"$tcp" 1 2>/dev/null || fail "somebody answers at port $tcp"
curl -fsS "$url/api/status" | grep -q '"port": {"enabled": false, ' ||
  fail "it is not off"
kill "$pid"
ended 0
ok "it is off by default"
start $port -o diag_stream_enabled=false
grep -q 'port: off, because the DIAG stream is disabled' log || fail "it is not off"
kill "$pid"
ended 0
ok "it is off while streams are disabled, and says so"
common="-o listen.port=0 -o diag_stream_enabled=true -o diag.source=simulator -o port.enabled=true"
refuses 2 'port.commands = "safe unsafe"' $common -o port.commands=safe,unsafe
refuses 2 'port.address = "0.0.0.0" is reachable' $common -o port.address=0.0.0.0
refuses 2 'port.mode = "0999"' $common -o port.mode=0999
refuses 2 'port.group = "nobody-such"' $common -o port.group=nobody-such
refuses 2 'name no way in' $common -o port.tcp=0
refuses 1 'port: cannot listen on /proc/none/socket: .*; set port.socket to .*' \
  $common -o port.tcp=0 -o port.socket=/proc/none/socket
refuses 1 'port: cannot make ttys with links in /proc/diagtap: .*; set port.tty_directory to .*' $common -o port.ttys=1 -o port.tcp=0 \
  -o port.tty_directory=/proc/diagtap
