#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtap-adb with the real adb, and a device that is a program here: each way of
# failing has its sentence, and nothing is left behind.
. "$SOURCE_DIR/tests/adb/lib.sh"

# --- no device that could be read

ADB=/none says 1 'adb is not installed'
says 1 'no device: is the cable in'
says 2 'is not KEY=VALUE' -o x
says 2 'is no serial number' -s '$(x)'
make_device phone
plug_in phone unauthorized
await sh -c 'adb devices | grep -q unauthorized'
says 1 'this computer is not allowed: unlock its screen'
unplug
plug_in phone offline
await sh -c 'adb devices | grep -q offline'
says 1 'is offline: plug it in again'
unplug
plug_in phone
says 1 'no device 1234' -s 1234
make_device second
first=$serial first_adbd=$adbd
plug_in second
says 1 "more than one device: choose by -s SERIAL: 127" --browser
unplug
serial=$first adbd=$first_adbd

# --- a device that cannot be used

mv phone/bin/su phone/bin/no-su
says 1 'is not rooted, or its su does not allow adb'
mv phone/bin/no-su phone/bin/su
nothing_is_left phone
says 1 'no programs/x86-64/diagtapd\|no .*x86-64/diagtapd: run script/build-static' --programs none
script phone/bin/getprop <<'END'
echo mips
END
script phone/bin/uname <<'END'
echo mips
END
says 1 'no diagtapd is built for its processor (mips'
rm phone/bin/uname
script phone/bin/getprop <<'END'
echo x86_64
END
says 1 'did not start there: .*no.such.key: unknown key' -o no.such.key=1
nothing_is_left phone
mv phone/data phone/data.away
says 1 'no folder there is root.s and runs programs'
mkdir phone/data
mkdir -m 777 phone/data/diagtap
says 1 'no folder there is root.s and runs programs'
rmdir phone/data/diagtap
nothing_is_left phone
unplug
device_file=/none plug_in phone
says 1 'it has no /dev/diag'
nothing_is_left phone
unplug

# --- a capture, until Ctrl-C

plug_in phone
run_tool --capture trip.pcap
await test -s trip.pcap
[ "$(stat -c %a phone/data/diagtap phone/data/diagtap/token | tr '\n' ' ')" = '700 600 ' ] ||
  fail "modes: $(stat -c '%n %a' phone/data/diagtap/*)"
token=$(cat phone/data/diagtap/token)
[ ${#token} = 48 ] || fail "the token is '$token'"
for file in /proc/[0-9]*/cmdline; do
  ! tr '\0' ' ' <"$file" 2>/dev/null | grep -q "$token" || fail "$(tr '\0' ' ' <"$file") has the token"
done
url=$(sed -n 's/.*here it is //p' said_by_it)
[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/api/status")" = 401 ] ||
  fail 'its port is open without the token'
ok "$(grep 'here it is' said_by_it), and asks for the token, which no command line has"
end_tool INT
nothing_is_left phone
[ "$(stat -c %s trip.pcap)" -gt 1000 ] || fail 'nothing was captured'
ok 'after Ctrl-C nothing is left'

run_tool --capture second.pcap
await test -s second.pcap
[ "$(cat phone/data/diagtap/token)" != "$token" ] || fail 'the token is that of the first run'
end_tool TERM
nothing_is_left phone
ok 'each run has a token of its own; SIGTERM is as Ctrl-C'

# This side is killed: the device ends by itself.
own_session=setsid run_tool --capture third.pcap
await test -s third.pcap
kill -KILL -- -$tool_pid
wait $tool_pid || :
pids=${pids/ $tool_pid/}
await is_clean phone
rm -rf tmp/*
adb forward --remove-all
ok 'when this side is killed the device ends it'

# The cable goes.
run_tool --browser
await grep -q 'Ctrl-C ends it' said_by_it
unplug
await is_clean phone
wait $tool_pid || :
pids=${pids/ $tool_pid/}
grep -q 'is gone' said_by_it || fail "$(cat said_by_it)"
[ -z "$(ls tmp)" ] || fail "here is still $(ls tmp)"
ok 'when the cable goes the device ends it'

# --- a kernel without filters: its daemon refuses the sandbox

plug_in phone
mv programs/x86-64/diagtapd programs/real
script programs/x86-64/diagtapd <<END
case "\$*" in
-V) exec "$work/programs/real" -V ;;
*sandbox=false*)
  trap 'kill \$!; wait \$!; exit' TERM
  "$work/programs/real" "\$@" &
  wait \$!
  exit
  ;;
esac
echo 'diagtapd: error: sandbox: this kernel or build cannot filter system calls: set sandbox = false to run without the sandbox'
exit 1
END
run_tool --capture unfiltered.pcap
await test -s unfiltered.pcap
end_tool INT
! pgrep -f "^$work/programs/real -o" >/dev/null || fail 'the daemon still runs'
nothing_is_left phone
mv programs/real programs/x86-64/diagtapd
unplug
ok 'a kernel without filters for system calls: the sandbox is left out'

# --- left running

plug_in phone
run_tool --keep --capture kept.pcap
await test -s kept.pcap
end_tool INT
[ -e phone/data/diagtap/pid ] && kill -0 "$(cat phone/data/diagtap/pid)" || fail '--keep kept nothing'
run_tool --capture again.pcap
await test -s again.pcap
grep -q 'left by an earlier run' said_by_it || fail "$(cat said_by_it)"
end_tool INT
kill -0 "$(cat phone/data/diagtap/pid)" || fail 'a second look ended what --keep left'
says 0 'ended diagtapd on' --stop
nothing_is_left phone
says 1 'no diagtapd of ours runs' --stop
ok '--keep leaves it running, --stop ends it'

# --- a program under diagtap-run

script programs/x86-64/diagtap-run <<'END'
echo "ran with $*"
END
run_tool --browser --run 'rayhunter --log "a b"' -o diag.source=simulator
await grep -q "ran with -s .*/diagtap/port.sock rayhunter --log a b" said_by_it
await grep -q 'program ended 0' said_by_it
[ -S phone/data/diagtap/port.sock ] || fail 'the port has no socket'
ok "--run: $(grep 'ran with' said_by_it | head -n 1)"
end_tool INT
nothing_is_left phone

# --- two devices, each a window

first=$serial first_adbd=$adbd
plug_in second
run_tool --browser -s "$first" -s "$serial"
await sh -c '[ "$(grep -c "Ctrl-C ends it" said_by_it)" = 2 ]'
[ -e phone/data/diagtap/pid ] && [ -e second/data/diagtap/pid ] || fail 'not both run'
kill -TERM $tool_pid
wait $tool_pid || :
pids=${pids/ $tool_pid/}
nothing_is_left phone
nothing_is_left second
ok 'two devices at once'
unplug
serial=$first adbd=$first_adbd
unplug
