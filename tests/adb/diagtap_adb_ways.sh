#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtap-adb: each way to become root, a window for each device, and the cable.
. "$SOURCE_DIR/tests/adb/lib.sh"

# begin OPTION...: a capture has begun.
begin() {
  rm -f trip.pcap
  run_tool --capture trip.pcap "$@"
  await test -s trip.pcap
}

# captures NAME OPTION...: the device NAME is captured from, until Ctrl-C, and then
# nothing is left.
captures() {
  local name=$1
  shift
  begin "$@"
  end_tool INT
  nothing_is_left "$name"
}

services() { tr '\n' ' ' <"$1/services" 2>/dev/null || :; }

# --- ways to become root

make_device phone
script phone/bin/su <<'END'
# As of AOSP: a user, then a program.  It has no -c.
[ "$1" = 0 ] || { echo "su: invalid uid/gid '$1'" >&2; exit 1; }
shift
FAKE_UID=0 exec "$@"
END
plug_in phone
captures phone
ok 'su 0'
script phone/bin/su <<'END'
[ "$1" = root ] || { echo "su: unknown user $1"; exit 1; }
shift
FAKE_UID=0 exec "$@"
END
captures phone
ok 'su root'
rm phone/bin/su
unplug

# A hotspot: no su, no getprop, no /data/local/tmp.
make_device hotspot
rm hotspot/bin/su hotspot/bin/getprop
script hotspot/bin/rootshell <<'END'
[ "$1" = -c ] || exit 1
FAKE_UID=0 exec /bin/sh -c "$2"
END
script hotspot/bin/uname <<'END'
echo armv7l
END
mkdir programs/armv7
cp "$DIAGTAPD" programs/armv7/diagtapd
echo 'a file' >hotspot/stage
plug_in hotspot
begin
ls hotspot/tmp | grep -q diagtap-adb || fail "it is not in its /tmp: $(ls -R hotspot)"
grep -q '(armv7)' said_by_it || fail "$(cat said_by_it)"
end_tool INT
rm hotspot/stage
mkdir hotspot/stage
nothing_is_left hotspot
[ -z "$(ls hotspot/tmp)" ] || fail "its /tmp still has $(ls hotspot/tmp)"
unplug
ok '/bin/rootshell, and files in /tmp'

# adb root: only if asked for, and undone.
plug_in phone
says 1 'try --adb-root'
[ -z "$(services phone)" ] || fail "it asked for root by itself: $(services phone)"
touch phone/user-build
says 1 'adb root: adbd cannot run as root in production builds' --adb-root
rm phone/user-build phone/services
nothing_is_left phone
captures phone --adb-root
[ "$(services phone)" = 'root unroot ' ] || fail "services: $(services phone)"
[ ! -e phone/rooted ] || fail 'it is still root'
ok 'adb root, and adb unroot at the end'

# Whoever was root before stays root.
rm phone/services
touch phone/rooted
captures phone --adb-root
captures phone
[ -z "$(services phone)" ] || fail "services: $(services phone)"
[ -e phone/rooted ] || fail 'it is no longer root'
rm phone/rooted
ok 'a shell that is root already is left as it is'

# What --keep leaves, --stop ends, by the same way.
begin --adb-root --keep
end_tool INT
kill -0 "$(cat phone/data/diagtap/pid)" || fail 'it was not kept'
says 0 'ended diagtapd on' --stop --adb-root
nothing_is_left phone
[ "$(services phone)" = 'root unroot root unroot ' ] || fail "services: $(services phone)"
ok '--keep and --stop with adb root'
unplug

# --- a window for each

# In place of Wireshark: says what it got, and is open until it is closed.
script window <<END
trap 'kill \$!; exit' TERM INT
echo "\$2 \$DIAGTAP_TOKEN" >>"$work/windows"
case "\$*" in *"\$DIAGTAP_TOKEN"*) echo told >>"$work/windows" ;; esac
until [ -e "$work/close.\${2##*:}" ]; do sleep 0.1 & wait \$!; done
END
cat >su <<'END'
#!/bin/sh
[ "$1" = -c ] && FAKE_UID=0 exec /bin/sh -c "$2"
END
chmod 755 su
cp su phone/bin/su
make_device second
plug_in phone
first=$serial first_adbd=$adbd
plug_in second
DIAGTAPD=$work/window run_tool -s "$first" -s "$serial"
await sh -c '[ "$(wc -l <windows)" = 2 ]'
[ "$(cut -d ' ' -f 1 windows | sort -u | wc -l)" = 2 ] || fail "one place: $(cat windows)"
[ "$(cut -d ' ' -f 2 windows | sort -u | wc -l)" = 2 ] || fail "one token: $(cat windows)"
while read -r url token; do
  [ "$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" "$url/api/status")" = 200 ] ||
    fail "$url is not its window's"
done <windows
# The first one is closed: its device ends, the other goes on.
url=$(sed -n "s/.*runs on $first .* here it is //p" said_by_it)
touch "close.${url##*:}"
await test ! -e phone/data/diagtap
kill -0 "$(cat second/data/diagtap/pid)" || fail 'the other one ended too'
ok 'two windows; one is closed'
end_tool INT
nothing_is_left phone
nothing_is_left second
ok 'Ctrl-C ends the other'

# What is kept of both is ended by one --stop.
rm -f windows close.*
DIAGTAPD=$work/window run_tool --keep -s "$first" -s "$serial"
await sh -c '[ "$(wc -l <windows)" = 2 ]'
end_tool INT
for name in phone second; do
  kill -0 "$(cat $name/data/diagtap/pid)" || fail "$name was not kept"
done
says 0 'ended diagtapd on' --stop -s "$first" -s "$serial"
nothing_is_left phone
nothing_is_left second
ok '--keep and --stop of two devices'
unplug
serial=$first adbd=$first_adbd

# --- the cable goes

run_tool --capture cut.pcap
await test -s cut.pcap
unplug
await is_clean phone
await grep -q 'is gone' said_by_it
status=0
wait $tool_pid || status=$?
pids=${pids/ $tool_pid/}
[ $status = 1 ] || fail "exit status $status: $(cat said_by_it)"
[ -z "$(ls tmp)" ] || fail "here is still $(ls tmp)"
[ "$(stat -c %s cut.pcap)" -gt 1000 ] || fail 'nothing was captured'
ok 'a capture ends when the cable goes'

# A window stays, with what it has, until it is closed.
rm -f windows close.*
plug_in phone
DIAGTAPD=$work/window run_tool
await test -s windows
unplug
await grep -q 'is gone' said_by_it
kill -0 $tool_pid || fail "it ended: $(cat said_by_it)"
read -r url token <windows
touch "close.${url##*:}"
wait $tool_pid || :
pids=${pids/ $tool_pid/}
[ -z "$(ls tmp)" ] || fail "here is still $(ls tmp)"
await is_clean phone
ok 'a window stays when the cable goes'
