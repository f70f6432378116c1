#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A record for each message: records are frames, requests, losses and notices, none
# more and none less; a DLF gives the records of a QMDL; and no filter finds in one
# record what is in two messages.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need python3
chmod 755 "$work"

cat >split.py <<'END'
"""compare CONTAINERS MESSAGES: pcap files; or frames CAPTURE MESSAGES DLF: writes
the logs of a file of frames as DLF; or logs MESSAGES FROM_DLF."""
import struct
import sys

FRAME, REQUEST, LOSS, NOTICE = 'frame', 'request', 'loss', 'notice'


def records(name):
    data, at = open(name, 'rb').read(), 24
    while at < len(data):
        seconds, micros, size = struct.unpack_from('<3I', data, at)
        yield (seconds, micros), data[at + 16:at + 16 + size]
        at += 16 + size


def frames(container, cut):
    """`cut`: beginnings of frames that go on in a later message, by token."""
    count, at = struct.unpack_from('<I', container, 4)[0], 8
    for _ in range(count):
        token, (length,) = 1, struct.unpack_from('<i', container, at)
        if length <= 0:
            token, at = length, at + 4
            length, = struct.unpack_from('<i', container, at)
        message = cut.pop(token, b'') + container[at + 4:at + 4 + length]
        at += 4 + length
        *whole, rest = message.split(b'\x7e')
        yield from filter(None, whole)
        if rest:
            cut[token] = rest


def things(name, split):
    cut = {}
    for _, record in records(name):
        path, = struct.unpack_from('<H', record)
        payload = record[4 + record[2] + record[3 + record[2]]:]
        if path == 0x102:
            yield REQUEST, payload
        elif path == 0x1ff:
            # The beginnings of frames are lost too.
            lost = struct.unpack_from('<2Q', record, 3)
            yield LOSS, (lost[0], lost[1] + sum(map(len, cut.values())))
            cut.clear()
        elif payload[:4] != b'\x20\0\0\0':
            yield NOTICE, payload
        else:
            inside = [(FRAME, frame) for frame in frames(payload, cut)]
            assert not split or len(inside) == 1, 'a record of %d frames' % len(inside)
            yield from inside


def packet(frame):
    """Without escapes and CRC."""
    return frame.replace(b'\x7d\x5e', b'\x7e').replace(b'\x7d\x5d', b'\x7d')[:-2]


def log_of(frame, is_ours=False):
    """Of a frame with a right CRC; or None."""
    inside = packet(frame) if is_ours or is_right(frame) else b''
    if inside[:1] == b'\x98':
        inside = inside[8:]
    return inside if inside[:1] == b'\x10' else None


def logs(name, is_ours):
    for time, record in records(name):
        log = log_of(next(frames(record[4:], {})), is_ours)
        if log:
            yield time, log


def crc(data):
    value = 0xffff
    for byte in data:
        value = TABLE[(value ^ byte) & 0xff] ^ value >> 8
    return value ^ 0xffff


TABLE = list(range(256))
for _ in range(8):
    TABLE = [v >> 1 ^ 0x8408 if v & 1 else v >> 1 for v in TABLE]


def is_right(frame):
    whole = packet(frame + b'\0\0')
    return len(whole) > 2 and crc(whole[:-2]) == struct.unpack('<H', whole[-2:])[0]


command, *names = sys.argv[1:]
if command == 'compare':
    expected, found = list(things(names[0], False)), list(things(names[1], True))
    assert len(expected) == len(found), (len(expected), len(found))
    for i, (a, b) in enumerate(zip(expected, found)):
        assert a == b, 'record %d: %s, not %s' % (i, b, a)
    kinds = [kind for kind, _ in found]
    print(' '.join('%d %s' % (kinds.count(k), k) for k in (FRAME, REQUEST, LOSS, NOTICE)))
elif command == 'frames':
    data = open(names[0], 'rb').read()
    expected = [frame for frame in data[:data.rfind(b'\x7e')].split(b'\x7e') if frame]
    assert [(FRAME, frame) for frame in expected] == list(things(names[1], True))
    with open(names[2], 'wb') as dlf:
        for frame in expected:
            log = log_of(frame)
            if log:
                dlf.write(log[4:])
    print(len(expected))
