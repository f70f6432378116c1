#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The body equals the source's bytes, whatever the source's form.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

"$MAKE_CAPTURE" containers 30000 1 >made.bin # ten times the ring
replay made.bin
fetch /api/diag/stream >out.bin
ended 0
cmp made.bin out.bin || fail "the body is not the container file"
ok "the body equals the source's bytes ($(stat -c %s made.bin))"

gzip -k made.bin
replay made.bin.gz
fetch /api/diag/stream >out.bin
ended 0
cmp made.bin out.bin || fail "the body is not the gzip'ed container file"
ok "the body equals a gzip'ed source's bytes"

replay made.bin -o diag.wait_subscribers=2
fetch /api/diag/stream >one.bin &
one=$!
fetch /api/diag/stream >two.bin
wait $one
ended 0
cmp one.bin made.bin && cmp two.bin made.bin ||
  fail "two subscribers differ, or lost something"
ok "two subscribers receive equal bytes"

"$MAKE_CAPTURE" containers 2000 2 >short.bin
start -o diag.source=file -o diag.file=- -o diag.at_end=exit \
  -o diag.wait_subscribers=1 < <(cat short.bin)
fetch /api/diag/stream >out.bin
ended 0
cmp short.bin out.bin || fail "the body is not what standard input gave"
ok "the body equals what came on standard input"

replay out.bin
fetch /api/diag/stream >again.bin
ended 0
cmp out.bin again.bin || fail "a saved stream replays into other bytes"
ok "a saved stream replays into the same bytes"

head -c 100000 made.bin >cut.bin
replay cut.bin
fetch /api/diag/stream >out.bin
ended 0
cmp -n "$(stat -c %s out.bin)" cut.bin out.bin ||
  fail "what was good before the cut is not there"
[ "$(stat -c %s out.bin)" -gt 30000 ] || fail "too little was kept"
grep -q 'cut.bin: cut short at offset 100000' log || fail "no offset, no reason"
ok "a capture cut short keeps what was good, and says where it ends"

"$MAKE_CAPTURE" frames 2000 3 >made.qmdl
replay made.qmdl
fetch '/api/diag/stream?only=data' >wrapped.bin
ended 0
replay wrapped.bin
fetch /api/diag/stream >again.bin
ended 0
cmp wrapped.bin again.bin || fail "wrapped frames are no container stream"
ok "QMDL frames come wrapped into containers"
