#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# uplink.device without an engine: the name in uploads, sidecar files, streams,
# status and metrics; and a gap of a stream is found in a file, by its numbers.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need curl
need python3
unset http_proxy https_proxy all_proxy no_proxy HTTPS_PROXY ALL_PROXY NO_PROXY
await() { until "$@" >/dev/null 2>&1; do read -rt 0.05 <> <(:) || :; done; }

for wrong in Rig rig.7 "rig 7" 'rig>' "$(printf '%033d' 0)"; do
  refuses 2 "uplink.device = \"$wrong\": must be a name that you choose, of 1 to 32 of the" \
    -o listen.port=0 -o "uplink.device=$wrong"
done

# record OPTION...: a daemon that records to the directory files.
record() {
  start -o archive.enabled=true -o archive.directory="$work/files" \
    -o archive.rotate_bytes=65536 -o archive.flush_ms=50 -o diag.rate=1000 \
    -o archive.min_free_bytes_to_start=0 -o archive.min_free_bytes=0 "$@"
}
mkdir files
record -o uplink.device=rig-7
curl -fsSI "$url/api/diag/pcap?snaplen=4096" >head
grep -q '^X-DTAP-Device: rig-7' head || fail "no name in a stream: $(cat head)"
curl -sS --max-time 1 -D head -o /dev/null -H 'Connection: Upgrade' -H 'Upgrade: websocket' \
  -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \
  -H 'Sec-WebSocket-Protocol: dtap.pcap.v1' "$url/api/diag/ws" 2>/dev/null || :
grep -q '101 Switching' head || fail "no WebSocket: $(cat head)"
grep -q '^X-DTAP-Device: rig-7' head || fail "no name in a WebSocket: $(cat head)"
curl -fsS "$url/api/status" >status
boot=$(sed -n 's/.*"uplink": {"device": "rig-7", "boot": "\([0-9a-f]\{16\}\)".*/\1/p' status)
[ -n "$boot" ] || fail "not in the status: $(head -8 status)"
fetch /metrics | grep -qx "diagtap_uplink_info{device=\"rig-7\",boot=\"$boot\"} 1" ||
  fail "not in the metrics"
ok "streams, status and metrics have the name"

# figures FILE NAME...: values of a sidecar file.
figures() {
  python3 - "$@" <<'END'
import json, sys
side = json.load(open(sys.argv[1]))
print(*[side[name] for name in sys.argv[2:]])
END
}
# continuous HOW: each capture begins behind the one before, and all of them name
# what was read.
continuous() {
  local read
  read=$(sed -n 's/.*diag: \([0-9]*\) containers (.*) read.*/\1/p' log)
  python3 - "$1" "$boot" "$read" files/*.json <<'END' || fail "$1: the numbers are wrong"
import json, sys
how, boot, read, *files = sys.argv[1:]
last = 0
for name in files:
    side = json.load(open(name))
    first, after = side["first_container"], side["next_container"]
    count = side["containers"]["containers"]
    if how == "whole" and first + count != after:
        sys.exit(f"{name}: {count} containers from {first} to {after}")
    if (side["uplink_device"], side["boot"]) != ("rig-7", boot):
        sys.exit(f"{name}: of {side['uplink_device']}, boot {side['boot']}")
    if first != last:
        sys.exit(f"{name}: begins with {first}, not {last}")
    last = after
if last != int(read) or len(files) < 3:
    sys.exit(f"{read} were read, {len(files)} files end with {last}")
END
  ok "the captures name all $read containers ($1)"
}
finished() { [ "$(compgen -G 'files/*.json' | wc -l)" -gt 3 ]; }
await finished
kill "$pid"
ended 0
continuous whole

rm -f files/*
before=$boot
record -o uplink.device=rig-7 -o archive.split=message
boot=$(fetch /api/status | sed -n 's/.*"boot": "\([0-9a-f]*\)".*/\1/p')
[ "$boot" != "$before" ] || fail "two starts have the same boot"
await finished
kill "$pid"
ended 0
continuous split

# A capture that a crash left has no numbers that anybody knows.
rm -f files/*
record -o uplink.device=rig-7 -o archive.rotate_bytes=1073741824 -o archive.keep_bytes=0
await compgen -G 'files/*.part'
bytes() { [ "$(stat -c %s files/*.part)" -gt 1000 ]; }
await bytes
{ kill -9 "$pid" && wait "$pid"; } 2>/dev/null || :
record -o uplink.device=rig-7
await compgen -G 'files/*.json'
set -- files/*.json
[ "$(figures "$1" recovered boot first_container next_container uplink_device)" = \
  "True None None None rig-7" ] || fail "$(cat "$1")"
kill "$pid"
ended 0
ok "a capture that was recovered says that its numbers are not known"

rm -f files/*
record
await compgen -G 'files/*.json'
set -- files/*.json
[ "$(figures "$1" uplink_device)" = None ] || fail "a name that nobody chose"
curl -fsSI "$url/api/diag/pcap" >head
! grep -i X-DTAP-Device head || fail "a header that nobody asked for"
kill "$pid"
ended 0
ok "without a name there is none"

mkdir server server/captures
"$SOURCE_DIR/tests/e2e/put_server.py" server >requests &
pids="$pids $!"
await grep -q . requests
port=$(head -n 1 requests)
rm -f files/*
record -o uplink.device=rig-7 -o upload.url="http://127.0.0.1:$port/captures"
if grep -q "libcurl is not installed" log; then skip "uploads: no libcurl here"; fi
await grep -q 'The folder does not exist on the server.*\[409\]' log
mkdir server/captures/rig-7
await compgen -G 'server/captures/rig-7/*.json'
kill "$pid"
ended 0
! grep '^PUT' requests | grep -v '^PUT /captures/rig-7/diag-' || fail "another path"
ok "captures are uploaded to the folder of the device"
