#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The tap "ipa": entries of each header form, made up, saved and played back.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3

# start_ipa OPTION...: a daemon whose only tap is ipa.
start_ipa() {
  start -o diag_stream_enabled=false -o ipa_stream_enabled=true "$@"
}

# playback FILE OPTION...: a saved stream, once, to one subscriber.
playback() {
  local file=$1
  shift
  start_ipa -o ipa.device="$file" -o ipa.wait_subscribers=1 -o ipa.at_end=exit "$@"
}

# raw_packets PCAP: a line for each packet, its length before it was cut and its
# bytes; of ours without preamble.
cat >raw_packets.py <<'END'
import struct, sys
data = open(sys.argv[1], 'rb').read()
ours = struct.unpack_from('<I', data, 20)[0] == 147
at = 24
while at < len(data):
    size, whole = struct.unpack_from('<II', data, at + 8)
    record = data[at + 16:at + 16 + size]
    at += 16 + size
    before = 0
    if ours:
        before = 4 + record[2] + record[3 + record[2]]
        if record[:2] != b'\0\2' or before == size:
            continue
    print(whole - before, record[before:].hex())
END
raw_packets() { python3 raw_packets.py "$1"; }

for form in status status5 status-csum status5-csum dpl2 dpl3 qmap; do
  start_ipa -o ipa.source=simulator -o ipa.header=$form -o ipa.rate=100000 \
    -o ipa.wait_subscribers=1
  curl -fsSN "$url/api/ipa/stream" 2>/dev/null | head -c 500000 >$form.cut || :
  kill "$pid"
  ended 0
  header=auto
  [ $form != qmap ] || header=qmap
  playback $form.cut -o ipa.header=$header
  fetch /api/ipa/stream >$form.out
  ended 0
  cmp $form.cut $form.out || fail "$form: the stream is not what was saved"
  [ $form = qmap ] || grep -q "The header is \"$form\"" log ||
    fail "$form: not found, or not said"
  ok "$form: the stream equals what was saved"
done

# Packets alone, whatever stands before and behind them.
for form in status-csum qmap; do
  playback $form.cut -o ipa.header=$form -o ipa.wait_subscribers=2
  fetch '/api/ipa/pcap?linktype=raw' >$form.raw.pcap &
  fetch /api/ipa/pcap >$form.pcap
  wait $!
  ended 0
  raw_packets $form.pcap >packets
  raw_packets $form.raw.pcap | cmp packets - || fail "$form: other packets"
  [ "$(wc -l <packets)" -gt 1000 ] || fail "$form: $(wc -l <packets) packets"
done
playback qmap.cut
fetch /api/ipa/stream >qmap.out
ended 0
cmp qmap.cut qmap.out || fail "qmap, looked for: bytes are missing"
grep -q 'No header form fits .* "qmap"' log || fail "nothing is said of qmap"
ok "trailers and QMAP: linktype=raw has the packets, as long as they were"

# In the midst of an entry, bytes that no header begins with; more than are
# given at a time.
{ head -c 100000 dpl3.out; head -c 200000 /dev/zero | tr '\0' '\377'
  tail -c +100001 dpl3.out; } >torn
playback torn -o ipa.header=dpl3 -o ipa.at_end=hold
fetch /api/ipa/stream >torn.out &
until curl -fsS "$url/api/status" >status && grep -q '"state": "ended"' status; do
  sleep 0.01
done
grep -q '"resyncs": 1, ' status || fail "the status does not count it: $(cat status)"
kill "$pid"
wait $!
ended 0
cmp torn torn.out || fail "bytes are missing after the damage"
[ "$(grep -c 'Lost the entry boundaries with header "dpl3"' log)" = 1 ] || fail "not said once"
grep -q 'Found entries with header "dpl3" again after [0-9]* stray bytes' log || fail "not again"
ok "damage: one warning, and every byte is there"

# Two entries, which prove no form yet, and a device that gives no more.
"$MAKE_CAPTURE" dpl3 2 1 >two
mkfifo still
start_ipa -o ipa.device="$work/still" -o ipa.wait_subscribers=1
fetch /api/ipa/stream >two.out &
{ cat two; : >written; until [ -e stopped ]; do sleep 0.01; done; } >still &
cat >unread.py <<'END'
import array, fcntl, os, termios
size = array.array('i', [0])
fcntl.ioctl(os.open('still', os.O_RDONLY | os.O_NONBLOCK), termios.FIONREAD, size)
print(size[0])
END
# They are in the FIFO no more, but in the daemon.
until [ -e written ] && [ "$(python3 unread.py)" = 0 ]; do sleep 0.01; done
kill "$pid"
ended 0
touch stopped
wait
cmp two two.out || fail "what was held back is lost"
ok "what is held back when it stops is given"

# Plain IP packets, for programs that know nothing of us.
playback dpl3.cut -o ipa.wait_subscribers=2
fetch '/api/ipa/pcap?linktype=raw' >raw.pcap &
fetch /api/ipa/pcap >all.pcap
wait $!
ended 0
start_ipa -o ipa.source=simulator
status=$(curl -sS -o body -w '%{http_code}' "$url/api/ipa/pcap?linktype=1")
[ "$status" = 400 ] && grep -q 'linktype= must be raw' body || fail "linktype=1"
kill "$pid"
ended 0
start
status=$(curl -sS -o body -w '%{http_code}' "$url/api/diag/pcap?linktype=raw")
[ "$status" = 400 ] && grep -q 'linktype= must be upper_pdu or gsmtap' body ||
  fail "diag takes linktype=raw: $(cat body)"
kill "$pid"
ended 0
ok "linktype=raw is asked for in its place only"

need tcpdump
need tshark
tcpdump -nr raw.pcap >packets 2>tcpdump.err || fail "$(cat tcpdump.err)"
grep -q 'link-type RAW (Raw IP)' tcpdump.err || fail "$(cat tcpdump.err)"
# The last entry was cut off when it was saved, and is none.
count=$(tshark -r all.pcap -Y 'frame[0:2] == 00:02' 2>/dev/null | wc -l)
[ "$(wc -l <packets)" = "$count" ] ||
  fail "$(wc -l <packets) packets of $count entries"
for what in 'Flags \[S\]' 'ICMP echo request' 'ICMP6, echo reply' 'A? example.com' \
  'IP6 2001:db8:1::2'; do
  grep -q "$what" packets || fail "tcpdump shows no $what"
done
capinfos raw.pcap | grep -q 'encapsulation: *Raw IP' || fail "capinfos"
# Cut packets say so; whole ones have right checksums.
tshark -r raw.pcap -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE \
  -o udp.check_checksum:TRUE -Y 'ip.checksum.status == 0 ||
  tcp.checksum.status == 0 || udp.checksum.status == 0 ||
  icmp.checksum.status == 0 || icmpv6.checksum.status == 0' 2>/dev/null >wrong
[ ! -s wrong ] || fail "checksums: $(head -3 wrong)"
tshark -r raw.pcap -Y 'ip.len == 1440' -T fields -e frame.cap_len -e frame.len \
  >cut 2>/dev/null
grep -qx "256	1440" cut || fail "no packet was cut: $(head -3 cut)"
ok "linktype=raw opens in tcpdump, tshark and capinfos ($count packets)"