else:
    of_frames, of_dlf = list(logs(names[0], False)), list(logs(names[1], True))
    assert of_frames == of_dlf and of_dlf, (len(of_frames), len(of_dlf))
    print(len(of_dlf))
END

# Requests, losses and notices among the containers of the simulator.
"$MAKE_CAPTURE" containers 500 3 >made
"$DIAGTAPD" --convert made made.pcap --split container 2>log
python3 - made.pcap mixed.pcap <<'END'
import struct, sys
data = open(sys.argv[1], 'rb').read()
out, at, number = [data[:24]], 24, 0

def record(path, a, payload):
    body = struct.pack('<HB', path, len(a)) + a + b'\0' + payload
    return struct.pack('<4I', 1767225600, number, len(body), len(body)) + body

while at < len(data):
    size, = struct.unpack_from('<I', data, at + 8)
    out.append(data[at:at + 16 + size])
    at += 16 + size
    number += 1
    if number % 7 == 0:
        out.append(record(0x102, b'', b'\x20\0\0\0\x00\x78\xf0\x7e'))
        out.append(record(0x102, b'\1\0\0\0', b'\x20\0\0\0\x00\x78\xf0\x7e'))
    if number % 11 == 0:
        out.append(record(0x1ff, struct.pack('<2Q', number, 99), b''))
open(sys.argv[2], 'wb').write(b''.join(out))
END
"$DIAGTAPD" --convert mixed.pcap message.pcap 2>log || fail "$(cat log)"
said=$(python3 split.py compare mixed.pcap message.pcap) || fail "other records"
echo "$said" | grep -qE '^[1-9][0-9]+ frame [1-9][0-9]* request [1-9][0-9]* loss [1-9][0-9]* notice$' ||
  fail "too few: $said"
ok "records: $said"

# Each is a sum of two messages that cannot be one.
impossible='(diagtap.direction == "uplink" && diagtap.channel matches "^(bcch|pcch|dl_)")
  || (diagtap.direction == "downlink" && diagtap.channel matches "^ul_")
  || (diagtap.direction == "uplink" && diagtap.direction == "downlink")
  || (diagtap.rat == "LTE" && diagtap.rat == "NR")'

# found FILE: how many records an impossible filter finds.
found() {
  chmod a+r "$1"
  dissect -n -r "$1" -Y "$impossible" -T fields -e frame.number | wc -l
}
if command -v tshark >/dev/null; then
  [ "$(found mixed.pcap)" -gt 10 ] || fail "the filters find nothing in containers"
  [ "$(found message.pcap)" = 0 ] || fail "two messages in a record"
  ok "no record is of two messages"
fi

captures=${DIAGTAP_CAPTURES:-$SOURCE_DIR/../shared/captures}
if [ ! -d "$captures" ]; then
  ok "no captures in $captures (DIAGTAP_CAPTURES): real ones are not split"
  exit 0
fi
sum=0
find "$captures" -name '*.qmdl' -o -name '*.mi2log' | sort >files
head -c 24 message.pcap >all.pcap
while read -r file; do
  "$DIAGTAPD" --convert "$file" split.pcap 2>log || fail "$(cat log)"
  count=$(python3 split.py frames "$file" split.pcap split.dlf) || fail "$file: other records"
  "$DIAGTAPD" --convert split.dlf dlf.pcap 2>log || fail "$file: DLF: $(cat log)"
  logs=$(python3 split.py logs split.pcap dlf.pcap) || fail "$file: DLF gives other records"
  tail -c +25 split.pcap >>all.pcap
  sum=$((sum + count))
  ok "${file##*/}: $count records, $logs of them logs"
done <files
[ "$sum" -gt 10000 ] || fail "only $sum records of real captures"
if command -v tshark >/dev/null; then
  [ "$(found all.pcap)" = 0 ] || fail "two messages in a record of a real capture"
  ok "no record of $sum is of two messages"
fi
