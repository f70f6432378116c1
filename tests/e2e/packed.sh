#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bzip2, xz and zip: what is in them is converted and replayed; where they are
# damaged, or cannot be unpacked, a sentence says so and what to do.
if [ -z "${OWN_MOUNTS:-}" ] && unshare -m true 2>/dev/null; then
  OWN_MOUNTS=yes exec unshare -m "$0" "$@"
fi
. "$SOURCE_DIR/tests/e2e/lib.sh"
need python3

# convert STATUS IN OUT: the log is in the file log.
convert() {
  local status=0
  timeout 60 "$DIAGTAPD" --convert "$2" "$3" 2>log || status=$?
  [ "$status" = "$1" ] || fail "$2: exit status $status, not $1"
}
says() { grep -qF -- "$1" log || fail "no '$1'"; }

"$MAKE_CAPTURE" frames 400 9 >made
convert 0 made expected.pcap

cat >pack.py <<'END'
import bz2, lzma, struct, zipfile
data = open('made', 'rb').read()
half = len(data) // 2

def write(name, *pieces):
    open(name, 'wb').write(b''.join(pieces))

write('made.bz2', bz2.compress(data))
write('two.bz2', bz2.compress(data[:half]), bytes(700), bz2.compress(data[half:]), bytes(512))
write('cut.bz2', bz2.compress(data)[:-9])
write('junk.bz2', bz2.compress(data), b'junk')
write('made.xz', lzma.compress(data))
write('two.xz', lzma.compress(data[:half]), lzma.compress(data[half:]), bytes(512))
write('cut.xz', lzma.compress(data)[:-9])
write('junk.xz', lzma.compress(data), b'junk')
write('large.xz', lzma.compress(data, filters=[{'id': lzma.FILTER_LZMA2, 'dict_size': 1 << 28}]))
write('twice.bz2', bz2.compress(lzma.compress(data)))

def zipped(name, *members, method=zipfile.ZIP_DEFLATED, comment=b''):
    with zipfile.ZipFile(name, 'w', method) as out:
        for member, content in members:
            out.writestr(member, content)
        out.comment = comment
    return open(name, 'rb').read()

good = zipped('made.zip', ('trip.qmdl', data))
zipped('stored.zip', ('trip.qmdl', data), method=zipfile.ZIP_STORED)
zipped('folder.zip', ('logs/', b''), ('logs/trip.qmdl', data), ('empty', b''),
       ('__MACOSX/logs/._trip.qmdl', b'x'), comment=b'PK\5\6' + bytes(40))
zipped('several.zip', ('a\x1b.qmdl', data), ('b.qmdl', data))
zipped('none.zip', ('logs/', b''))
zipped('unusual.zip', ('trip.qmdl', data), method=zipfile.ZIP_BZIP2)
zipped('twice.zip', ('trip.qmdl.xz', lzma.compress(data)))
with zipfile.ZipFile('large.zip', 'w') as out:
    with out.open('trip.qmdl', 'w', force_zip64=True) as member:
        member.write(data)
write('front.zip', b'#!/bin/sh\n', good)
write('cut.zip', good[:-30])

entry, end = good.index(b'PK\1\2'), good.index(b'PK\5\6')
def changed(name, at, form, value):
    odd = bytearray(good)
    struct.pack_into(form, odd, at, value)
    write(name, bytes(odd))
changed('crc.zip', entry + 16, '<I', 1)
changed('size.zip', entry + 24, '<I', len(data) + 1)
changed('encrypted.zip', entry + 8, '<H', 1)
changed('zip64.zip', end + 16, '<I', 0xffffffff)
changed('offset.zip', entry + 42, '<I', 50)
changed('beyond.zip', entry + 20, '<I', 0xfffffff0)
changed('name.zip', entry + 28, '<H', 0xffff)
END
python3 pack.py

"$DIAGTAPD" --convert made.bz2 x.pcap 2>log || :
! grep -q 'built without support' log || skip "$(cat log)"
"$DIAGTAPD" --convert made.xz x.pcap 2>log || :
! grep -q 'built without support' log || skip "$(cat log)"

for file in {made,two}.bz2 {made,two}.xz {made,stored,folder,large}.zip; do
  convert 0 "$file" x.pcap
  cmp x.pcap expected.pcap || fail "$file: another capture"
done
for file in two.bz2 made.xz; do
  convert 0 - x.pcap <"$file"
  cmp x.pcap expected.pcap || fail "$file: another capture through a pipe"
  cat "$file" | "$DIAGTAPD" --convert - x.pcap 2>log || fail "$file: in a pipe"
  cmp x.pcap expected.pcap || fail "$file: another capture through a pipe"
