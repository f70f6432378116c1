#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The GSMTAP sender: datagrams with the messages of linktype=gsmtap, in order.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3

wrong() { refuses 2 "$1" -T -o gsmtap.enabled=true -o gsmtap.address="$2"; }
wrong 'must be a numeric address and a port' 127.0.0.1
wrong 'must be a numeric address and a port' localhost:4729
wrong 'must be a numeric address and a port' 127.0.0.1:0
wrong 'must be a numeric address and a port' 127.0.0.1:65536
wrong 'must be a numeric address and a port' ::1:4729
wrong 'must be a numeric address and a port' ''
for group in 224.0.0.1 255.255.255.255 0.0.0.0 '[ff02::1]' '[::]'; do
  wrong 'must be the address of one machine' "$group:4729"
done

# The messages of a converted file, one a line, in hexadecimal.
cat >payloads.py <<'END'
import struct, sys
data = open(sys.argv[1], "rb").read()
at = 24
while at < len(data):
    size = struct.unpack_from("<I", data, at + 8)[0]
    print(data[at + 16 + 28:at + 16 + size].hex())
    at += 16 + size
END

# Receives datagrams until it is asked to end; says its port first.
cat >receive.py <<'END'
import signal, socket, sys
sock = socket.socket(socket.AF_INET6 if sys.argv[1] == "::1" else socket.AF_INET,
                     socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
sock.bind((sys.argv[1], 0))
print(sock.getsockname()[1], flush=True)
count = int(sys.argv[2])
sock.settimeout(60)
for _ in range(count):
    print(sock.recv(65536).hex(), flush=True)
sock.settimeout(0.2)
try:
    print("more:", sock.recv(65536).hex())
except TimeoutError:
    pass
END

field() { # field NAME: of the sender, in the status
  curl -fsS "$url/api/status" |
    python3 -c "import json,sys; print(json.load(sys.stdin)['gsmtap']${1-})"
}

# So few that the socket's buffer holds all of them.
"$MAKE_CAPTURE" frames 80 3 >made
"$DIAGTAPD" --convert made gsmtap.pcap --linktype gsmtap 2>log
python3 payloads.py gsmtap.pcap >expected
count=$(wc -l <expected)
[ "$count" -gt 50 ] || fail "only $count messages"

# receive ADDRESS: with port set; they are in the file received at its end.
receive() {
  rm -f port
  mkfifo port
  python3 receive.py "$1" "$count" >port &
  receiver=$!
  pids="$pids $receiver"
  exec 8<port
  read -r port <&8
  cat <&8 >received &
  exec 8<&-
}

for address in 127.0.0.1 ::1; do
  if [ $address = ::1 ]; then
    python3 -c 'import socket; socket.socket(socket.AF_INET6).bind(("::1", 0))' \
      2>/dev/null || { ok "no IPv6 here: ::1 is not tried"; continue; }
  fi
  receive $address
  target=$address:$port
  [ $address = 127.0.0.1 ] || target="[$address]:$port"
  start -o diag.source=file -o diag.file=made -o diag.speed=0 -o diag.at_end=hold \
    -o gsmtap.enabled=true -o gsmtap.address="$target"
  grep -qF "gsmtap: sends to $target" log || fail "not said"
  ! grep -q 'identities' log || fail "a warning for an address of this machine"
  wait "$receiver"
  cmp received expected || fail "other datagrams: $(diff received expected | head -4)"
  for _ in $(seq 100); do # the last one is counted after it is sent
    [ "$(field '["sent"]')" != "$count" ] || break
    sleep 0.1
  done
  [ "$(field '["sent"]')" = "$count" ] || fail "sent: $(field)"
  [ "$(field '["left_out"]')" -gt 10 ] || fail "left out: $(field)"
  [ "$(field '["lost"]["containers"]')" = 0 ] || fail "lost: $(field)"
  [ "$(field '["undelivered"]')" = 0 ] || fail "undelivered: $(field)"
  curl -fsS "$url/metrics" >metrics
  grep -qx "diagtap_gsmtap_sent_messages_total $count" metrics ||
    fail "no metric"
  kill "$pid"
  ended 0
  grep -q "gsmtap: $count messages sent to .*, 0 not sent" log || fail "no sum"
  ok "$target gets $count messages, those of linktype=gsmtap"
done

# Nobody listens: a stream gets everything all the same.
receive 127.0.0.1
kill "$receiver"
wait "$receiver" 2>/dev/null || :
start -o diag.source=file -o diag.file=made -o diag.speed=0 -o diag.at_end=exit \
  -o diag.wait_subscribers=1 \
  -o gsmtap.enabled=true -o gsmtap.address="127.0.0.1:$port"
fetch '/api/diag/pcap?linktype=gsmtap' >stream.pcap
ended 0
python3 payloads.py stream.pcap | cmp - expected || fail "the stream lost something"
[ "$(grep -c 'no program listens there' log)" = 1 ] || fail "not one warning"
ok "nobody listens: one warning, and a stream is complete"

# Another machine: a warning at the start.  192.0.2.0/24 is nobody's (RFC 5737).
start -o gsmtap.enabled=true -o gsmtap.address=192.0.2.1:4729
grep -q 'identities of subscribers go to 192.0.2.1:4729' log || fail "no warning"
fetch /api/diag/stream 2>/dev/null | head -c 5000 >some
[ -s some ] || fail "no stream"
[ "$(field '["enabled"]')" = True ] || fail "not enabled"
kill "$pid"
ended 0
ok "an address of the network is warned of"

start
[ "$(field)" = "{'enabled': False}" ] || fail "$(field)"
kill "$pid"
ended 0
ok "off by default"

# Captured from the loopback interface, as people do, it decodes as the stream.
command -v tshark >/dev/null || { ok "no tshark: not captured"; exit 0; }
count=100000 receive 127.0.0.1 # it has the port to itself, to the end
tshark -q -i lo -f "udp dst port $port" -w - >capture.pcapng 2>tshark.log &
capturer=$!
pids="$pids $capturer"
# Until it captures: a probe of ours is in the file.
tries=0
until grep -q diagtap-probe capture.pcapng; do
  tries=$((tries + 1))
  if ! kill -0 $capturer 2>/dev/null || [ $tries -gt 300 ]; then
    ok "tshark cannot capture from lo here: $(head -1 tshark.log)"
    exit 0
  fi
  python3 -c "import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'diagtap-probe', ('127.0.0.1', $port))"
  sleep 0.1
done
start -o diag.source=file -o diag.file=made -o diag.speed=0 -o diag.at_end=exit \
  -o diag.wait_subscribers=1 \
  -o gsmtap.enabled=true -o gsmtap.address="127.0.0.1:$port"
fetch '/api/diag/pcap?linktype=gsmtap' >stream.pcap
ended 0
last=$(tail -1 expected)
# list FILE: what tshark finds in each datagram, wherever it comes from.
list() {
  tshark -n -r "$1" -d "udp.port==$port,gsmtap" \
    -Y '!(udp.payload contains "diagtap-probe")' -T fields \
    -e udp.payload -e _ws.col.Protocol -e _ws.col.Info -e gsmtap.type \
    -e gsmtap.arfcn -e gsmtap.uplink -e lte-rrc.c1 -e nas_eps.nas_msg_emm_type \
    2>/dev/null | sed 's/\t[0-9]* → [0-9]* /\tUDP → /'
}
tries=0
until list capture.pcapng | grep -q "^$last" && [ "$(list capture.pcapng | wc -l)" -ge "$count" ]; do
  tries=$((tries + 1))
  [ $tries -le 100 ] || fail "tshark has $(list capture.pcapng | wc -l) of $count"
  sleep 0.2
done
kill -INT $capturer
wait $capturer || :
list capture.pcapng >captured
list stream.pcap >streamed
cmp captured streamed || fail "$(diff captured streamed | head -6)"
[ "$(wc -l <captured)" = "$count" ] || fail "not $count: $(wc -l <captured)"
cut -f 2 captured | sort | uniq -c | sort -rn | head -3
ok "tshark -i lo decodes $count messages as those of the stream"
