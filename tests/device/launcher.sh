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

# With diagtapd itself, which is killed under the program and comes back.
make_feed 2000 4
port="-o port.enabled=true -o port.tcp=0 -o port.socket=@port"
for launch in "$DIAGTAP_RUN" "$OLDKERNEL --bare $DIAGTAP_RUN"; do
  rm -f back
  emulate --feed images --rate 100
  start_diag $port
  $launch -s @port "$DIAG_CLIENT" open=/dev/diag switch remote ask reply logs \
    reply read=3 wait=back read=3 close retry=/dev/diag remote ask reply \
    >out 2>err &
  launcher=$!
  await '^read: 3' out
  kill -KILL "$pid"
  ended 137
  await 'diagtapd has gone' err
  start_diag $port
  await 'is attached as client' err
  : >back
  wait $launcher || fail "$(cat out err)"
  [ "$(grep -c '^read: 3 containers' out)" = 2 ] || fail "$(cat out err)"
  [ "$(grep -c '^reply: yes' out)" = 3 ] || fail "$(cat out err)"
  [ "$(grep -c '^open' events)" = 2 ] || fail "the program has opened it"
  kill "$pid"
  ended 0
  vanish
  ok "diagtapd is killed and back: logs go on, the masks are there"
done
