#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# launcher_daemon.sh filter|leave|all|bare: diagtapd is not there, goes and comes
# back; signals, and ends of the program and of diagtap-run.
. "$SOURCE_DIR/tests/e2e/launcher_lib.sh"

# No diagtapd: the open waits, in which the program takes signals, and fails.
options="--wait 0" run 0 open=/dev/diag
[ "$(cat out)" = "open: EINVAL" ] || fail "$(cat out)"
options="--wait 2" run 0 handle alarm open=/dev/diag
printf '%s\n' 'handle: 0' 'alarm: 0' 'signal: 14' 'open: EINVAL' | cmp - out ||
  fail "$(cat out)"
[ "$(grep -c 'no diagtapd answers' err)" = 2 ] || fail "$(cat err)"
ok "$tracing: no diagtapd: the open waits, takes signals, and fails with EINVAL"
background open=/dev/diag
await 'waiting' err
find_client
kill "$client"
finished 143
ok "$tracing: a program that waits can be ended"
background open=/dev/diag remote ask reply
await 'waiting' err
start_port
finished 0
grep -q '^reply: yes' out || fail "$(cat out)"
ok "$tracing: diagtapd starts while the open waits"
stop_port KILL

start_port refuse=28
run 0 open=/dev/diag
[ "$(cat out)" = "open: EINVAL" ] || fail "$(cat out)"
grep -q 'does not attach .*: No space left on device' err || fail "$(cat err)"
stop_port KILL
start_port garbage=1
run 0 open=/dev/diag
[ "$(cat out)" = "open: EINVAL" ] || fail "$(cat out)"
grep -q 'not the launch protocol' err || fail "$(cat err)"
stop_port KILL
ok "$tracing: diagtapd refuses, or speaks another language: EINVAL"

# diagtapd is killed under a program that reads, and comes back: the program
# waits at no cost, and has its masks.
start_port
background open=/dev/diag remote mask=first mask=second reply reply read=1 cpu
await 'reply: yes' out
find_client
await 'operation 3' port.out
stop_port KILL
await 'diagtapd has gone' err
before=$(awk '{ print $14 + $15 }' "/proc/$client/stat")
sleep 1
grep -q '^State:.*S' "/proc/$client/status" || fail "it does not sleep"
[ "$(awk '{ print $14 + $15 }' "/proc/$client/stat")" = "$before" ] ||
  fail "it spins"
start_port greet=1
await 'attached as client 1' err
finished 0
grep -q '^read: 1 containers' out || fail "$(cat out)"
grep -q '^attach: diag_client, masks "second"$' port.out ||
  fail "$(cat port.out)"
[ "$(sed -n 's/^cpu: //p' out)" -lt 100 ] || fail "$(cat out)"
ok "$tracing: diagtapd is killed and back: masks are there, nothing was spent"

# The program reopens while diagtapd is away.
background open=/dev/diag remote ask reply close retry=/dev/diag ask reply
await 'diag_client .* has closed it' err
stop_port KILL
start_port
finished 0
ok "$tracing: it opens again"

# Exit status and signals are the program's.
run 7 exit=7
run 143 raise=15
run 137 open=/dev/diag ask reply raise=9
ok "$tracing: the exit status is the program's"
background handle open=/dev/diag ask reply pause
await pause out
kill -USR1 "$launcher"
await 'signal: 10' out
kill -TERM "$launcher"
finished 143
ok "$tracing: signals reach the program"

# Stopped and continued, as by a shell or a debugger.
background handle open=/dev/diag ask reply read=1 pause
await 'reply' out
find_client
kill -STOP "$client"
await '^State:.*[Tt]' "/proc/$client/status"
kill -USR1 "$client"
sleep 0.2
! grep -q signal out || fail "it runs"
kill -CONT "$client"
await 'signal: 10' out
await '^State:.*S' "/proc/$client/status"
kill -TERM "$launcher"
finished 143
ok "$tracing: it can be stopped and continued"

# Without diagtap-run there is no program.
for steps in "pause" "open=/dev/diag ask reply pause"; do
  # shellcheck disable=SC2086
  background $steps
  await pause out
  find_client
  kill -KILL "$launcher"
  finished 137
  for _ in $(seq 2000); do
    [ -d "/proc/$client" ] || break
    sleep 0.01
  done
  [ ! -d "/proc/$client" ] || fail "it has outlived diagtap-run"
done
ok "$tracing: when diagtap-run is killed, so is the program"
stop_port KILL
