#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Real captures, replayed, streamed, and counted by tshark.
. "$SOURCE_DIR/tests/e2e/lib.sh"
captures=${DIAGTAP_CAPTURES:-$SOURCE_DIR/../shared/captures}
[ -d "$captures" ] || skip "no captures in $captures (DIAGTAP_CAPTURES)"
need curl
need tshark

# counted PROTOCOL FILTER: how often the protocol is in out.pcap.
count() {
  dissect -r out.pcap -T fields -e frame.protocols | tr ',:' '\n\n' |
    grep -cx "$1" || :
}

find "$captures" -name '*.qmdl' -o -name '*.mi2log' | sort >files
while read -r file; do
  replay "$file"
  fetch /api/diag/pcap >out.pcap
  ended 0
  dissect -r out.pcap -V >dissected || fail "$file: $(cat tshark.err)"
  ! grep -m3 -E 'Lua Error|Dissector bug' dissected || fail "$file: see above"
  case $file in
  *goodsim.qmdl)
    ! grep -m3 Malformed dissected || fail "$file: see above"
    rrc=$(count lte_rrc)
    [ "$rrc" = 1659 ] || fail "$file: $rrc LTE RRC messages, not 1659"
    nas=$(dissect -r out.pcap -T fields -e diagtap.log.code | tr ',' '\n' |
      grep -ciE '0xb0e[23]|0xb0e[cd]' || :)
    [ "$nas" = 232 ] || fail "$file: $nas NAS messages, not 232"
    ;;
  esac
  ok "${file##*/}: $(grep -c '^Frame ' dissected) records"
done <files
