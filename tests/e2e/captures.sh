#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Real captures, replayed, streamed, and counted by tshark.
. "$SOURCE_DIR/tests/e2e/lib.sh"
captures=${DIAGTAP_CAPTURES:-$SOURCE_DIR/../shared/captures}
[ -d "$captures" ] || skip "no captures in $captures (DIAGTAP_CAPTURES)"
need curl
need tshark

# Ciphered NAS inside an RRC message is read as plain by Wireshark's default,
# and found malformed: three times in goodsim, in any tool's conversion of it.
plain="-o nas-eps.null_decipher:FALSE"

# codes PATTERN: how many logs of out.pcap have such a code.
codes() {
  dissect -r out.pcap -T fields -e diagtap.log.code | tr ',' '\n' |
    grep -ciE "$1" || :
}

# check_goodsim: the counts that are known of this capture.
check_goodsim() {
  ! grep -m3 Malformed dissected || fail "goodsim: malformed, see above"
  rrc=$(dissect -r out.pcap -T fields -e frame.protocols |
    tr ',:' '\n\n' | grep -cx lte_rrc)
  [ "$rrc" = 1659 ] || fail "goodsim: $rrc LTE RRC messages, not 1659"
  nas=$(codes '0xb0e[23cd]')
  [ "$nas" = 232 ] || fail "goodsim: $nas NAS messages, not 232"
  ok "goodsim: 1659 LTE RRC and 232 NAS messages, none malformed"
}

find "$captures" -name '*.qmdl' -o -name '*.mi2log' | sort >files
while read -r file; do
  replay "$file"
  fetch /api/diag/pcap >out.pcap
  ended 0
  dissect $plain -r out.pcap -V >dissected || fail "$file: $(cat tshark.err)"
  ! grep -m3 -E 'Lua Error|Dissector bug' dissected || fail "$file: see above"
  case $file in
  *goodsim.qmdl) check_goodsim ;;
  esac
  ok "${file##*/}: $(grep -c '^Frame [0-9]' dissected) records, no Lua error"
done <files
