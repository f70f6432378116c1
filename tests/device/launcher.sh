#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Programs under diagtap-run, where there is a real /dev/diag: none of them opens it.
# "bare" is as on Linux 3.18 without seccomp; see tests/e2e/launcher.sh.
. "$(dirname "$0")/lib.sh"
[ "$FACE" != file ] || skip "/dev/diag itself is needed"
make_feed 10 3
emulate --feed images

for tracing in bare filter; do
  for test in launcher launcher_daemon; do
    status=0
    bash "$SOURCE_DIR/tests/e2e/$test.sh" $tracing || status=$?
    [ $status = 0 ] || [ $status = 77 ] || fail "$test $tracing: $status"
  done
done
! grep '^open' events || fail "the real device was opened"
ok "the real device was never opened"

# Not even by a name that diagtap-run does not know.
ln -s /dev/diag alias
"$DIAGTAP_RUN" -s @nowhere --wait 0 "$DIAG_CLIENT" open=alias >out 2>err ||
  fail "$(cat err)"
[ "$(cat out)" = "open: EACCES" ] || fail "$(cat out err)"
! grep '^open' events || fail "the real device was opened"
ok "the real device cannot be opened by another name"
vanish
