#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtapd --convert: every form of capture becomes pcap, with its own times.
. "$SOURCE_DIR/tests/e2e/lib.sh"

# convert STATUS IN OUT
convert() {
  local status=0
  timeout -k 1 60 "$DIAGTAPD" --convert "$2" "$3" 2>log || status=$?
  [ "$status" = "$1" ] || fail "$2: exit status $status, not $1"
}

for form in containers frames logs; do
  "$MAKE_CAPTURE" $form 500 3 >made.$form
  convert 0 made.$form $form.pcap
  [ "$(stat -c %a $form.pcap)" = 600 ] || fail "others may read $form.pcap"
  gzip -k made.$form
  convert 0 made.$form.gz - >piped.pcap
  cmp $form.pcap piped.pcap || fail "$form: gzip, or standard output, differs"
done
"$DIAGTAPD" --convert - piped.pcap <made.frames 2>log || fail "standard input"
cat made.frames | "$DIAGTAPD" --convert - piped.pcap 2>log || fail "a pipe"
ok "containers, frames and logs, plain and gzip, file and pipe"

# The bytes are what a replay of the same capture streams.
replay made.containers
if command -v curl >/dev/null; then
  fetch /api/diag/pcap >replayed.pcap
  ended 0
  [ "$(stat -c %s replayed.pcap)" = "$(stat -c %s containers.pcap)" ] ||
    fail "it has not the records of a replay"
fi

# pcap becomes the same pcap; its times are its own.
gzip -k containers.pcap
for form in containers.pcap containers.pcap.gz; do
  convert 0 $form again.pcap
  cmp containers.pcap again.pcap || fail "$form: other records"
done
ok "pcap, plain and gzip"

head -c 100000 made.containers >cut.bin
convert 1 cut.bin cut.pcap
grep -q 'cut.bin: cut short at offset 100000' log || fail "no offset"
cmp -n "$(stat -c %s cut.pcap)" cut.pcap containers.pcap ||
  fail "what was good is not there"
[ "$(stat -c %s cut.pcap)" -gt 60000 ] || fail "too little was kept"
ok "$(tail -1 log)"
head -c 50001 made.logs >cut.dlf
convert 1 cut.dlf cut.pcap
grep -q 'cut.dlf: cut short at offset 50001, inside the log' log || fail "no offset"
cmp -n "$(stat -c %s cut.pcap)" cut.pcap logs.pcap || fail "DLF: not the good part"
{ head -c 50001 made.logs; head -c 300000 /dev/zero; } >zeros.dlf
convert 1 zeros.dlf cut.pcap
grep -q 'zeros.dlf: no log at offset' log || fail "zeros are logs"
ok "$(tail -1 log)"
yes junk | head -c 100000 >junk
convert 1 junk junk.pcap
[ ! -e junk.pcap ] || fail "junk leaves a file"
convert 1 gone.qmdl x.pcap
grep -q 'gone.qmdl: No such file' log || fail "no reason"
cp made.frames same
convert 1 same same
cmp made.frames same || fail "the input was written over"
convert 1 made.frames no/folder/x.pcap
ok "junk, nothing, and itself are refused"

if command -v script >/dev/null; then
  script -qec "'$DIAGTAPD' --convert made.containers x.pcap" /dev/null \
    </dev/null >screen
  grep -q '\[####.*100 %' screen || fail "no bar: $(cat screen)"
fi
! grep -q '%' log || fail "a bar, and no terminal"
ok "a bar on a terminal only"

need tshark
chmod a+r ./*.pcap # --convert makes them for their owner alone
# column FORM FIELD: one value a line.
column() { dissect -r "$1.pcap" -T fields -e "$2" | tr ',' '\n'; }
column frames diagtap.log.code >expected
[ "$(wc -l <expected)" -gt 1000 ] || fail "too few logs"
for form in containers frames logs; do
  column $form diagtap.log.code | grep 0x >codes
  # A frame that lies in two containers is in neither for the dissector.
  [ "$(wc -l <codes)" -ge $(($(grep -c 0x expected) * 9 / 10)) ] ||
    fail "$form: $(wc -l <codes) logs"
  column $form frame.time_epoch >times
  ! grep -vq '^176722560[0-2]\.' times || fail "$form: times of another day"
done
column logs diagtap.log.code | grep 0x >codes
grep 0x expected | cmp - codes || fail "DLF: other logs than in the frames"
dissect -r logs.pcap -V >dissected
! grep -m3 -E 'Lua Error|Malformed|Bad frame' dissected || fail "see above"
ok "tshark finds the same logs in each, at the modem's own times"
