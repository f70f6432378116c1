#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ipa.source = "netdev" on interfaces of a network of the test's own, with a
# real tcpdump on the other end.
if [ -z "${OWN_NETWORK:-}" ]; then
  skip() { echo "skipped: $*"; exit 77; }
  [ "$(id -u)" = 0 ] || skip "only root may make interfaces"
  command -v ip >/dev/null || skip "no ip here (iproute2)"
  unshare -n true 2>/dev/null || skip "no network of our own here (unshare -n)"
  OWN_NETWORK=yes exec unshare -n "$0" "$@"
fi
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need tcpdump
need python3
"$DIAGTAPD" -o ipa_stream_enabled=true -o ipa.source=x 2>&1 | grep -q netdev ||
  skip "this build has no libpcap"

ip link set lo up
ip link add mon0 type veth peer name gen0 2>/dev/null || skip "no veth here"
# Else the kernel sends of its own accord.
for name in mon0 gen0; do
  echo 1 >/proc/sys/net/ipv6/conf/$name/disable_ipv6 2>/dev/null || :
  ip link set $name up
done

# start_netdev OPTION...: reads mon0, and serves nothing before it does.
start_netdev() {
  start -o diag_stream_enabled=false -o ipa_stream_enabled=true \
    -o ipa.source=netdev -o ipa.interface=mon0 "$@"
  until curl -fsS "$url/api/status" | grep -q '"state": "running"'; do
    kill -0 "$pid" || fail "it is gone"
    sleep 0.01
  done
}

# reads NUMBER: waits until so many containers are read or missed.
reads() {
  for _ in $(seq 1000); do
    curl -fsS "$url/api/status" >status
    [ $(($(figure containers) + $(figure missed))) -lt "$1" ] || return 0
    sleep 0.02
  done
  fail "$(figure containers) read and $(figure missed) missed of $1: $(cat status)"
}
figure() {
  case $1 in
  containers) sed -n 's/.*"read": {"containers": \([0-9]*\).*/\1/p' status ;;
  *) sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" status ;;
  esac
}

# frames PCAP: a line for each record, its frame or packet in hexadecimal; of
# ours without preamble.
cat >frames.py <<'END'
import struct, sys
data = open(sys.argv[1], 'rb').read()
linktype = struct.unpack_from('<I', data, 20)[0]
at = 24
while at < len(data):
    size, whole = struct.unpack_from('<II', data, at + 8)
    record = data[at + 16:at + 16 + size]
    at += 16 + size
    if linktype == 147:
        path, a = struct.unpack_from('<HB', record)
        b = record[3 + a]
        label, record = record[3:3 + a], record[4 + a + b:]
        if path == 0x1ff:
            print('lost', *struct.unpack('<QQ', label))
            continue
        if path == 0x201 and struct.unpack('<HH', label) != (1, 0):
            sys.exit('linktype %s' % label.hex())
    print(record.hex())
END
frames() { python3 frames.py "$1"; }

# A burst, in one go; the reference sees it on the other end.
tcpdump -i gen0 -Q out -B 65536 -U -w other.pcap 2>other.err &
other=$!
pids="$pids $other"
until grep -q listening other.err; do sleep 0.01; done
start_netdev -o ipa.buffer_bytes=33554432
fetch /api/ipa/pcap >ours.pcap &
fetch /api/ipa/stream >ours.raw &
until [ "$(curl -fsS "$url/api/status" | grep -c '"peer"')" = 2 ]; do sleep 0.01; done
"$PACKET_SENDER" gen0 10000
reads 10000
until [ "$(stat -c %s other.pcap)" -ge $((24 + 10000 * 130)) ]; do sleep 0.05; done
kill "$other" "$pid"
ended 0
wait "$other" || :
wait
frames ours.pcap >ours
frames other.pcap >other
missed=$(figure missed)
if [ "$missed" = 0 ]; then
  cmp ours other || fail "not what tcpdump saw"
  ok "a burst of 10,000 frames arrives whole, as tcpdump sees it"
else
  [ "$(grep -vc lost ours)" = $((10000 - missed)) ] || fail "$missed do not fit"
  ok "of a burst of 10,000 frames $missed are missed, and counted"
fi
frames ours.pcap | grep -v lost | tr -d '\n' >ours
od -An -v -tx1 ours.raw | tr -d ' \n' | cmp ours - ||
  fail "raw is not the frames back to back"
ok "raw is the frames back to back"

# While it cannot read: the buffer has the burst, or its loss is counted.
start_netdev -o ipa.buffer_bytes=33554432
fetch /api/ipa/pcap >ours.pcap &
until curl -fsS "$url/api/status" | grep -q '"peer"'; do sleep 0.01; done
kill -STOP "$pid"
"$PACKET_SENDER" gen0 10000
kill -CONT "$pid"
reads 10000
[ "$(figure missed)" = 0 ] || fail "the buffer did not hold 10,000 frames"
kill "$pid"
ended 0
wait
[ "$(frames ours.pcap | sort -u | wc -l)" = 10000 ] || fail "not all are there"
ok "32 MiB hold a burst of 10,000 frames while nobody reads"

