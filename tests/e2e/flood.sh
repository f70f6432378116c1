#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# DIAG and IPA at once: a flood of packets costs the tap diag no container.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need curl
need python3

# Takes a pcap stream to its end; tells how late records came, by their own time.
cat >lateness.py <<'END'
import struct, sys, time, urllib.request
stream = urllib.request.urlopen(sys.argv[1])
stream.read(24)
late, lost = [], 0
while head := stream.read(16):
    sec, usec, size, _ = struct.unpack('<IIII', head)
    head = stream.read(size)
    late.append(1e3 * (time.time() - sec - usec / 1e6))
    if head[:2] == b'\xff\x01':
        lost += struct.unpack_from('<Q', head, 3)[0]
late.sort()
print('%d records, %d lost; late by %.1f ms (median), %.1f ms (99 in 100)' %
      (len(late), lost, late[len(late) // 2], late[len(late) * 99 // 100]))
END

# Two seconds of a modem's traffic, as fast as it was, ten times the ring.
"$MAKE_CAPTURE" containers 400 1 >made.bin
replay_beside() {
  start -o diag.source=file -o diag.file=made.bin -o diag.speed=1.0 \
    -o diag.wait_subscribers=2 -o diag.at_end=exit -o ring.bytes=131072 "$@"
}

# compare NAME: its body is the source's, and none of it was dropped.
compare() {
  python3 lateness.py "$url/api/diag/pcap" >late &
  local late=$!
  fetch /api/diag/stream >out.bin
  wait $late || fail "$1: the pcap stream"
  exec 7>&- # else the daemon would wait for it, for ten seconds
  ended 0
  cmp made.bin out.bin || fail "$1: the body is not the source's bytes"
  # The notices at its beginning are one container.
  grep -q '^396 records, 0 lost' late || fail "$1: $(cat late)"
  grep -q 'diag: 396 containers .* 0 dropped' log || fail "$1: $(cat log)"
  ok "$1: $(cat late)"
}

replay_beside
compare "alone"

replay_beside -o ipa_stream_enabled=true -o ipa.source=simulator \
  -o ipa.rate=10000000
fetch /api/ipa/pcap | wc -c >taken &
exec 7<>"/dev/tcp/127.0.0.1/${url##*:}"
printf 'GET /api/ipa/stream HTTP/1.1\r\nHost: localhost\r\n\r\n' >&7 # and sleeps
compare "beside a flood of packets"
entries=$(sed -n 's/.*ipa: \([0-9]*\) containers.*/\1/p' log)
[ "$entries" -gt 10000 ] || fail "only $entries entries: that was no flood"
grep -q 'ipa/stream to .* lags' log || fail "the flood's own subscriber was not behind"
ok "the flood: $entries entries in two seconds, $(cat taken) bytes of pcap taken"
