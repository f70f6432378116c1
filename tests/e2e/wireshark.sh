#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtapd --wireshark: a stand-in on the PATH sees what Wireshark would.
. "$SOURCE_DIR/tests/e2e/lib.sh"

mkdir bin tmp
cat >bin/wireshark <<'END'
#!/bin/sh
echo "$@" >arguments
env >environment
grep -E "SigIgn|SigBlk" /proc/self/status >signals
cp "${2#lua_script:}" script.lua
head -c 5000 >taken
END
chmod +x bin/wireshark
export TMPDIR=$work/tmp DIAGTAP_TOKEN=secret-0123456789

# shows STATUS [URL]: runs it with the stand-in.
shows() {
  local expected=$1 status=0
  shift
  PATH="$work/bin:$PATH" timeout -k 1 30 "$DIAGTAPD" --wireshark "$@" \
    2>err || status=$?
  [ "$status" = "$expected" ] || fail "exit status $status: $(cat err)"
  [ -z "$(ls tmp)" ] || fail "it leaves $(ls tmp)"
}

start -o diag.rate=1000
shows 0 "$url"
grep -q '^-X lua_script:.*/diagtap-.*\.lua -k -i -$' arguments ||
  fail "arguments: $(cat arguments)"
cmp script.lua "$SOURCE_DIR/dissector/diagtap.lua" || fail "not our dissector"
[ "$(stat -c %s taken)" = 5000 ] || fail "it took $(stat -c %s taken) bytes"
printf '\324\303\262\241' | cmp -n 4 - taken || fail "that is no pcap"
# The record behind the notices: a container of one message.
python3 - <<'P' 2>/dev/null || ! command -v python3 >/dev/null || fail "not split"
import struct
data, at, counts = open('taken', 'rb').read(), 24, []
while at + 28 < len(data):
    kind, count = struct.unpack_from('<II', data, at + 20)
    counts += [count] if kind == 0x20 else []
    at += 16 + struct.unpack_from('<I', data, at + 8)[0]
assert len(counts) > 20 and set(counts) == {1}, counts
P
! grep -q secret environment || fail "it has the token"
# The C library has signals of its own, 32 and 33.
signals() {
  while read -r name mask; do echo "$name $((0x$mask & 0x7fffffff))"; done
}
[ "$(grep -E "SigIgn|SigBlk" /proc/self/status | signals)" = "$(signals <signals)" ] ||
  fail "it has other signals: $(cat signals)"
ok "it starts with the dissector of this build, and the stream"

# It leaves by itself when the stream has ended, not before.
echo 'cat >taken; sleep 0.3; echo >left' >>bin/wireshark
sed -i '/^head/d' bin/wireshark
kill "$pid"
ended 0
"$MAKE_CAPTURE" containers 500 3 >made.bin
replay made.bin
shows 0 --once "$url"
ended 0
[ -e left ] || fail "it was not waited for"
ok "it is waited for when the stream has ended"

start
PATH="$work/bin:$PATH" "$DIAGTAPD" --wireshark "$url" 2>err &
command=$!
pids="$pids $command"
while [ -z "$(ls tmp)" ]; do sleep 0.05; done
sleep 0.3
kill -TERM $command
status=0
wait $command || status=$?
pids=${pids/ $command/}
[ "$status" = 0 ] || fail "SIGTERM: exit status $status: $(cat err)"
[ -z "$(ls tmp)" ] || fail "it leaves $(ls tmp)"
ok "a signal ends both, and leaves no file"

mkdir empty
status=0
PATH=$work/empty "$DIAGTAPD" --wireshark "$url" 2>err || status=$?
[ "$status" = 1 ] || fail "without wireshark: exit status $status"
grep -q 'wireshark is not in the PATH' err || fail "$(cat err)"
[ -z "$(ls tmp)" ] || fail "it leaves $(ls tmp)"
ok "$(cat err)"

shows 1 "$url/api/diag/stream"
grep -q 'the answer is not pcap' err || fail "$(cat err)"
kill "$pid"
ended 0
start -o diag_stream_enabled=false
shows 1 "$url"
grep -q 'answers 503: .*diag_stream_enabled' err || fail "$(cat err)"
ok "$(cat err)"
