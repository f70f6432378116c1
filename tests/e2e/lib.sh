# SPDX-License-Identifier: MIT
# lib.sh - what the end-to-end tests share; sourced, with bash.
#
# The environment has the paths of the programs (DIAGTAPD, DIAGTAP_EXTCAP,
# MAKE_CAPTURE), SOURCE_DIR, and SANDBOX, which is false if sanitizers need more
# than the sandbox allows.  A test works in its own directory.  At its end the
# directory is removed, and daemons that it started are ended.

set -eu
work=$(mktemp -d)
pids=
cd "$work"

# The id of a process that has ended may belong to another program.
clean_up() {
  for pid in $pids; do
    jobs -pr | grep -qx "$pid" || continue
    kill "$pid" && wait "$pid" || :
  done
  rm -rf "$work"
}
trap clean_up EXIT

fail() { echo "FAILED: $*" >&2; [ ! -e log ] || cat log >&2; exit 1; }
ok() { echo "ok: $*"; }
skip() { echo "skipped: $*"; exit 77; }
need() { command -v "$1" >/dev/null || skip "$1 is not installed"; }

# start OPTION...: starts a daemon with streams enabled, on a free port, with the
# simulator if OPTION names no other source.  Sets pid and url; the log is in the
# file log.
start() {
  rm -f log said
  mkfifo said
  # The shell gives a background job an empty standard input, except with "<&0".
  # It also ignores SIGINT for the job, and the daemon would keep that.
  (trap - INT
    exec "$DIAGTAPD" -v -o listen.port=0 -o diag_stream_enabled=true \
      -o diag.source=simulator \
      -o sandbox=${SANDBOX:-true} "$@") <&0 2>said &
  pid=$!
  pids="$pids $pid"
  exec 9<said
  url=
  while [ -z "$url" ] && read -r line <&9; do
    echo "$line" >>log
    url=$(echo "$line" | sed -n 's|.*listens on \(http://[^/]*\)/.*|\1|p')
  done
  [ -n "$url" ] || fail "the daemon did not start: $*"
  cat <&9 >>log &
  logger=$!
  exec 9<&-
}

# ended STATUS: waits for the daemon, which must exit with STATUS.
ended() {
  local status=0
  wait "$pid" || status=$?
  wait "$logger"
  pids=${pids/ $pid/}
  [ "$status" = "$1" ] || fail "exit status $status, not $1"
}

# refuses STATUS PATTERN OPTION...: the daemon exits with STATUS and prints one line
# that matches PATTERN.
refuses() {
  local expected=$1 pattern=$2 status=0
  shift 2
  timeout 20 "$DIAGTAPD" "$@" >out 2>said_by_it || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status, not $expected"
  [ "$(wc -l <said_by_it)" = 1 ] || fail "$*: not one line: $(cat said_by_it)"
  grep -q -- "$pattern" said_by_it || fail "$*: no '$pattern': $(cat said_by_it)"
  ok "$(cat said_by_it)"
}

# replay FILE [OPTION...]: starts a daemon that replays FILE to one subscriber as
# fast as possible, and exits.
replay() {
  local file=$1
  shift
  start -o diag.source=file -o diag.file="$file" -o diag.speed=0 \
    -o diag.wait_subscribers=1 -o diag.at_end=exit "$@"
}

fetch() { curl -fsSN --max-time 50 "$url$1"; }

# tshark with our dissector.  From 4.4 on it loads none as root, without a message.
as_nobody=
if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null; then
  as_nobody="runuser -u nobody -- env HOME=$work"
  chmod 755 "$work"
fi
dissect() {
  cp "$SOURCE_DIR/dissector/diagtap.lua" "$work"
  $as_nobody tshark -X "lua_script:$work/diagtap.lua" "$@" 2>tshark.err
}