start_netdev -o ipa.buffer_bytes=65536
fetch /api/ipa/pcap >ours.pcap &
until curl -fsS "$url/api/status" | grep -q '"peer"'; do sleep 0.01; done
kill -STOP "$pid"
"$PACKET_SENDER" gen0 10000
kill -CONT "$pid"
reads 10000
missed=$(figure missed)
[ "$missed" -gt 5000 ] || fail "only $missed missed: was there no burst?"
curl -fsS "$url/metrics" |
  grep -q "diagtap_source_missed_containers_total{tap=\"ipa\"} $missed\$" ||
  fail "the metrics do not count $missed"
kill "$pid"
ended 0
wait
frames ours.pcap >ours
[ "$(awk '$1 == "lost" { n += $2 } END { print n }' ours)" = "$missed" ] ||
  fail "the loss records do not sum up to $missed"
[ "$(grep -vc lost ours)" = $((10000 - missed)) ] || fail "frames and losses differ"
ok "of 10,000 frames the kernel dropped $missed: each is in a loss record"

# Filters, and packets without a link layer.
start_netdev -o ipa.filter='udp and src port 5001'
fetch '/api/ipa/pcap?linktype=raw' >raw.pcap &
until curl -fsS "$url/api/status" | grep -q '"peer"'; do sleep 0.01; done
"$PACKET_SENDER" -s 200 gen0 100
reads 25
kill "$pid"
ended 0
wait
tcpdump -nr raw.pcap 2>/dev/null >packets
[ "$(grep -c '198.51.100.2.5001 > 192.0.2.1.9: UDP, length 172' packets)" = 25 ] ||
  fail "$(cat packets)"
ok "a filter picks, and linktype=raw has no Ethernet header"

status=0
"$DIAGTAPD" -o ipa_stream_enabled=true -o ipa.source=netdev -o listen.port=0 \
  -o ipa.interface=mon0 -o ipa.filter='udp prot 53' 2>log || status=$?
[ "$status" = 2 ] && grep -q 'ipa.filter = "udp prot 53": ' log || fail "$(cat log)"
ok "$(cat log)"

# Frames that bear a status header are entries.
for form in status status5 status-csum status5-csum dpl2 dpl3 qmap; do
  start_netdev -o ipa.header=$form
  fetch /api/ipa/stream >entries.raw &
  until curl -fsS "$url/api/status" | grep -q '"peer"'; do sleep 0.01; done
  "$PACKET_SENDER" -m $form gen0 500 >entries
  reads 500
  kill "$pid"
  ended 0
  wait
  cmp entries entries.raw || fail "$form: entries out are not those in"
done
ok "frames with a status header in front give their entries, of each form"

# TUN: no link layer at all.
if ip tuntap add dev tun0 mode tun 2>/dev/null; then
  echo 1 >/proc/sys/net/ipv6/conf/tun0/disable_ipv6 2>/dev/null || :
  ip link set tun0 up
  start_netdev -o ipa.interface=tun0
  fetch '/api/ipa/pcap?linktype=raw' >raw.pcap &
  until curl -fsS "$url/api/status" | grep -q '"peer"'; do sleep 0.01; done
  "$PACKET_SENDER" -t -s 900 tun0 50
  reads 50
  kill "$pid"
  ended 0
  wait
  tcpdump -nr raw.pcap 2>/dev/null >packets
  [ "$(grep -c 'UDP, length 872' packets)" = 50 ] || fail "$(cat packets)"
  ok "a burst of 50 on TUN arrives whole"
fi

# awaits PATTERN: a line of the log.
awaits() {
  for _ in $(seq 1000); do
    ! grep -q "$1" log || return 0
    sleep 0.01
  done
  fail "the log has no '$1'"
}

# gen0 sends once the kernel has seen, a little later, that its peer is up.
await_carrier() {
  until ip link show gen0 | grep -q 'state UP'; do sleep 0.01; done
}

# It goes, and comes again.
start_netdev
ip link set mon0 down
ip link set mon0 up
await_carrier
"$PACKET_SENDER" gen0 10
reads 10
ip link del mon0
awaits 'ipa: retrying (netdev, mon0): There is no interface mon0'
ip link add mon0 type veth peer name gen0
ip link set gen0 up
awaits 'ipa: retrying (netdev, mon0): The interface mon0 is down'
echo 1 >/proc/sys/net/ipv6/conf/gen0/disable_ipv6 2>/dev/null || :
echo 1 >/proc/sys/net/ipv6/conf/mon0/disable_ipv6 2>/dev/null || :
ip link set mon0 up
until curl -fsS "$url/api/status" | grep -q '"state": "running"'; do
  kill -0 "$pid" || fail "it is gone"
  sleep 0.01
done
await_carrier
"$PACKET_SENDER" gen0 10
reads 20
kill "$pid"
ended 0
ok "an interface that is down or gone is tried again"
