#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# masks.file and --masks-out: what is written is read again, and a file that could
# change the modem ends the start.
. "$SOURCE_DIR/tests/e2e/lib.sh"

"$DIAGTAPD" --masks-out masks -o masks.preset=signalling -o 'masks.logs=[0x11EB]' \
  -o masks.events=true -o masks.messages=high || fail "--masks-out"
for source in simulator diag usb; do
  "$DIAGTAPD" -T -o diag_stream_enabled=true -o diag.source=$source \
    -o masks.file=masks >out 2>&1 || fail "$(cat out)"
done
ok "what --masks-out has written is read ($(stat -c %s masks) bytes)"

"$DIAGTAPD" --masks-out - -o masks.file=masks | cmp - masks ||
  fail 'it is not the same when it is written again'
ok 'and gives the same masks'

refuses 2 'names no masks' --masks-out none
refuses 1 'no-such-folder/a: No such file' --masks-out no-such-folder/a \
  -o masks.events=true
[ ! -e none ] || fail 'an empty file was written'

# A configuration that is wrong whatever the source is, also without streams.
refuses 2 'masks.file = "gone": No such file' -o masks.file=gone
refuses 2 'masks.file is set beside masks.preset' -o masks.file=masks \
  -o masks.preset=all
refuses 2 'masks.file is set beside masks.logs' -o masks.file=masks \
  -o 'masks.logs=[0xB0C0]'
refuses 2 'masks.file is set beside masks.events' -o masks.file=masks \
  -o masks.events=true
refuses 2 'masks.file is set beside masks.messages' -o masks.file=masks \
  -o masks.messages=low

# An NV write behind good requests: 27 with its CRC.
flags=$(tr -cd '\176' <masks | wc -c)
{ cat masks; printf '\047\0\0\0\x18\x13\x7e'; } >bad
refuses 2 "bad\": frame $((flags + 1)): " -o masks.file=bad
head -c 40 /dev/urandom | tr '\176' x >junk
refuses 2 'junk": frame 1: its CRC is wrong' -o masks.file=junk
head -c 70000 /dev/zero >large
refuses 2 'large": it has more than 65536 bytes' -o masks.file=large
: >empty
refuses 2 'empty": it sets no masks' -o masks.file=empty
refuses 2 'masks.file = "/": Is a directory' -o masks.file=/

# The modem gets them: the simulated one obeys.
need python3
need curl
count() { python3 -B "$SOURCE_DIR/tests/e2e/port_client.py" count 0xB0C0 0xB821 <"$1"; }
"$DIAGTAPD" --masks-out one -o 'masks.logs=[0xB0C0]'
start -o diag.rate=2000 -o masks.file=one
for _ in $(seq 600); do
  curl -fsSN --max-time 1 "$url/api/diag/stream?only=data" >data 2>/dev/null || :
  count data >counts
  grep -q '^0xB0C0 [1-9]' counts && grep -q '^0xB821 0' counts && break
done
grep -q '^0xB0C0 [1-9]' counts && grep -q '^0xB821 0' counts || fail "$(cat counts)"
kill "$pid"
ended 0
ok "the modem logs what the file asks for: $(tr '\n' ' ' <counts)"
