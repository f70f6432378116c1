# SPDX-License-Identifier: MIT
# lib.sh - what the tests of diagtap-adb share; sourced, with bash.  The real adb,
# with a server of its own, and devices that are programs here.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need adb
need python3
need curl
tool=$SOURCE_DIR/script/diagtap-adb
export HOME=$work DIAGTAPD

# A port for adb's server that nobody has.
ANDROID_ADB_SERVER_PORT=$(python3 -c 'import socket
with socket.create_server(("127.0.0.1", 0)) as s: print(s.getsockname()[1])')
export ANDROID_ADB_SERVER_PORT ADB_MDNS=0
end_adb() { adb kill-server >/dev/null 2>&1 || :; clean_up; }
trap end_adb EXIT
TMPDIR=$work adb start-server >/dev/null 2>&1 || skip "adb does not start"
mkdir tmp
export TMPDIR=$work/tmp # from here on: what diagtap-adb leaves

# await COMMAND...: waits up to 30 seconds until it succeeds.
await() {
  for _ in $(seq 600); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.05
  done
  fail "not in 30 s: $*: $(cat said_by_it 2>/dev/null)"
}

# script NAME: an executable of the device, from standard input.
script() {
  { echo '#!/bin/sh'; cat; } >"$1"
  chmod 755 "$1"
}

# make_device NAME: its folder has what the tests need; root, by su -c.
make_device() {
  mkdir -p "$1/bin" "$1/data"
  script "$1/bin/id" <<'END'
echo "${FAKE_UID:-2000}"
END
  script "$1/bin/su" <<'END'
[ "$1" = -c ] && FAKE_UID=0 exec /bin/sh -c "$2"
echo "su: unknown id: $1"
exit 1
END
  script "$1/bin/getprop" <<'END'
echo x86_64,x86
END
}

# plug_in NAME [STATE]: sets serial, and adbd to its process.
plug_in() {
  rm -f port
  DIAGTAP_FOLDERS=$work/$1/data DIAGTAP_DEVICE=${device_file:-/dev/null} \
    python3 "$SOURCE_DIR/tests/adb/fake_adbd.py" "$work/$1" ${2:-} >port &
  adbd=$!
  pids="$pids $adbd"
  await grep -q . port
  serial=127.0.0.1:$(cat port)
  adb connect "$serial" >/dev/null 2>&1 || :
}

unplug() {
  adb disconnect "$serial" >/dev/null 2>&1 || :
  kill "$adbd"
  wait "$adbd" || :
  pids=${pids/ $adbd/}
}

# says STATUS PATTERN OPTION...: the tool ends so, with a line like this.
says() {
  local expected=$1 pattern=$2 status=0
  shift 2
  timeout 60 "$tool" --programs "$work/programs" "$@" >out 2>said_by_it || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status: $(cat said_by_it)"
  grep -q -- "$pattern" said_by_it || fail "$*: no '$pattern': $(cat said_by_it)"
  ok "$(grep -- "$pattern" said_by_it)"
}

# Nothing of ours is on the device or here.
is_clean() { [ -z "$(ls "$1/data" "$1/stage" | grep diagtap)" ]; }
# The device may need a moment after we are told that it ends.
nothing_is_left() {
  for _ in $(seq 100); do
    ! is_clean "$1" || break
    sleep 0.1
  done
  is_clean "$1" || fail "$1 still has $(ls -R "$1/data" "$1/stage")"
  [ -z "$(ls tmp)" ] || fail "here is still $(ls tmp)"
  [ -z "$(adb forward --list | grep .)" ] || fail "a port is still forwarded"
  ! pgrep -f "$work/$1/data/diagtap/diagtapd" >/dev/null || fail "diagtapd still runs there"
}

# No browser of this machine is opened: it would leave files of its own.
mkdir here
script here/xdg-open <<'END'
exit 1
END
PATH=$work/here:$PATH

mkdir -p programs/x86-64
cp "$DIAGTAPD" programs/x86-64/diagtapd

run_tool() {
  (trap - INT; exec ${own_session:-} "$tool" --programs "$work/programs" -o diag.source=simulator "$@") \
    >out 2>said_by_it &
  tool_pid=$!
  pids="$pids $tool_pid"
}
end_tool() {
  local status=0
  kill -"$1" $tool_pid
  wait $tool_pid || status=$?
  pids=${pids/ $tool_pid/}
  [ $status -gt 128 ] || fail "$1: exit status $status: $(cat said_by_it)"
}
