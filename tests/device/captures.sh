#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Real captures as reads of the device, from its modem and from a second modem,
# whose messages have a token: the bytes are the same, and tshark sees each message.
captures=${DIAGTAP_CAPTURES:-$SOURCE_DIR/../shared/captures}
[ -d "$captures" ] || {
  echo "skipped: no captures in $captures (DIAGTAP_CAPTURES)"
  exit 77
}
. "$(dirname "$0")/lib.sh"
need tshark
need python3
diagstat=$captures/../tools/diagstat.py
[ -f "$diagstat" ] || skip "no diagstat.py to count with beside $captures"

# count WHAT: tshark sees as many messages in the file pcap as diagstat.py.
count() {
  dissect -r pcap -T fields -e diagtap.opcode -e diagtap.log.code >seen ||
    fail "$1: $(cat tshark.err)"
  python3 "$SOURCE_DIR/tests/device/counts.py" expected seen >counted ||
    fail "$1: tshark counts otherwise"
  ok "$1: tshark sees $(cat counted)"
}

find "$captures" -name '*.qmdl' -o -name '*.mi2log' | sort >files
while read -r file; do
  python3 "$diagstat" "$file" >expected
  for token in "" --token; do
    what="${file##*/}${token:+, with a token}"
    "$MAKE_IMAGES" $token "$file" >images 2>images.err || cat images.err
    emulate --feed images ${token:+--remote 1}
    compare "$what"
    vanish
    count "$what"
  done
done <files