done
convert 0 - x.pcap <made.zip
cmp x.pcap expected.pcap || fail "made.zip: another capture as standard input"
ok "bzip2, xz and zip give the capture that is in them, as files and in pipes"

# refused FILE SENTENCE: nothing of it is converted.
refused() {
  rm -f x.pcap
  convert 1 "$1" x.pcap
  says "$2"
  [ ! -e x.pcap ] || fail "$1: it has an output"
}
refused several.zip "zip: it holds 2 files; name one: unzip -p FILE 'a?.qmdl' | diagtapd --convert - OUT"
refused none.zip 'zip: it holds no file'
refused unusual.zip 'zip: packed in an unusual way: use unzip -p FILE'
refused encrypted.zip 'zip: its file is encrypted'
refused zip64.zip 'zip: of more than 4 GiB'
refused offset.zip 'zip: its directory leads to no file'
refused beyond.zip 'zip: its file is cut short'
refused name.zip 'zip: its directory is damaged'
refused cut.zip 'zip: cut short: its directory'
refused twice.zip 'packed twice: what is inside is xz'
refused twice.bz2 'packed twice: what is inside is xz'
refused large.xz 'it needs more than 128 MiB of memory'
refused front.zip 'neither a container stream nor HDLC'
cat made.zip | "$DIAGTAPD" --convert - x.pcap 2>log && fail "zip in a pipe"
says 'zip: its directory is at its end, and this is a pipe; unpack it first, for example unzip -p FILE | diagtapd --convert - OUT'
ok "what is not unpacked is refused, with what to do"

# What is good before the damage is converted.
damaged() {
  convert 1 "$1" x.pcap
  says "$2"
  [ "$(stat -c %s x.pcap)" -gt 10000 ] || fail "$1: too little came out"
  head -c "$(stat -c %s x.pcap)" expected.pcap | cmp - x.pcap || fail "$1: another capture"
}
damaged junk.bz2 'bzip2 is damaged at offset'
damaged cut.xz 'xz is damaged at offset'
damaged junk.xz 'xz is damaged at offset'
damaged crc.zip 'incorrect data check'
damaged size.zip 'another size than its directory says'
ok "damage is told, and what is before it is given"

# Any byte of them may be another: it ends, and never by a signal.
cat >mutate.py <<'END'
import random, subprocess, sys
random.seed(5)
for name in 'made.bz2', 'made.xz', 'made.zip', 'folder.zip':
    good = open(name, 'rb').read()
    for _ in range(25):
        odd = bytearray(good)
        for _ in range(random.randrange(1, 5)):
            near = random.choice((0, 0, len(odd) - 200))
            at = min(len(odd) - 1, near + random.randrange(200))
            if random.random() < .7:
                odd[at] = random.choice((0, 255, random.randrange(256)))
            else:
                del odd[at:at + random.randrange(1, 9)]
        open('odd', 'wb').write(odd)
        ended = subprocess.run([sys.argv[1], '--convert', 'odd', 'x.pcap'],
                               capture_output=True, timeout=60)
        assert ended.returncode in (0, 1), (ended.returncode, ended.stderr)
        assert len(ended.stderr.splitlines()) <= 3, ended.stderr
END
cp /dev/null x.pcap
python3 mutate.py "$DIAGTAPD" || fail "see above"
ok "100 damaged ones end with a line"

# The daemon replays them too, within its sandbox.
need curl
for file in made made.bz2 made.xz made.zip; do
  replay "$file"
  fetch /api/diag/stream >"$file.stream"
  ended 0
  cmp made.stream "$file.stream" || fail "$file: another stream"
done
ok "the daemon replays them"

if [ -n "${OWN_MOUNTS:-}" ]; then
  for library in libbz2.so.1.0 liblzma.so.5; do
    for path in $(ldconfig -p 2>/dev/null | sed -n "s|.*$library .*=> ||p"); do
      mount --bind /dev/null "$path"
    done
  done
  ldconfig -p >/dev/null 2>&1 || skip "no ldconfig"
  refused made.bz2 'bzip2: libbz2.so.1.0 is not installed; unpack it first, for example bzip2 -dc FILE | diagtapd --convert - OUT'
  refused made.xz 'xz: liblzma.so.5 is not installed; unpack it first, for example xz -dc FILE'
  ok "without their libraries they are refused, with what to do"
fi
