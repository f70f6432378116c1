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
ok "containers, frames and logs, plain and gzip"

# Whatever the input is, the same bytes come out.
for form in containers frames logs; do
  "$DIAGTAPD" --convert - piped.pcap <made.$form 2>log || fail "standard input"
  cmp $form.pcap piped.pcap || fail "$form: standard input differs"
  for slow in cat 'dd bs=777 status=none' 'gzip -c'; do
    $slow <made.$form | "$DIAGTAPD" --convert - piped.pcap 2>log ||
      fail "$form: a pipe"
    cmp $form.pcap piped.pcap || fail "$form: '$slow |' differs from the file"
  done
  mkfifo fifo
  cat made.$form >fifo &
  convert 0 fifo piped.pcap
  rm fifo
  cmp $form.pcap piped.pcap || fail "$form: a FIFO differs"
  if command -v zstd >/dev/null; then
    zstd -qc made.$form | "$DIAGTAPD" --convert - piped.pcap 2>log ||
      fail "$form: zstd"
    cmp $form.pcap piped.pcap || fail "$form: zstd differs"
  fi
  if command -v socat >/dev/null; then
    socat -u OPEN:made.$form,rdonly \
      EXEC:"$DIAGTAPD --convert - piped.pcap" 2>log ||
      fail "$form: a socket: $(cat log)"
    cmp $form.pcap piped.pcap || fail "$form: a socket differs"
  fi
done
ok "file, pipe, FIFO, socket, gzip and zstd give the same bytes"

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
{ cat made.logs; head -c 300000 /dev/zero; cat made.logs; } >zeros.dlf
convert 1 zeros.dlf cut.pcap
size=$(stat -c %s made.logs)
grep -q "zeros.dlf: skipped 300000 bytes at offset $size: no log" log ||
  fail "where and how much is not said: $(cat log)"
grep -q 'zeros.dlf: damaged: 300000 bytes skipped in 1 places' log ||
  fail "no total: $(cat log)"
cat logs.pcap <(tail -c +25 logs.pcap) | cmp - cut.pcap || fail "the rest is lost"
ok "$(grep skipped log | head -1)"

# The daemon skips the same.
replay zeros.dlf
if command -v curl >/dev/null; then
  fetch /api/diag/stream >replayed.bin
  ended 0
  replay cut.pcap
  fetch /api/diag/stream >converted.bin
  ended 0
  cmp converted.bin replayed.bin || fail "a replay gives other containers"
fi
ok "a replay skips the same bytes"

# Only a result takes the place of an old output.
yes junk | head -c 100000 >junk
convert 1 junk junk.pcap
[ ! -e junk.pcap ] || fail "junk leaves a file"
echo old >old.pcap
chmod 640 old.pcap
convert 1 junk old.pcap
[ "$(cat old.pcap)" = old ] || fail "junk replaces an old output"
grep -q 'old.pcap was not changed' log || fail "the old output is not mentioned"
if [ -e /dev/full ]; then
  status=0
  (ulimit -f 8; trap '' XFSZ; "$DIAGTAPD" --convert made.frames old.pcap) 2>log ||
    status=$?
  [ "$status" = 1 ] || fail "a full disk: exit status $status"
  [ "$(cat old.pcap)" = old ] || fail "half a result replaces an old output"
  convert 1 made.frames /dev/full
fi
ln -s old.pcap link.pcap
convert 0 made.frames link.pcap
cmp frames.pcap old.pcap || fail "a symbolic link is not followed"
[ -L link.pcap ] || fail "the symbolic link is replaced"
[ "$(stat -c %a old.pcap)" = 640 ] || fail "the mode of the old output is lost"
mkfifo fifo
cat fifo >piped.pcap &
reader=$!
convert 0 made.frames fifo
wait $reader
cmp frames.pcap piped.pcap || fail "a FIFO as output differs"
! ls -A | grep '\.new' || fail "files are left over"
ok "an old output is replaced only by a result"

# Records of pcap that have no place in the result are counted.
head -c 24 frames.pcap >header.pcap
convert 0 header.pcap x.pcap
cmp header.pcap x.pcap || fail "the capture of a quiet modem has a header"
grep -q 'x.pcap: 0 containers' log || fail "nothing is said: $(cat log)"
record='\1\0\0\0\0\0\0\0\030\0\0\0\030\0\0\0\0\0\0\0E...................'
{ head -c 24 frames.pcap; for i in 1 2 3; do printf "$record"; done
  tail -c +25 frames.pcap; } >mixed.pcap
convert 0 mixed.pcap x.pcap
cmp frames.pcap x.pcap || fail "foreign records leave a trace"
grep -q 'mixed.pcap: 3 records skipped: 3 not of diagtap, 0 cut' log ||
  fail "foreign records are not mentioned: $(cat log)"
ok "$(grep skipped log)"
if command -v editcap >/dev/null; then
  editcap -F pcap -s 20 frames.pcap snap.pcap
  rm x.pcap
  convert 1 snap.pcap x.pcap
  [ ! -e x.pcap ] || fail "nothing is left, and there is a file"
  grep -q 'records skipped: 0 not of diagtap, [1-9][0-9]* cut by a snaplen' log ||
    fail "cut records are not mentioned: $(cat log)"
  ok "$(grep skipped log)"
fi
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
