#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Another program has the device: the daemon names it, and opens the device when it
# has gone.
. "$(dirname "$0")/lib.sh"
make_feed 200 2

# hold FORM: starts another program that has the session; sets holder.
hold() {
  "$HOLD" "$device" "$1" >held &
  holder=$!
  pids="$pids $holder"
  await holds held
}

# form FORM: the emulator's option for it.
form() { [ "$1" = by-pointer ] || echo "--$1"; }

release() {
  kill $holder
  wait $holder || :
  pids=${pids/ $holder/}
}

# In the last case the session ends after the program is no longer visible.
for case in "once by-pointer" "full by-pointer" "session by-pointer" \
  "exists by-pointer" "silent by-value" "session by-pointer --owner" \
  "silent by-value --late=2"; do
  set -- $case
  emulate --feed images --policy "$1" ${3:-} $(form "$2")
  hold "$2"
  start_diag
  fetch /api/diag/stream >body &
  client=$!
  await "retrying .*is in use by hold (pid $holder)" log
  fetch /api/status | grep -q "is in use by hold (pid $holder)" ||
    fail "the status does not say so"
  # The stream must exist first: it begins with the next data.
  until fetch /api/status | grep -q '"stream": "diag/stream"'; do
    sleep 0.05
  done
  release
  await 'diag: running' log
  await '^fed$' events
  kill "$pid"
  ended 0
  wait $client || fail "$case: curl"
  cmp sent body || fail "$case: the stream that waited is not what was read"
  vanish
  ok "$case: log and status name who has it, and streams wait till it is free"
done

# Two daemons on one device.
# If the driver accepts both, only the lock shows it: the message names diagtapd.
for case in "once by-pointer" "session by-pointer" "silent by-value" \
  "silent by-pointer"; do
  set -- $case
  emulate --feed images --policy "$1" $(form "$2")
  start_diag
  await 'diag: running' log
  first=$pid first_logger=$logger
  mv log first.log
  start_diag
  who="another diagtapd"
  [ "$1" != once ] || who="is in use by .*"
  await "$who (pid $first)" log
  [ "$(grep -c "pid $first)" log)" = 1 ] || fail "said more than once"
  second=$pid second_logger=$logger
  said=$(grep -m1 -o 'in use by .*' log)
  pid=$first logger=$first_logger
  kill "$pid"
  ended 0
  await 'diag: running' log
  pid=$second logger=$second_logger
  kill "$pid"
  ended 0
  vanish
  ok "$case: $said"
done

# Files that are no DIAG device.
start -o listen.unix_socket="$work/socket"
other=$pid other_logger=$logger
for case in "/dev/null hdlc" "$work/made.bin file" "$work/socket unix" "/"; do
  set -- $case
  start -o diag.source=diag -o diag.device="$1"
  await "retrying .*is not such a device.${2:+ diag.source = \"$2\"}" log
  kill "$pid"
  ended 0
done
ok "what is no DIAG device: it is said what reads it"
pid=$other logger=$other_logger
kill "$pid"
ended 0
start -o diag.source=diag -o diag.device="$work/none"
await 'retrying .*does not exist here' log
kill "$pid"
ended 0
ok "$(grep -m1 -o 'retrying.*' log)"
