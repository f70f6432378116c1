# SPDX-License-Identifier: MIT
# launcher_lib.sh - what the tests of diagtap-run share; sourced, with bash.
#
# $1 of the test is the way of tracing.  The environment has DIAGTAP_RUN,
# DIAG_CLIENT (the program), FAKE_PORT (the daemon's side) and OLDKERNEL.
. "$SOURCE_DIR/tests/e2e/lib.sh"
tracing=$1
socket=$work/port.sock

case $tracing in
filter) launch="$DIAGTAP_RUN" ;;
leave) launch="$DIAGTAP_RUN --no-seccomp" ;;
all) launch="$DIAGTAP_RUN --trace-all" ;;
bare)
  "$OLDKERNEL" --bare true # 77: it says why there is no such filter
  launch="$OLDKERNEL --bare $DIAGTAP_RUN"
  ;;
esac
$launch true >said 2>&1 || { ! grep -q 'cannot trace' said || skip "$(cat said)"; }
$launch -v true 2>said || fail "$(cat said)"
case $tracing in
filter) grep -q 'seccomp filter' said || skip "this kernel has no seccomp filters" ;;
leave | bare) grep -q 'until it reads' said || fail "$(cat said)" ;;
all) grep -q 'at every call' said || fail "$(cat said)" ;;
esac

# await PATTERN FILE: waits up to 20 seconds for a matching line in FILE.
await() {
  for _ in $(seq 2000); do
    ! grep -q -- "$1" "$2" 2>/dev/null || return 0
    sleep 0.01
  done
  cat "$2"
  fail "no '$1' in $2"
}

# start_port OPTION...: starts the daemon's side.  Its lines are in port.out.
start_port() {
  : >port.out
  "$FAKE_PORT" "$socket" "$@" >>port.out &
  port=$!
  pids="$pids $port"
  await '^listening' port.out
}

# stop_port SIGNAL
stop_port() {
  kill "-$1" "$port"
  wait "$port" 2>/dev/null || :
  pids=${pids/ $port/}
}

# run STATUS STEP...: the program with these steps under diagtap-run, whose exit
# status must be STATUS.  Its lines are in out, those of diagtap-run in err.
run() {
  local expected=$1 status=0
  shift
  timeout 60 $launch -v -s "$socket" ${options:-} "$DIAG_CLIENT" "$@" \
    >out 2>err || status=$?
  [ "$status" = "$expected" ] ||
    fail "$*: exit status $status, not $expected: $(cat out err)"
}

# background STEP...: the same, which goes on; launcher is its id.  client is that
# of the program when it has said "pause".
background() {
  : >out
  # Not as a shell's job, whose SIGINT is ignored.
  (trap - INT
    exec $launch -v -s "$socket" ${options:-} "$DIAG_CLIENT" "$@") \
    >out 2>err &
  launcher=$!
  pids="$pids $launcher"
}

# find_client: sets client, the id of the program.
find_client() {
  await 'pid .* is traced' err
  client=$(sed -n 's/.*pid \([0-9]*\) is traced.*/\1/p;T;q' err)
}

# finished STATUS: waits for the launcher in the background.
finished() {
  local status=0
  wait "$launcher" 2>/dev/null || status=$?
  pids=${pids/ $launcher/}
  [ "$status" = "$1" ] || fail "exit status $status, not $1: $(cat out err)"
}
