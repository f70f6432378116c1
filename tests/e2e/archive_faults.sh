#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The archive on a disk that fails (LD_PRELOAD): writes that fail, that are there
# by half, and that cannot be made to last.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need curl
need capinfos
need python3

await() { until "$@" >/dev/null 2>&1; do read -rt 0.05 <> <(:) || :; done; }
is_state() { curl -fsS "$url/api/status" | grep -q "\"archive\": {\"state\": \"$1\""; }
said() { grep -c "$1" log || :; }

# A sanitizer wants to be the first library that there is.
runtime=${SANITIZER:+$(gcc -print-file-name="lib$SANITIZER.so"):}
cat >preloaded <<END
#!/bin/sh
export FAILING_DISK_FOLDER="$work/files/" FAILING_DISK_ORDER="$work/order"
LD_PRELOAD=$runtime$FAILING_DISK exec "$DIAGTAPD" "\$@"
END
chmod +x preloaded
./preloaded -V >/dev/null 2>err || skip "this build takes no such library: $(cat err)"
DIAGTAPD=$work/preloaded

mkdir files
: >order
start -o archive.enabled=true -o archive.directory="$work/files" -o diag.rate=200 \
  -o archive.flush_ms=50 -o archive.sync_seconds=1 -o archive.rotate_bytes=200000
fetch "/api/diag/pcap?since=oldest" >stream &
client=$!
await test -s stream
await is_state recording

times=0
for order in eio torn sync; do
  echo "$order" >order.new
  mv order.new order
  await is_state failed
  before=$(stat -c %s stream)
  until [ "$(stat -c %s stream)" -gt $((before + 200000)) ]; do read -rt 0.05 <> <(:) || :; done
  times=$((times + 1))
  [ "$(said 'warning: archive.*Input/output error')" = $times ] ||
    fail "$order: $(said 'Input/output error') warnings for $times failures"
  : >order
  until [ "$(said 'recording again')" = $times ]; do read -rt 0.05 <> <(:) || :; done
  await is_state recording
  ok "$order: one warning, the stream goes on, and so does recording"
done

kill "$pid"
ended 0
wait "$client" || fail "the stream was cut"
[ -z "$(find files -name '*.part')" ] || fail "left: $(ls files)"
capinfos files/*.pcap >/dev/null || fail "capinfos refuses a file"

# Each record of the files is one of the stream, byte for byte, in its order.
python3 - stream files/*.pcap <<'END' || fail "a file has what was not published"
import struct
import sys


def records(path):
    data = open(path, 'rb').read()
    at = 24
    while at < len(data):
        size = struct.unpack_from('<I', data, at + 8)[0]
        assert at + 16 + size <= len(data), path + ' is cut'
        record = data[at:at + 16 + size]
        if struct.unpack_from('<H', record, 16)[0] != 0x1ff:  # of its own losses
            yield record
        at += 16 + size


stream = iter(records(sys.argv[1]))
count = 0
for path in sys.argv[2:]:
    for record in records(path):
        assert any(record == other for other in stream), path
        count += 1
assert count > 100, count
print('ok: %d records in %d files, all of them published' % (
    count, len(sys.argv) - 2))
END
