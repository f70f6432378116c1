#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every sentence of docs/troubleshooting.md is produced here, on purpose.
#
# A function makes the trouble of one section of the page, and what programs say
# goes into the file that is named after the section.  quoted.py holds the page to
# these files.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3
need tshark

echo 0123456789abcdef >token
chmod 600 token

# says SECTION: what is said from here on belongs to it.
says() { said=$work/$1; : >"$said"; }
# tries COMMAND...: it fails, which is the purpose; bounded.
tries() { timeout 30 "$@" >>"$said" 2>&1 || :; }
# try_daemon OPTION...: as a daemon that streams, on any port.
try_daemon() {
  tries "$DIAGTAPD" -o diag_stream_enabled=true -o listen.port=0 \
    -o sandbox=${SANDBOX:-true} "$@"
}
# doctor OPTION...: what it finds, with files of the tree that is made here.
doctor() { tries "$DIAGTAPD" --doctor tree -c /dev/null -o diag_stream_enabled=true "$@"; }
# logged PATTERN OPTION...: a daemon runs until its log has PATTERN.
logged() {
  local pattern=$1
  shift
  start "$@"
  await_log "$pattern"
  finish
}
await_log() {
  local try
  for try in $(seq 600); do
    ! grep -q -- "$1" log || return 0
    sleep 0.05
  done
  fail "the log never has '$1'"
}
finish() { kill "$pid"; ended 0; cat log >>"$said"; }

start_refused() {
  says start
  try_daemon -o diag.speeed=1
  try_daemon -o listen.address=0.0.0.0
  try_daemon -o user=nobody-here
  start
  tries "$DIAGTAPD" -o listen.port="${url##*:}" -o sandbox=${SANDBOX:-true}
  finish
  chmod 644 token
  try_daemon -o access.token_file="$work/token"
  chmod 600 token
  logged 'Cannot record' -o archive.enabled=true -o archive.directory="$work/none"
}

device() {
  says device
  mkdir -p tree/dev tree/proc/net tree/sys
  logged 'retrying' -o diag.source=diag -o diag.device="$work/none"
  : >file
  logged 'retrying' -o diag.source=diag -o diag.device="$work/file"
  if [ -n "$as_nobody" ] && mknod -m 600 "$work/diag" c 1 7 2>/dev/null; then
    cp "$DIAGTAPD" diagtapd
    mkdir tree/dev/bus 2>/dev/null || :
    mknod -m 600 tree/dev/diag c 1 7
    tries $as_nobody ./diagtapd --doctor "$work/tree" -c /dev/null \
      -o sandbox=false -o diag_stream_enabled=true
    rm tree/dev/diag
  fi
  ln -s /dev/full tree/dev/diag
  sleep 300 </dev/full &
  holder=$!
  pids="$pids $holder"
  until [ "$(readlink /proc/$holder/fd/0)" = /dev/full ]; do sleep 0.05; done
  doctor
  kill "$holder"
  doctor -o diag.source=usb
  doctor -o diag.source=unix -o diag.socket=@diag
  tries "$DIAGTAPD" --list tree
  logged 'retrying' -o diag.source=tcp -o diag.address=127.0.0.1:1
  logged 'masks: ' -o diag.source=tcp -o diag.address=127.0.0.1:1
}

nothing() {
  says nothing
  start -o diag_stream_enabled=false
  tries curl -sS "$url/api/diag/pcap"
  finish
  start -o listen.max_subscribers=1
  fetch /api/diag/stream >body &
  client=$!
  until [ -s body ]; do sleep 0.05; done
  tries curl -sS "$url/api/diag/pcap"
  kill "$client"
  wait "$client" || :
  finish
}

refused() {
  says refused
  start
  tries curl -sS -H 'Host: evil.example' "$url/api/status"
  tries curl -sS -H 'Origin: http://evil.example' "$url/api/status"
  tries curl -sS -d offset_s=0 "$url/api/clock"
  tries curl -sS "$url/api/diag/pcab"
  tries curl -sS "$url/api/diag/pcap?split=messages"
  finish
  start -o access.token_file="$work/token"
  tries curl -sS "$url/api/status"
  tries "$DIAGTAPD" --capture "$url" out.pcap
  finish
  tries "$DIAGTAPD" --capture http://127.0.0.1:1 out.pcap
}

