#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The monitor device of IPA, with three drivers that answer reads differently.
. "$(dirname "$0")/lib.sh"
[ "$FACE" != module ] || skip "the module is DIAG's"

# start_monitor OPTION...: starts a daemon that reads the device and waits for two
# subscribers.
start_monitor() {
  start -o diag_stream_enabled=false -o ipa_stream_enabled=true \
    -o ipa.device="$device" -o ipa.wait_subscribers=2 "$@"
  fetch /api/ipa/stream >body &
  raw=$!
  fetch /api/ipa/pcap >pcap &
  pcap=$!
}

# finish WHAT: both streams have the bytes of the device.
finish() {
  await '^fed$' events
  kill "$pid"
  ended 0
  wait $raw && wait $pcap || fail "$1: curl"
  [ -s body ] && cmp sent body || fail "$1: the body is not what was read"
  "$UNPCAP" <pcap | cmp sent - || fail "$1: the pcap is not what was read"
}

count=${FEED:-3000}
for form in status status5 status-csum dpl2 dpl3 qmap; do
  header=auto
  [ $form != qmap ] || header=qmap
  "$MAKE_READS" whole $form $count 1 >whole
  "$MAKE_READS" cut $form $count 1 >cut
  for driver in whole split discard; do
    reads=whole
    [ $driver != split ] || reads=cut
    emulate --monitor $driver --feed $reads
    start_monitor -o ipa.header=$header
    finish "$driver, $form"
    [ $form = qmap ] || grep -q "The header is \"$form\"" log ||
      fail "$form was not found"
    ! grep -q "Lost the entry boundaries" log || fail "$driver, $form: $(cat log)"
    vanish
  done
  ok "$form: both bodies are what three drivers handed out ($(stat -c %s body))"
done

# large BYTES: the image of so many, whose entries do not matter.
large() {
  local i=$1 byte
  for byte in $((i & 255)) $((i >> 8 & 255)) $((i >> 16 & 255)) 0; do
    printf "\\x$(printf %x $byte)"
  done
  head -c "$1" /dev/zero
}

"$MAKE_READS" whole dpl3 $count 1 >whole
"$MAKE_READS" cut dpl3 $count 1 >cut
{ cat whole; large 40000; cat whole; } >feed
emulate --monitor whole --feed feed
start_monitor -o ipa.buffer_bytes=16384
finish "larger"
grep -q 'asks for 40000' events || fail "the driver has not asked"
vanish
ok "0 bytes ask for a larger buffer, and get it"

# Data that fits the first read is not lost, and data of twice that size only once.
{ large 16000; cat whole; large 30000; cat whole; large 30000; } >large.feed
emulate --monitor discard --feed large.feed
start_monitor -o ipa.buffer_bytes=16384
finish "discarded"
[ "$(grep -c discarded events)" = 1 ] || fail "not lost once: $(cat events)"
! grep -q retrying log || fail "EAGAIN is taken for a failure: $(cat log)"
vanish
ok "a driver that discards what does not fit does so once"

emulate --monitor split --feed feed
start_monitor -o ipa.buffer_bytes=16384
finish "split"
vanish
ok "a driver that splits what does not fit loses nothing"

# The device vanishes during traffic and comes back.
emulate --monitor split --feed cut --fail-read $((count / 10))
start_monitor
finish "gone"
grep -q 'ipa: retrying .*The device is gone' log || fail "$(cat log)"
[ "$(grep -c 'ipa: running' log)" -ge 2 ] || fail "not opened again"
# It continues in the middle of an entry.
[ "$(grep -c 'No header form fits\|Lost the entry boundaries' log)" = 1 ] || fail "entries were lost: $(cat log)"
vanish
ok "a device that goes is opened again, and costs what it did not give"

emulate --monitor whole --feed whole --unready 2
start_monitor
finish "not ready"
grep -q 'ipa: retrying .*IPA is not set up yet' log || fail "$(cat log)"
vanish
ok "it is waited for until IPA is set up"

emulate --monitor whole --feed whole --policy once
sleep 1000 <"$device" &
holder=$!
pids="$pids $holder"
await '^open by .*Success' events
start_monitor
await "retrying .*is in use by sleep (pid $holder)" log
kill $holder
wait $holder || :
pids=${pids/ $holder/}
finish "busy"
vanish
ok "who has it is named, and waited for"
