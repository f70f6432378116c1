#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --list on trees of files, as machines with a phone, a module and a router have
# them.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need python3

# device PLACE VENDOR PRODUCT CLASS SUBCLASS PROTOCOL: with one interface that has
# two bulk endpoints; the numbers are hexadecimal.
device() {
  local folder=tree/sys/bus/usb/devices/$1 low=${2#??} more=${3#??}
  mkdir -p "$folder" "$folder:1.0" tree/dev/bus/usb/001
  printf "\\x12\\x01\\0\\x02\\0\\0\\0\\x40\\x$low\\x${2%??}\\x$more\\x${3%??}\\0\\0\\0\\0\\0\\1" \
    >"$folder/descriptors"
  printf "\\x09\\x02\\x20\\0\\1\\1\\0\\x80\\xfa\\x09\\x04\\0\\0\\2\\x$4\\x$5\\x$6\\0" \
    >>"$folder/descriptors"
  printf '\7\5\1\2\0\2\0\7\5\x81\2\0\2\0' >>"$folder/descriptors"
  echo 1 >"$folder/busnum"
  echo 5 >"$folder/devnum"
  echo 1 >"$folder/bConfigurationValue"
  echo 480 >"$folder/speed"
  echo 'A "phone"' >"$folder/product"
  : >tree/dev/bus/usb/001/005
}

# list STATUS [OPTION...]
list() {
  local expected=$1 status=0
  "$DIAGTAPD" --list "$PWD/tree" "${@:2}" >out 2>err || status=$?
  [ "$status" = "$expected" ] || fail "exit status $status: $(cat out err)"
}

has() { grep -qF -- "$1" out || fail "no '$1': $(cat out)"; }

mkdir tree
list 1
has 'No DIAG port was found.'
ok 'a machine without ports'

device 1-2 05c6 9091 ff ff 30
list 0
has 'DIAG      /dev/bus/usb/001/005  05c6:9091 A "phone", interface 0, 480 Mbit/s'
has '          diag: { source = "usb"; device = "05c6:9091:0"; };'
ok "$(head -n 1 out)"

# The line that it prints is one that the daemon takes.
{ echo 'diag_stream_enabled = true;'; grep -F 'diag: {' out; } >line.conf
"$DIAGTAPD" -c line.conf -T >/dev/null || fail "$(cat line.conf) is refused"
ok 'the line is a configuration'

sleep 300 <tree/dev/bus/usb/001/005 &
pids="$pids $!"
list 0
has "open in: sleep (pid $!)"
list 0 --json
python3 - "$!" <<'END' || fail "$(cat out)"
import json, sys
device, = json.load(open("out"))["devices"]
assert device["diag"] == "yes" and device["owner"]["pid"] == int(sys.argv[1])
assert device["usb"]["name"] == 'A "phone"', device
assert device["usb"]["class"] == "ff/ff/30" and device["probe"] == "not asked"
END
ok 'who has it is said, also as JSON'

device 1-2 1199 9091 ff ff 60
list 1
has 'not DIAG  /dev/bus/usb/001/005'
has 'AT!USBCOMP'
ok 'a modem without DIAG says how to switch it on'

list 1 --json
python3 -m json.tool out >/dev/null || fail "$(cat out)"
refuses 2 'those of ROOT' --list tree --probe
refuses 2 'goes with --list' --json
refuses 2 'one ROOT' --list a b