# A reader that stops until the daemon has read far more than its ring.
read_late() {
  head -c 1000
  until [ "$(fetch /api/status | grep -o '"read": {"containers": [0-9]*' | grep -o '[0-9]*$')" -gt 4000 ]; do
    sleep 0.1
  done
  head -c 3000000
}

lost() {
  says lost
  start -o ring.bytes=65536 -o diag.rate=4000
  fetch /api/diag/pcap 2>/dev/null | read_late >late.pcap
  await_log 'lost'
  finish
  dissect -r late.pcap -Y diagtap.loss >>"$said" || :
  "$MAKE_CAPTURE" frames 200 3 >whole.qmdl
  { head -c 10000 whole.qmdl; tr '\0' x </dev/zero | head -c 100; tail -c +10001 whole.qmdl; } >damaged.qmdl
  tries "$DIAGTAPD" --convert damaged.qmdl damaged.pcap
  chmod 644 damaged.pcap
  dissect -V -r damaged.pcap -Y diagtap.fcs.bad >>"$said" || :
  cp "$SOURCE_DIR/README.md" none.qmdl
  tries "$DIAGTAPD" --convert none.qmdl none.pcap
}

archive() {
  says archive
  mkdir -p captures
  on="-o archive.enabled=true -o archive.directory=$work/captures"
  logged 'paused' $on -o archive.min_free_bytes=1099511627776 \
    -o archive.min_free_bytes_to_start=1099511627776
  ulimit -S -f 64
  start $on -o diag.rate=4000
  ulimit -S -f unlimited
  await_log 'Cannot write'
  finish
  logged 'cannot upload' $on -o diag.rate=1000 -o archive.rotate_bytes=100000 \
    -o upload.url=http://127.0.0.1:1/
}

wireshark() {
  says wireshark
  start
  curl -fsSN "$url/api/diag/pcap" 2>/dev/null | head -c 20000 >some.pcap
  tries tshark -V -c 1 -r some.pcap
  tries tshark -C diagtap-none -r some.pcap
  (curl -sS "$url/api/none/pcap" | tries tshark -i -)
  (curl -fsS "$url/api/none/pcap" 2>>"$said" | tries tshark -i -)
  finish
  mkdir home
  export HOME=$work/home
  tries tshark -i diagtap -c 1
  tries tshark -i TCP@127.0.0.1:1 -c 1
  tries "$DIAGTAP_EXTCAP" --install
  tries tshark -i diagtap -o extcap.diagtap.url:http://127.0.0.1:1 -c 1
}

# look: the text of the page, once it has asked for its status.
look() {
  timeout 60 chromium --headless --no-sandbox --disable-gpu \
    --user-data-dir="$work/chromium" --virtual-time-budget=3000 --dump-dom "$url/" \
    2>/dev/null | sed 's/<[^>]*>/\n/g' >>"$said" || :
}

page() {
  says page
  if ! command -v chromium >/dev/null; then
    echo skipped >"$said"
    return
  fi
  start -o diag_stream_enabled=false
  look
  finish
  start -o access.token_file="$work/token"
  look
  finish
  start -o diag.source=diag -o diag.device="$work/none"
  look
  finish
}

programs() {
  says programs
  if [ -z "${DIAGTAP_RUN:-}" ]; then
    echo skipped >"$said"
    return
  fi
  "$DIAGTAP_RUN" -s @nobody-listens cat /dev/diag 2>>"$said" &
  launched=$!
  until grep -q 'nobody-listens' "$said"; do sleep 0.05; done
  kill "$launched"
  wait "$launched" || :
  tcp=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
  start -o port.enabled=true -o port.tcp="$tcp"
  tries curl -sS "http://127.0.0.1:$tcp/"
  PYTHONPATH=$SOURCE_DIR/tests/e2e/port python3 - "$tcp" <<'END' || fail "no answer"
import socket
import sys

import diag

# Reset the modem: no client may.
modem = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
modem.sendall(diag.frame(bytes.fromhex("290200")))
assert modem.recv(100)
END
  await_log 'port.commands'
  finish
}

for section in start_refused device nothing refused lost archive wireshark page programs; do
  $section
done
"$SOURCE_DIR/tests/docs/quoted.py" "$SOURCE_DIR/docs/troubleshooting.md" "$work"
