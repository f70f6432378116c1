#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Messages as Wireshark's exported PDUs and as GSMTAP: a Wireshark without our
# dissector finds in them what ours finds in DIAG.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need tshark
chmod 755 "$work"

plain="-o nas-eps.null_decipher:FALSE"
# Protocols that a message may begin with.
upper='lte_rrc|nr-rrc|nas-eps|nas-5gs|rrc|gsm_a\.ccch|gsm_a\.dtap|gsm_rlcmac|ip|ipv6|sip'
fields='-e frame.time_epoch -e frame.protocols -e lte-rrc.c1 -e nr-rrc.c1
  -e nas_eps.nas_msg_emm_type
  -e gsm_a.dtap.msg_mm_type -e rrc.message -e lte-rrc.m_TMSI'

# told FILE COMMAND...: of each record with such a protocol its time, protocols and
# some fields of the message, without what stands around it.
told() {
  local file=$1
  shift
  # shellcheck disable=SC2086 # lists are meant
  "$@" -n -r "$file" $plain -T fields $fields 2>/dev/null |
    sed -E -e 's/\t(user_dlt:)?(diagtap|exported_pdu|ip:udp:gsmtap):/\t/' |
    grep -E $'^[0-9.]+\t'"($upper)(:|"$'\t'"|$)" || :
}

# compare INPUT: both give the same messages, in the same order.
compare() {
  "$DIAGTAPD" --convert "$1" split.pcap 2>log || :
  "$DIAGTAPD" --convert "$1" upper.pcap --linktype upper_pdu 2>log || :
  chmod a+r ./*.pcap
  told split.pcap dissect >ours
  told upper.pcap tshark >theirs
  cmp ours theirs || fail "$1: $(diff ours theirs | head -6)"
  wc -l <theirs
}

"$MAKE_CAPTURE" frames 2000 3 >made
messages=$(compare made)
[ "$messages" -gt 1000 ] || fail "only $messages messages"
for protocol in lte_rrc nr-rrc nas-eps gsm_a; do
  cut -f 2 theirs | grep -q "^$protocol" || fail "no $protocol"
done
! tshark -n -r upper.pcap -V 2>/dev/null | grep -m3 Malformed || fail "malformed"
grep -q 'packets left out: they hold no message' log || fail "not said: $(cat log)"
ok "made up: $messages messages, as our dissector finds them"

# GSMTAP: version 2 opens; NR has version 3, which Wireshark 4.0 does not open.
"$DIAGTAPD" --convert made gsmtap.pcap --linktype gsmtap 2>log
chmod a+r gsmtap.pcap
told gsmtap.pcap tshark | grep -v 'ip:udp:gsmtap' >theirs
grep -vE $'^[0-9.]+\t(nr-rrc|nas-5gs|ip|ipv6|sip)' ours >known
cmp known theirs ||
  fail "GSMTAP: $(diff known theirs | head -5)"
third=$(tshark -n -r gsmtap.pcap -Y 'udp.payload[0] == 3' 2>/dev/null | wc -l)
[ "$third" -gt 10 ] || fail "no GSMTAP of version 3"
ok "GSMTAP: $(wc -l <theirs) messages, and $third of version 3"

if command -v curl >/dev/null; then
  for linktype in upper_pdu gsmtap; do
    "$DIAGTAPD" --convert made same.pcap --linktype $linktype 2>log
    replay made
    fetch "/api/diag/pcap?linktype=$linktype" >stream.pcap
    ended 0
    [ "$(stat -c %s stream.pcap)" = "$(stat -c %s same.pcap)" ] ||
      fail "$linktype: the stream has other records"
    cmp -n 24 stream.pcap same.pcap || fail "$linktype: another header"
  done
  ok "a stream has the same records"
  start
  [ "$(curl -s -o answer -w '%{http_code}' "$url/api/diag/pcap?linktype=raw")" = 400 ] ||
    fail "linktype=raw of DIAG"
  grep -q "linktype= must be upper_pdu or gsmtap" answer || fail "$(cat answer)"
  kill "$pid"
  ended 0
fi
refuses 2 'must be upper_pdu or gsmtap' --convert made x.pcap --linktype raw
refuses 2 'linktype goes with --convert' --capture http://localhost x --linktype gsmtap

captures=${DIAGTAP_CAPTURES:-$SOURCE_DIR/../shared/captures}
if [ ! -d "$captures" ]; then
  ok "no captures in $captures (DIAGTAP_CAPTURES): real ones are not compared"
  exit 0
fi
sum=0
find "$captures" -name '*.qmdl' -o -name '*.mi2log' | sort >files
while read -r file; do
  count=$(compare "$file")
  sum=$((sum + count))
  ok "${file##*/}: $count messages"
done <files
[ $sum -gt 10000 ] || fail "only $sum messages in real captures"
ok "real captures: $sum messages, as our dissector finds them"
