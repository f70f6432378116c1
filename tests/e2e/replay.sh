#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The body equals the source's bytes, whatever the source's form.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

"$MAKE_CAPTURE" containers 30000 1 >made.bin # ten times the ring
replay made.bin
fetch /api/diag/stream >out.bin
ended 0
cmp made.bin out.bin || fail "the body is not the container file"
ok "the body equals the source's bytes ($(stat -c %s made.bin))"

gzip -k made.bin
replay made.bin.gz
fetch /api/diag/stream >out.bin
ended 0
cmp made.bin out.bin || fail "the body is not the gzip'ed container file"
ok "the body equals a gzip'ed source's bytes"

replay made.bin -o diag.wait_subscribers=2
fetch /api/diag/stream >one.bin &
one=$!
fetch /api/diag/stream >two.bin
wait $one
ended 0
cmp one.bin made.bin && cmp two.bin made.bin ||
  fail "two subscribers differ, or lost something"
ok "two subscribers receive equal bytes"

"$MAKE_CAPTURE" containers 2000 2 >short.bin
start -o diag.source=file -o diag.file=- -o diag.at_end=exit \
  -o diag.wait_subscribers=1 < <(cat short.bin)
fetch /api/diag/stream >out.bin
ended 0
cmp short.bin out.bin || fail "the body is not what standard input gave"
ok "the body equals what came on standard input"

# More than the ring and a socket hold, to one who takes it slowly.
"$MAKE_CAPTURE" containers 9000 7 >long.bin
start -o diag.source=file -o diag.file=- -o diag.speed=0 -o diag.at_end=exit \
  -o diag.wait_subscribers=1 < <(cat long.bin)
curl -sSN --limit-rate 20M "$url/api/diag/stream" >out.bin
ended 0
cmp long.bin out.bin || fail "a pipe at speed 0 did not wait"
rm long.bin
ok "what comes through a pipe at speed 0 waits for a slow subscriber"

replay out.bin
fetch /api/diag/stream >again.bin
ended 0
cmp out.bin again.bin || fail "a saved stream replays into other bytes"
ok "a saved stream replays into the same bytes"

head -c 100000 made.bin >cut.bin
replay cut.bin
fetch /api/diag/stream >out.bin
ended 0
cmp -n "$(stat -c %s out.bin)" cut.bin out.bin ||
  fail "what was good before the cut is not there"
[ "$(stat -c %s out.bin)" -gt 30000 ] || fail "too little was kept"
grep -q 'cut.bin: cut short at offset 100000' log || fail "no offset, no reason"
ok "a capture cut short keeps what was good, and says where it ends"

"$MAKE_CAPTURE" frames 2000 3 >made.qmdl
replay made.qmdl
fetch '/api/diag/stream?only=data' >wrapped.bin
ended 0
replay wrapped.bin
fetch /api/diag/stream >again.bin
ended 0
cmp wrapped.bin again.bin || fail "wrapped frames are no container stream"
ok "QMDL frames come wrapped into containers"

# What a stream of pcap gave is served again as it was, to the byte: parts,
# times and all; whole and in each packing.
for snaplen in 262144 1024; do
  replay short.bin -o pcap.snaplen=$snaplen
  fetch /api/diag/pcap >first.pcap
  ended 0
  gzip -kf first.pcap
  cp first.pcap.gz no-name-tells-it
  forms="first.pcap first.pcap.gz no-name-tells-it"
  if command -v zstd >/dev/null; then
    zstd -qf first.pcap
    forms="$forms first.pcap.zst"
  fi
  for form in $forms; do
    replay $form -o pcap.snaplen=$snaplen
    fetch /api/diag/pcap >again.pcap
    ended 0
    cmp first.pcap again.pcap || fail "$form, $snaplen: other records"
  done
  replay first.pcap
  fetch /api/diag/stream >again.bin
  ended 0
  cmp short.bin again.bin || fail "$snaplen: the containers are not those"
done
ok "a pcap stream, saved, replays into the same bytes ($forms)"

start -o diag.source=file -o diag.file=- -o diag.at_end=exit \
  -o diag.wait_subscribers=1 -o pcap.snaplen=1024 < <(cat first.pcap)
fetch /api/diag/pcap >again.pcap
ended 0
cmp first.pcap again.pcap || fail "a pipe of pcap gives other records"
ok "a pipe of pcap is passed on as it comes"

if command -v tshark >/dev/null && command -v editcap >/dev/null; then
  editcap -F pcapng first.pcap first.pcapng 2>/dev/null
  replay first.pcapng -o pcap.snaplen=1024
  fetch /api/diag/pcap >again.pcap
  ended 0
  cmp first.pcap again.pcap || fail "pcapng gives other records"
  ok "what Wireshark saved as pcapng replays as well"
  count() { sed -n 's/.*diag: \([0-9]*\) containers .* read.*/\1/p' log; }
  whole=$(count)
  { head -c 10001 first.pcapng; head -c 4096 /dev/zero
    tail -c +10002 first.pcapng; } >damaged.pcapng
  replay damaged.pcapng -o pcap.snaplen=1024
  fetch /api/diag/pcap >again.pcap
  ended 0
  grep -q 'damaged.pcapng: skipped [0-9]* bytes at offset [0-9]*: no pcapng block' log ||
    fail "the damage is not named"
  [ "$(count)" = $((whole - 1)) ] || fail "damage in one block: not one container less"
  ok "damage in a block of pcapng costs one container"
fi
head -c 30000 first.pcap >cut.pcap
replay cut.pcap -o pcap.snaplen=1024
fetch /api/diag/pcap >again.pcap
ended 0
cmp -n "$(stat -c %s again.pcap)" first.pcap again.pcap || fail "not the good part"
grep -q 'cut.pcap: cut short at offset 30000, inside the pcap record' log || fail "no reason"
ok "a pcap cut short gives what is whole: $(grep -o 'cut.pcap: .*' log | head -1)"
