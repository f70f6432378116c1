# SPDX-License-Identifier: MIT
# lib.sh - what the end-to-end tests share; sourced, with bash.
#
# The environment names the programs: DIAGTAPD, DIAGTAP_EXTCAP, MAKE_CAPTURE; and
# SOURCE_DIR; and SANDBOX, false where sanitizers need more than the sandbox grants.  A
# test works in a directory of its own, which goes when it ends, with every
# daemon that it started.

set -eu
work=$(mktemp -d)
pids=
cd "$work"

# The number of one that has ended may be another program's by now.
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
need() { command -v "$1" >/dev/null || skip "no $1 here"; }

# start OPTION...: a daemon with streams enabled, on a port of its own, with
# the simulator where OPTION does not name another source; sets pid and url.
# Its log is the file log.
start() {
  rm -f log said
  mkfifo said
  # "<&0": else the shell gives a background job an empty standard input.
  # And it ignores SIGINT for it, which the daemon would respect.
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

# ended STATUS: waits for the daemon, and expects its exit status.
ended() {
  local status=0
  wait "$pid" || status=$?
  wait "$logger"
  pids=${pids/ $pid/}
  [ "$status" = "$1" ] || fail "exit status $status, not $1"
}

# refuses STATUS PATTERN OPTION...: exits with STATUS and one line of PATTERN.
refuses() {
  local expected=$1 pattern=$2 status=0
  shift 2
  timeout 20 "$DIAGTAPD" "$@" >out 2>said_by_it || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status, not $expected"
  [ "$(wc -l <said_by_it)" = 1 ] || fail "$*: not one line: $(cat said_by_it)"
  grep -q -- "$pattern" said_by_it || fail "$*: no '$pattern': $(cat said_by_it)"
  ok "$(cat said_by_it)"
}

# replay FILE [OPTION...]: a daemon that replays FILE as fast as it goes to one
# subscriber, and exits.
replay() {
  local file=$1
  shift
  start -o diag.source=file -o diag.file="$file" -o diag.speed=0 \
    -o diag.wait_subscribers=1 -o diag.at_end=exit "$@"
}

fetch() { curl -fsSN --max-time 50 "$url$1"; }

# tshark with our dissector.  As root it loads none from 4.4 on, silently.
as_nobody=
if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null; then
  as_nobody="runuser -u nobody -- env HOME=$work"
  chmod 755 "$work"
fi
dissect() {
  cp "$SOURCE_DIR/dissector/diagtap.lua" "$work"
  $as_nobody tshark -X "lua_script:$work/diagtap.lua" "$@" 2>tshark.err
}
