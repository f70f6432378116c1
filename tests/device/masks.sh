#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The log masks that the modem gets, and where requests and answers are visible.
. "$(dirname "$0")/lib.sh"
make_feed 500 4
masks="-o masks.preset=signalling -o masks.logs=[0x11EB,0xB063]
  -o masks.events=true -o masks.messages=high"

# Requests: ranges, five equipments, events, messages.
emulate --feed images --rate 500 --notices
start_diag -o diag.wait_subscribers=2 $masks
: >body
fetch /api/diag/stream >body &
raw=$!
fetch /api/diag/pcap >out.pcap &
pcap=$!
await '^fed$' events
kill "$pid"
ended 0
wait $raw && wait $pcap || fail "curl"
cmp sent body || fail "the raw stream is not what was read"
grep -o '^request .. ..' events | tr '\n' ' ' >requests
[ "$(cat requests)" = "request 73 01 request 73 03 request 73 03 \
request 73 03 request 73 03 request 73 03 request 60 01 request 7d 05 " ] ||
  fail "asked: $(cat requests)"
! grep -q 'refuses' log || fail "something was refused"
ok "asked for all, answers are in the raw stream, requests are not"
vanish

if command -v tshark >/dev/null; then
  dissect -r out.pcap -Y 'diagtap.path == 0x0102' -T fields \
    -e _ws.col.Source -e diagtap.opcode >asked
  [ "$(cut -f1 asked | sort | uniq -c | tr -s ' ')" = " 8 host" ] ||
    fail "the pcap stream has $(wc -l <asked) requests"
  ok "the pcap stream has the requests, as from the host"
fi

# A reopened device has no masks: all requests are sent again.
emulate --feed images
start_diag $masks
await '^request 7d 05' events
vanish
await 'diag: retrying' log
emulate --remote 1
await '^request 7d 05.*remote' events
[ "$(grep -c '^request' events)" = 16 ] || fail "$(cat events)"
kill "$pid"
ended 0
vanish
ok "asked again after a reopening, and then the second modem"

# A write to a busy driver is repeated; if it stays busy the request is lost.
for full in 8 100000; do
  emulate --full $full --feed images
  start_diag $masks
  if [ $full = 8 ]; then
    await '^request 7d 05' events
    [ "$(grep -c '^request' events)" = 8 ] ||
      fail "a busy driver costs a request: $(cat events)"
  else
    await 'A request could not be written: Resource temporarily' log
    ! grep '^request' events || fail "a request was written"
  fi
  kill "$pid"
  ended 0
  vanish
done
ok "a driver that is busy: $(grep -m1 -o 'A request .*' log)"

# A modem that refuses all requests is still read.
emulate --refuse --feed images
start_diag $masks
await 'the modem refuses messages (0x13)' log
grep -q 'the modem refuses the log codes (0x13)' log || fail "not said"
await '^fed$' events
kill "$pid"
ended 0
vanish
ok "$(grep -m1 -o 'masks: .*refuses.*' log)"

# If a request gets no answer the next ones are sent, with other traffic (in the
# guests) or without.
feeds=("")
[ "$FACE" = file ] || feeds+=("--feed images --rate 50")
for feed in "${feeds[@]}"; do
  emulate --mute 0x73 $feed
  start_diag $masks
  await 'the modem did not answer within 3 s: the log codes' log
  await '^request 7d 05' events
  ! grep -q '^request 73 03' events || fail "masks for codes that are not known"
  kill "$pid"
  ended 0
  vanish
  ok "${feed:-silence}: $(grep -m1 -o 'masks: .*' log)"
done

# By default no request is sent.
emulate --feed images
start_diag
await '^fed$' events
kill "$pid"
ended 0
! grep '^request' events || fail "something was asked"
ok "nothing is asked by default"
