#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# pcap opens: every reader counts every record, and LTE is decoded.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

"$MAKE_CAPTURE" containers 1500 7 >made.bin
replay made.bin
fetch /api/diag/pcap >out.pcap
ended 0
read -r containers < <(sed -n 's/.*diag: \([0-9]*\) containers.*/\1/p' log)
[ "$containers" -gt 1400 ] || fail "only $containers containers"

need tcpdump
counted=$(tcpdump -r out.pcap --count 2>/dev/null | grep -o '^[0-9]*')
[ "$counted" = "$containers" ] || fail "tcpdump counts $counted of $containers"
ok "tcpdump counts every record ($counted)"

need capinfos
capinfos -Trc out.pcap | cut -f 2 >counted
[ "$(cat counted)" = "$containers" ] || fail "capinfos counts $(cat counted)"
capinfos -Tre out.pcap >/dev/null || fail "capinfos finds fault"
ok "capinfos counts every record"

need tshark
dissect -r out.pcap -V >dissected || fail "tshark fails: $(cat tshark.err)"
! grep -m3 -E 'Lua Error|Dissector bug|Malformed' dissected || fail "see above"
for name in rrcConnectionRequest rrcConnectionSetupComplete \
  securityModeCommand rrcConnectionReconfiguration measurementReport \
  'Attach request' 'Authentication request' 'Identity response'; do
  grep -qi "$name" dissected || fail "tshark names no $name"
done
ok "tshark names LTE RRC and NAS messages, and finds nothing malformed"

# Containers longer than a record, in parts: together they are the container.
replay made.bin -o pcap.snaplen=1024
fetch /api/diag/pcap >parts.pcap
ended 0
[ "$(capinfos -Trl parts.pcap | cut -f 2)" = 1024 ] || fail "snaplen is not 1024"
tcpdump -r parts.pcap -w /dev/null 2>/dev/null || fail "tcpdump finds fault"
ok "a smaller snaplen makes more records that open too"

# Filters: whoever asks gets some packets only, and the rest of us all.
replay made.bin -o diag.wait_subscribers=2
fetch '/api/diag/pcap?codes=b0c0&ops=79' >some.pcap &
some=$!
fetch /api/diag/pcap >all.pcap
wait $some
ended 0
codes() {
  dissect -r "$1" -T fields -e diagtap.opcode -e diagtap.log.code |
    tr ',\t' '\n\n' | sort | uniq -c
}
codes some.pcap >some
codes all.pcap >all
for code in 0xb0c0 0x79; do
  grep " $code\$" all >expected || fail "no $code in the capture"
  grep -qx "$(cat expected)" some || fail "not every $code: $(cat some)"
done
! grep -vE ' (0xb0c0|0x10|0x79|0x98|)$' some || fail "others passed"
cmp out.pcap all.pcap 2>/dev/null || [ "$(stat -c %s out.pcap)" = \
  "$(stat -c %s all.pcap)" ] || fail "a filter changed another's stream"
ok "a filter picks codes and opcodes, for who asked alone"

# Live: through a pipe, as people look at it.
start -o diag.source=simulator -o diag.rate=100
curl -fsSN "$url/api/diag/pcap" 2>/dev/null |
  dissect -i - -c 40 >live || fail "tshark on a pipe: $(cat tshark.err)"
grep -qE 'Paging|MasterInformationBlock|RRCConnection' live ||
  fail "nothing decoded live"
ok "tshark reads the live stream from a pipe"
