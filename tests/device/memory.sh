#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The peak memory of the daemon with a full ring of 4 MiB and five subscribers, one of
# them stalled.
. "$(dirname "$0")/lib.sh"
most=24576 # KiB
make_feed 3000 6

emulate --feed images
start_diag -o ring.bytes=4194304 -o diag.wait_subscribers=5
mkfifo stuck
sleep 1000 <stuck &
pids="$pids $!"
fetch /api/diag/stream >stuck 2>/dev/null &
pids="$pids $!"
clients=
for form in stream stream pcap pcap; do
  fetch /api/diag/$form >/dev/null &
  clients="$clients $!"
done
await '^fed$' events
[ "$(stat -c %s sent)" -gt $((4 << 20)) ] || fail "the ring was not filled"
had=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status")
has=$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")
kill "$pid"
ended 0
wait $clients || fail "a client"
[ "$had" -lt $most ] || fail "the daemon had $had KiB, not less than $most"
ok "the daemon had $had KiB at most, $has at the end"
