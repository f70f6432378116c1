#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtapd --convert: every form of capture becomes pcap, with its own times.
. "$SOURCE_DIR/tests/e2e/lib.sh"

# convert STATUS IN OUT [OPTION...]
convert() {
  local status=0
  timeout -k 1 60 "$DIAGTAPD" --convert "${@:2}" 2>log || status=$?
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
for form in container message; do
  convert 0 made.containers $form.pcap --split $form
  replay made.containers
  if command -v curl >/dev/null; then
    fetch /api/diag/pcap?split=$form >replayed.pcap
    ended 0
    [ "$(stat -c %s replayed.pcap)" = "$(stat -c %s $form.pcap)" ] ||
      fail "$form: it has not the records of a replay"
  fi
done
cmp message.pcap containers.pcap || fail "message is not the default"
! cmp -s message.pcap container.pcap || fail "--split does nothing"
ok "container and message, as a stream"

# A record is one message with one frame, and none of them is missing.
if command -v python3 >/dev/null; then
  python3 - containers.pcap frames.pcap logs.pcap made.frames <<'P' || fail "split"
import struct, sys

def records(name):
    data, at = open(name, 'rb').read(), 24
    while at < len(data):
        seconds, micros, size = struct.unpack_from('<3I', data, at)
        yield (seconds, micros), data[at + 20:at + 16 + size]
        at += 16 + size

def frames(name):
    for time, container in records(name):
        kind, = struct.unpack_from('<I', container)
        if kind != 0x20:
            continue
        count, length = struct.unpack_from('<Ii', container, 4)
        at = 12
        if length <= 0:
            length, = struct.unpack_from('<i', container, at)
            at += 4
        frame = container[at:]
        assert count == 1 and length == len(frame), (name, count, length)
        assert frame.index(0x7e) == length - 1, frame
        yield time, frame

def packet(frame):
    return frame[:-1].replace(b'\x7d\x5e', b'\x7e').replace(b'\x7d\x5d', b'\x7d')

containers, qmdl, dlf, made = sys.argv[1:]
bare = [f + b'\x7e' for f in open(made, 'rb').read().split(b'\x7e') if f]
assert bare == [frame for _, frame in frames(qmdl)]
assert bare == [frame for _, frame in frames(containers)]
logs = [(time, packet(frame)) for time, frame in frames(qmdl)]
logs = [(time, p[8:-2] if p[0] == 0x98 else p[:-2]) for time, p in logs]
logs = [(time, p) for time, p in logs if p[0] == 0x10]
assert len(logs) > 1000
assert logs == [(time, packet(frame)[:-2]) for time, frame in frames(dlf)]
P
  ok "each record is one frame, and DLF gives the records of QMDL"
fi

# QMDL2 of both kinds gives what QMDL does; so do its packets without the head.
if command -v python3 >/dev/null; then
  python3 - made.frames <<'P'
import struct, sys
frames = [f for f in open(sys.argv[1], 'rb').read().split(b'\x7e') if f]
plain = b''
for frame in frames:
    packet = frame.replace(b'\x7d\x5e', b'\x7e').replace(b'\x7d\x5d', b'\x7d')[:-2]
    plain += b'\x7e\x01' + struct.pack('<H', len(packet)) + packet + b'\x7e'
head = lambda kind, guids: struct.pack('<IBBI', 10 + 16 * guids, 1, kind, guids) + bytes(range(16)) * guids
hdlc = b''.join(frame + b'\x7e' for frame in frames)
open('made.plain', 'wb').write(plain)
open('made.packets.qmdl2', 'wb').write(head(0, 3) + plain)
open('made.hdlc.qmdl2', 'wb').write(head(1, 0) + hdlc)
open('made.guids.qmdl2', 'wb').write(head(1, 2) + hdlc)
P
  for name in plain packets.qmdl2 hdlc.qmdl2 guids.qmdl2; do
    convert 0 made.$name x.pcap
    cmp frames.pcap x.pcap || fail "$name: other records"
    ! grep -q skipped log || fail "$name: $(cat log)"
    "$DIAGTAPD" --convert - x.pcap <made.$name 2>log
    cmp frames.pcap x.pcap || fail "$name: a pipe differs"
  done
  { head -c 5000 made.plain; head -c 300 /dev/zero; cat made.plain; } >broken
  convert 1 broken x.pcap
  grep -q 'skipped [0-9]* bytes at offset .*: no packet' log || fail "$(cat log)"
  ok "QMDL2 of both kinds, and packets without HDLC"
fi

# What we do not read says what to do.
yes 'no capture' | head -c 3000 >trip.isf
convert 1 trip.isf x.pcap
grep -q "ISF is QXDM's own format: save it as DLF" log || fail "$(cat log)"
gzip -k trip.isf
convert 1 trip.isf.gz x.pcap
grep -q "trip.isf.gz: ISF is QXDM's own format" log || fail "$(cat log)"
printf '\324\303\262\241\2\0\4\0%8s\0\0\4\0\344\0\0\0' '' >gsmtap
convert 1 gsmtap x.pcap
grep -q 'GSMTAP opens in Wireshark' log || fail "$(cat log)"
ok "$(tail -1 log)"

# The beginning of a frame is counted.
printf '\40\0\0\0\1\0\0\0\5\0\0\0begun' >end.bin
cat made.containers end.bin >begun.bin
convert 0 begun.bin x.pcap
grep -q 'begun.bin: 5 bytes left out, of frames whose end is not there' log ||
  fail "it is not counted: $(cat log)"
cmp containers.pcap x.pcap || fail "other records"
ok "$(grep 'left out' log)"
refuses 2 'must be message or container' --convert made.frames x.pcap --split frame
refuses 2 '--split needs' --split message

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
grep -q 'x.pcap: 0 records of 0 containers' log || fail "nothing is said: $(cat log)"
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

# What is scrubbed: the manual says what that is.
convert 0 made.frames scrubbed.pcap --scrub keys,identities
grep -q 'scrubbed: [0-9]* logs changed, [0-9]* packets dropped' log || fail "$(cat log)"
ok "$(grep scrubbed: log)"
refuses 2 'must be keys' --convert made.frames x.pcap --scrub all
captures=${DIAGTAP_CAPTURES:-$SOURCE_DIR/../shared/captures}
if [ -d "$captures" ] && command -v python3 >/dev/null; then
  for file in "$captures"/lgs.*.mi2log "$captures"/adrian.*.mi2log "$captures"/pixel3.*.mi2log; do
    "$DIAGTAPD" --convert "$file" whole.pcap 2>log || :
    "$DIAGTAPD" --convert "$file" scrubbed.pcap --scrub keys 2>log || :
    python3 - whole.pcap scrubbed.pcap >told <<'P' || fail "$file: keys are left"
import struct, sys
KEYS = {0xb0a3, 0xb0a5, 0xb0b3, 0xb0b5}

def logs(name):
    data, at = open(name, 'rb').read(), 24
    while at < len(data):
        size, = struct.unpack_from('<I', data, at + 8)
        frame = data[at + 32:at + 15 + size]
        packet = frame.replace(b'\x7d\x5e', b'\x7e').replace(b'\x7d\x5d', b'\x7d')[:-2]
        at += 16 + size
        packet = packet[8:] if packet[0] == 0x98 else packet
        if packet[0] == 0x10:
            yield struct.unpack_from('<H', packet, 6)[0], packet[16:]

def keys_of(body):
    at = 4
    for _ in range(body[1] if body[0] == 1 else 0):
        size, = struct.unpack_from('<H', body, at + 2)
        yield body[at + 4:at + 36]
        at += size

def is_qmi(code):
    return 0x138e <= code <= 0x13cd

whole, scrubbed = list(logs(sys.argv[1])), list(logs(sys.argv[2]))
whole = [log for log in whole if not is_qmi(log[0])]
assert [code for code, _ in whole] == [code for code, _ in scrubbed]
keys = {key for code, body in whole if code in KEYS for key in keys_of(body)} - {bytes(32)}
out = open(sys.argv[2], 'rb').read()
assert not any(key in out for key in keys)
for (code, before), (_, after) in zip(whole, scrubbed):
    assert before == after or code in KEYS, hex(code)
    if code in KEYS:
        assert len(before) == len(after) and any(after), 'a body is gone that is known'
print(len(keys))
P
    ok "${file##*/}: $(cat told) pairs of keys are gone, and nothing else"
  done
fi

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
  column $form diagtap.log.code | grep 0x | cmp - <(grep 0x expected) ||
    fail "$form: other logs"
  column $form frame.time_epoch >times
  ! grep -vq '^176722560[0-2]\.' times || fail "$form: times of another day"
done
# Other logs of the simulator have bodies that say nothing.
dissect -r logs.pcap -Y 'lte_rrc || nr-rrc || nas-eps || nas-5gs' -V >dissected
! grep -m3 -E 'Lua Error|Malformed|Bad frame' dissected || fail "see above"
ok "tshark finds the same logs in each, at the modem's own times"
