#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Real captures as reads of the device: octet for octet, and counted by tshark.
captures=${DIAGTAP_CAPTURES:-$SOURCE_DIR/../shared/captures}
[ -d "$captures" ] || {
  echo "skipped: no captures in $captures (DIAGTAP_CAPTURES)"
  exit 77
}
. "$(dirname "$0")/lib.sh"
need tshark

find "$captures" -name '*.qmdl' -o -name '*.mi2log' | sort >files
while read -r file; do
  "$MAKE_IMAGES" "$file" >images 2>images.err || cat images.err
  emulate --feed images
  compare "${file##*/}"
  vanish
done <files

good=$(grep -m1 goodsim.qmdl files) || skip "no goodsim.qmdl"
"$MAKE_IMAGES" "$good" >images
emulate --feed images
start_diag -o diag.wait_subscribers=1
fetch /api/diag/pcap >out.pcap &
client=$!
await '^fed$' events
kill "$pid"
ended 0
wait $client
rrc=$(dissect -r out.pcap -T fields -e frame.protocols |
  tr ',:' '\n\n' | grep -cx lte_rrc)
[ "$rrc" = 1659 ] || fail "goodsim: $rrc LTE RRC messages, not 1659"
ok "goodsim: 1659 LTE RRC messages"
