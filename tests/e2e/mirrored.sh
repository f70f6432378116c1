#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The tap "ipa" through the outlets that are not HTTP streams: archive, replay of
# what that recorded, WebSocket, PCAP-over-IP.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need curl
need python3

"$MAKE_CAPTURE" status5 3000 1 >saved
mkdir files

# playback COUNT OPTION...: the saved entries, to COUNT subscribers.
playback() {
  local count=$1
  shift
  start -o diag_stream_enabled=false -o ipa_stream_enabled=true \
    -o ipa.device="$work/saved" -o ipa.wait_subscribers="$count" \
    -o ipa.at_end=exit "$@"
}

for format in raw pcap; do
  rm -f files/*
  playback 2 -o archive.enabled=true -o archive.directory="$work/files" \
    -o archive.format=$format # the archive is one
  fetch /api/ipa/pcap >body
  ended 0
  set -- files/ipa-20??????T??????Z-000001.$format
  [ -e "$1" ] || fail "$format: $(ls files)"
  if [ $format = raw ]; then
    cmp saved "$1" || fail "the raw archive is not what was read"
  else
    cmp body "$1" || fail "the pcap archive is not the stream"
  fi
done
ok "an archive of ipa has its entries, in either format"

start -o diag_stream_enabled=false -o ipa_stream_enabled=true -o ipa.source=file \
  -o ipa.file="$(echo files/*.pcap)" -o ipa.speed=0 -o ipa.wait_subscribers=2 \
  -o ipa.at_end=exit
fetch /api/ipa/pcap >again.pcap &
fetch /api/ipa/stream >again
wait $!
ended 0
cmp saved again || fail "a replay's raw stream is not what was recorded"
cmp body again.pcap || fail "a replay's pcap stream is not what was recorded"
ok "what was recorded is played back, to the byte"

# A WebSocket's messages, one behind the other.
cat >messages.py <<'END'
import os, socket, sys
port, protocol = int(sys.argv[1]), sys.argv[2]
stream = socket.create_connection(('127.0.0.1', port)).makefile('rwb')
stream.write((f'GET /api/ipa/ws HTTP/1.1\r\nHost: localhost:{port}\r\n'
              'Upgrade: websocket\r\nConnection: Upgrade\r\n'
              'Sec-WebSocket-Version: 13\r\n'
              'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
              f'Sec-WebSocket-Protocol: {protocol}\r\n\r\n').encode())
stream.flush()
assert b' 101 ' in stream.readline()
while stream.readline() != b'\r\n':
    pass
while (head := stream.read(2)):
    size = head[1]
    if size > 125:
        size = int.from_bytes(stream.read(2 if size == 126 else 8), 'big')
    record = stream.read(size)
    if head[0] == 0x82:
        sys.stdout.buffer.write(record)
    elif head[0] == 0x88:
        sys.exit(record[:2] != b'\x03\xe8')
sys.exit('no farewell')
END
playback 3
python3 messages.py "${url##*:}" dtap.raw.v1 >raw &
raw=$!
python3 messages.py "${url##*:}" dtap.pcap.v1 >pcap &
pcap=$!
fetch /api/ipa/pcap >body
wait $raw && wait $pcap || fail "no farewell"
ended 0
cmp saved raw || fail "a raw WebSocket has other bytes"
cmp body pcap || fail "a pcap WebSocket has other bytes"
ok "a WebSocket of ipa has what the streams have"

need tshark
playback 1 -o pcap_over_ip.enabled=true -o pcap_over_ip.port=0 \
  -o pcap_over_ip.ipa_port=0
door=$(sed -n 's/.*pcap_over_ip: ipa: .*TCP@[^:]*:\([0-9]*\)$/\1/p' log)
cp "$SOURCE_DIR/dissector/diagtap.lua" "$work"
$as_nobody tshark -X lua_script:diagtap.lua -i "TCP@127.0.0.1:$door" \
  -o gui.column.format:'"No","%m"' -Y diagtap.ipa.endpoint -T fields \
  -e diagtap.ipa.endpoint -e ip.src -e ipv6.src >fields 2>tshark.err ||
  fail "tshark: $(cat tshark.err)"
ended 0
[ "$(wc -l <fields)" = 3000 ] || fail "$(wc -l <fields) of 3000 entries"
grep -q '192.0.2' fields && grep -q '2001:db8' fields || fail "$(head -3 fields)"
ok "tshark on PCAP-over-IP shows endpoints and addresses of every entry"
