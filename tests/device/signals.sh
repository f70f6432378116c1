#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Signals lose no data, and a device that vanishes is opened again.
. "$(dirname "$0")/lib.sh"
make_feed 1500 3

# If the modem restarts its owner gets SIGCONT, and then no data.
emulate --feed images --rate 1000 --notices
start_diag -o diag.wait_subscribers=1
: >body
fetch /api/diag/stream >body &
client=$!
for _ in $(seq 40); do
  kill -CONT "$pid"
  kill -URG "$pid"
  kill -STOP "$pid"
  sleep 0.01
  kill -CONT "$pid"
  sleep 0.02
done
await '^fed$' events
kill -CONT "$pid"
sleep 0.3
kill -0 "$pid" || fail "SIGCONT ended it"
kill "$pid"
ended 0
wait $client || fail "curl"
cmp sent body || fail "a signal lost something"
# It waits for the client only if it opened the device first.
[ "$(grep 'diag: ' log | grep -vc 'diag: waiting')" = 2 ] ||
  fail "the log says more than it should"
ok "SIGCONT and SIGSTOP lose nothing"
vanish

# A stop while it waits works at once.
emulate
start_diag
await 'diag: running' log
kill "$pid"
ended 0
grep -q '^close by' events || fail "the device was not given back"
ok "stopped while it waits for the device"
vanish

# Unplugged and plugged in again: the streams stay open.
emulate --feed images
start_diag -o diag.wait_subscribers=1
: >body
fetch /api/diag/stream >body &
client=$!
await '^fed$' events
mv sent first
vanish
await 'diag: retrying' log
emulate --feed images --notices
await '^fed$' events
cat first sent >expected
kill "$pid"
ended 0
wait $client || fail "curl"
cmp expected body || fail "something is missing around the reopening"
ok "a device that vanished is opened anew: $(grep -m1 -o 'retrying.*' log)"
vanish

# shut_out, let_in: a device that only its owner, root, may open; and then all.
# What is mounted has no owner, what it is mounted over has.
case $FACE in
file)
  shut_out() { chmod 600 "$device"; }
  let_in() { emulate; }
  ;;
*)
  shut_out() { emulate; }
  let_in() { chmod 666 "$device"; }
  ;;
esac

# The same with the user that it changed to after it opened the device.
if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1; then
  chmod 711 "$work"
  emulate --feed images
  start_diag -o user=nobody
  await '^fed$' events
  [ "$(stat -c %U /proc/$pid)" = nobody ] || fail "it is still root"
  vanish
  shut_out
  await 'retrying .*This user may not open' log
  let_in
  await 'diag: running' log
  await '^switch by .*: Success' events
  kill "$pid"
  ended 0
  ok "opened anew as nobody; $(grep -m1 -o 'Permission.*' log)"
fi
