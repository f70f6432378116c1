#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Status and metrics count what `scrub` and `linktype` leave out of a stream: as
# much as --convert says of the same capture, while it is open and after its end.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3

"$MAKE_CAPTURE" frames 80 3 >made
"$DIAGTAPD" --convert made a.pcap --scrub keys,identities 2>said_by_it
scrubbed=$(sed -n 's/.*scrubbed: \([0-9]*\) logs changed, \([0-9]*\) packets.*/\1 \2/p' said_by_it)
"$DIAGTAPD" --convert made b.pcap --linktype upper_pdu 2>said_by_it
left_out=$(sed -n 's/.*: \([0-9]*\) packets left out.*/\1/p' said_by_it)
for count in $scrubbed $left_out; do
  [ "$count" -gt 10 ] || fail "too few in the capture: $scrubbed; $left_out"
done

# counts PLACE: in the status, of the expression PLACE.
counts() {
  curl -fsS "$url/api/status" | python3 -c "import json,sys
status = json.load(sys.stdin)
of = $1
print(of['scrubbed']['changed'], of['scrubbed']['dropped'], of['left_out'])"
}

# only NUMBER: a PLACE with this number alone.
only() { echo "{'scrubbed': {'changed': 0, 'dropped': 0}, 'left_out': $1}"; }

# becomes PLACE COUNTS: now or soon.
becomes() {
  local _
  for _ in $(seq 600); do
    [ "$(counts "$1" 2>/dev/null)" != "$2" ] || return 0
    sleep 0.1
  done
  fail "$1: $(counts "$1"), not $2"
}

start -o diag.source=file -o diag.file=made -o diag.speed=0 -o diag.at_end=hold \
  -o diag.wait_subscribers=3
[ "$(counts 'status["streams"]')" = '0 0 0' ] || fail "$(counts 'status["streams"]')"
opened=0
for query in scrub=keys,identities linktype=upper_pdu split=message; do
  curl -sN "$url/api/diag/pcap?$query" >/dev/null &
  pids="$pids $!"
  opened=$((opened + 1))
  becomes "$(only 'status["streams"]["begun"]')" "0 0 $opened"
done
becomes 'status["streams"]' "$scrubbed $left_out"
# The newest is the first.
becomes 'status["subscribers"][2]' "$scrubbed 0"
becomes 'status["subscribers"][1]' "0 0 $left_out"
becomes 'status["subscribers"][0]' '0 0 0'
ok "as --convert: $scrubbed changed and dropped, $left_out left out"

for child in $(jobs -pr | grep -vx -e "$pid" -e "$logger"); do kill "$child"; done
becomes "$(only 'status["streams"]["open"]')" '0 0 0'
[ "$(counts 'status["streams"]')" = "$scrubbed $left_out" ] || fail "gone with the streams"
fetch /metrics >metrics
read -r changed dropped <<<"$scrubbed"
for line in "scrub_changed_logs_total $changed" "scrub_dropped_packets_total $dropped" \
  "left_out_packets_total $left_out"; do
  grep -qx "diagtap_$line" metrics || fail "no $line: $(grep -E 'scrub|left' metrics)"
done
ok "the sums stay when the streams have ended, in status and metrics"
