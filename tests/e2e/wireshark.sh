#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtapd --wireshark: a stand-in on the PATH sees what Wireshark would.
. "$SOURCE_DIR/tests/e2e/lib.sh"

mkdir bin bare tmp home
# Root's Wireshark reads a pipe.  Another user needs programs that it may read.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  chmod 755 .
  chown nobody . tmp home
fi
mkdir programs
cp "$DIAGTAPD" "$DIAGTAP_EXTCAP" programs
# A pipe is read; without one, the extcap program in the folder that it is given.
cat >bin/wireshark <<'END'
#!/bin/sh
echo "$@" >arguments
env >environment
grep -E "SigIgn|SigBlk" /proc/self/status >signals
cp "${2#lua_script:}" script.lua
if [ -n "$WIRESHARK_EXTCAP_DIR" ]; then
  for word; do case $word in extcap.diagtap.url:*) url=${word#*:}; esac; done
  mkfifo fifo
  "$WIRESHARK_EXTCAP_DIR/diagtap-extcap" --capture --extcap-interface diagtap \
    --fifo fifo --url "${url#*url:}" --split container &
  head -c 200000 <fifo >taken
  wait
  rm fifo
else
  head -c 200000 >taken
fi
END
chmod +x bin/wireshark
export TMPDIR=$work/tmp HOME=$work/home
unset XDG_CONFIG_HOME WIRESHARK_CONFIG_DIR
cp "$DIAGTAPD" bare/diagtapd # no extcap program is beside it
command=$work/programs/diagtapd

# shows STATUS [OPTION...] [URL]: runs it with the stand-in.
shows() {
  local expected=$1 status=0
  shift
  rm -f taken
  PATH="$work/bin:$PATH" "${as[@]}" timeout -k 1 30 "$command" --wireshark "$@" \
    2>err || status=$?
  [ "$status" = "$expected" ] || fail "exit status $status: $(cat err)"
  [ -z "$(ls tmp)" ] || fail "it leaves $(ls tmp)"
}

# The record behind the notices is a container of one message.
split() {
  [ "$(stat -c %s taken)" = 200000 ] || fail "it took $(stat -c %s taken) bytes"
  printf '\324\303\262\241' | cmp -n 4 - taken || fail "that is no pcap"
  python3 - <<'P' 2>why || ! command -v python3 >/dev/null || fail "not split: $(cat why)"
import struct
data, at, counts = open('taken', 'rb').read(), 24, []
while at + 28 < len(data):
    kind, count = struct.unpack_from('<II', data, at + 20)
    counts += [count] if kind == 0x20 else []
    at += 16 + struct.unpack_from('<I', data, at + 8)[0]
assert len(counts) > 20 and set(counts) == {1}, counts
P
}

profile=home/.config/wireshark/profiles/diagtap
ours=$SOURCE_DIR/dissector/profile
echo secret-0123456789 >token
chmod 600 token
start -o diag.rate=1000 -o access.token_file="$work/token"
DIAGTAP_TOKEN=secret-0123456789 shows 0 "$url"
grep -q "^-X lua_script:.*/diagtap.lua -C diagtap -k -i diagtap -o extcap.diagtap.url:$url/api/diag/pcap?split=message -o extcap.diagtap.split:container\$" \
  arguments || fail "arguments: $(cat arguments)"
cmp script.lua "$SOURCE_DIR/dissector/diagtap.lua" || fail "not our dissector"
split
ok "it starts with the dissector of this build, and our extcap program"

# The token is for the extcap program, and on no command line.
DIAGTAP_TOKEN= shows 0 "${url/:\/\//://me:secret-0123456789@}"
! grep -q secret arguments || fail "the token is on the command line"
split
kill "$pid"
ended 0
ok "a token in the URL is handed on in the environment"

diff -r "$ours" "$profile" || fail "not our profile"
grep -q "installed Wireshark's profile" err && fail "it is installed twice"
echo '# mine' >>"$profile/preferences"
rm "$profile/recent"
start -o diag.rate=1000
shows 0 "$url"
grep -q "installed Wireshark's profile \"diagtap\" ($work/$profile)" err || fail "$(cat err)"
[ "$(tail -n 1 "$profile/preferences")" = '# mine' ] || fail "an edited file is lost"
cmp "$profile/recent" "$ours/recent" || fail "an absent file is not put"
rm -r home/.config
echo >home/.config
shows 0 "$url"
grep -q "Wireshark starts without diagtap's profile" err || fail "$(cat err)"
! grep -q -- '-C diagtap' arguments || fail "it names a profile that is not there"
rm home/.config
ok "the profile is put where it is absent; an edited file is kept"

# Without the extcap program: a pipe.
command=$work/bare/diagtapd
DIAGTAP_TOKEN=secret-0123456789 shows 0 "$url"
grep -q 'diagtap-extcap is neither beside' err || fail "$(cat err)"
grep -q '^-X lua_script:.*/diagtap.lua -C diagtap -k -i -$' arguments ||
  fail "arguments: $(cat arguments)"
split
! grep -q secret environment || fail "it has the token"
# The C library has signals of its own, 32 and 33.
signals() {
  while read -r name mask; do echo "$name $((0x$mask & 0x7fffffff))"; done
}
[ "$(grep -E "SigIgn|SigBlk" /proc/self/status | signals)" = "$(signals <signals)" ] ||
  fail "it has other signals: $(cat signals)"
cp "$DIAGTAP_EXTCAP" bin
shows 0 "$url"
grep -q -- '-i diagtap ' arguments || fail "the program in the PATH: $(cat arguments)"
rm bin/diagtap-extcap
command=$work/programs/diagtapd
ok "without the extcap program, beside it or in the PATH, it reads a pipe"

if [ "$(id -u)" = 0 ]; then
  mine=("${as[@]}")
  as=()
  shows 0 "$url"
  grep -q 'run this as your own user' err || fail "$(cat err)"
  grep -q -- '-i -$' arguments || fail "arguments: $(cat arguments)"
  split
  as=("${mine[@]}")
  ok "$(grep -o 'with root.*' err)"
fi

# It leaves by itself when the stream has ended, not before.
cat >bin/wireshark <<'END'
#!/bin/sh
cat >taken
sleep 0.3
echo >left
END
kill "$pid"
ended 0
"$MAKE_CAPTURE" containers 500 3 >made.bin
replay made.bin
shows 0 --once "$url"
ended 0
[ -e left ] || fail "it was not waited for"
ok "it is waited for when the stream has ended"

start
printf '#!/bin/sh\necho >begun\nexec sleep 60\n' >bin/wireshark
PATH="$work/bin:$PATH" "$DIAGTAPD" --wireshark "$url" 2>err &
shown=$!
pids="$pids $shown"
until [ -e begun ]; do sleep 0.05; done
kill -TERM $shown
status=0
wait $shown || status=$?
pids=${pids/ $shown/}
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
