#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A modem on a USB cable: found, read, unplugged and plugged in again.  In a guest
# with a USB controller that loops back to gadgets (see script/test-device);
# CONTROLLER is "dummy" or "vudc".  The programs of this folder are in the PATH.
. "$SOURCE_DIR/tests/e2e/lib.sh"
gadgets=/sys/kernel/config/usb_gadget
grep -q "^config /sys/kernel" /proc/mounts || mount -t configfs config /sys/kernel/config
udc=$(ls /sys/class/udc | head -n 1)

# await PATTERN FILE [COUNT]: waits up to 60 seconds until COUNT lines match.
await() {
  for _ in $(seq 1200); do
    [ ! -e "$2" ] || [ "$(grep -c -- "$1" "$2")" -lt "${3:-1}" ] || return 0
    sleep 0.05
  done
  tail -n 40 "$2"
  fail "not ${3:-1} of '$1' in $2"
}

# make_gadget VENDOR PRODUCT: a device without functions yet.
make_gadget() {
  gadget=$gadgets/modem
  mkdir -p $gadget/strings/0x409 $gadget/configs/c.1/strings/0x409
  echo "0x$1" >$gadget/idVendor
  echo "0x$2" >$gadget/idProduct
  echo 0x0200 >$gadget/bcdUSB
  echo 'Test modem' >$gadget/strings/0x409/product
  echo diag >$gadget/configs/c.1/strings/0x409/configuration
  functions=
}

# add_function NAME OPTION...: an interface; its events are in the file NAME.events.
add_function() {
  local name=$1
  rm -f $name.events
  mkdir -p $gadget/functions/ffs.$name /dev/ffs-$name
  ln -s $gadget/functions/ffs.$name $gadget/configs/c.1/
  mount -t functionfs $name /dev/ffs-$name
  gadget /dev/ffs-$name --log $name.events "${@:2}" &
  functions="$functions $name:$!"
  pids="$pids $!"
  await '^ready$' $name.events
}

plug_in() {
  echo $udc >$gadget/UDC
  [ "$CONTROLLER" != vudc ] || loopback
  for _ in $(seq 400); do
    [ -z "$(place)" ] || [ ! -e "$(node)" ] || return 0
    sleep 0.05
  done
  fail "$udc is $(cat /sys/class/udc/$udc/state)"
}

unplug() {
  echo '' >$gadget/UDC
  for _ in $(seq 400); do
    [ -n "$(place)" ] || return 0
    sleep 0.05
  done
  fail 'the host still has it'
}

end_gadget() {
  local function name
  unplug 2>/dev/null || :
  for function in $functions; do
    name=${function%%:*}
    kill "${function##*:}" 2>/dev/null || :
    wait "${function##*:}" || :
    pids=${pids/ ${function##*:}/}
    umount /dev/ffs-$name
    rm $gadget/configs/c.1/ffs.$name
    rmdir $gadget/functions/ffs.$name
  done
  rmdir $gadget/configs/c.1/strings/0x409 $gadget/configs/c.1 \
    $gadget/strings/0x409 $gadget
}

# The place in the bus, and the node, of the modem.
place() {
  for file in /sys/bus/usb/devices/*-*/product; do
    [ "$(cat "$file" 2>/dev/null)" != 'Test modem' ] || basename "${file%/product}"
  done
}
node() {
  local folder=/sys/bus/usb/devices/$(place)
  printf '/dev/bus/usb/%03d/%03d\n' "$(cat $folder/busnum)" "$(cat $folder/devnum)"
}

stop() {
  kill "$pid"
  ended 0
}

read_bytes() {
  fetch /metrics | sed -n 's/^diagtap_read_bytes_total{tap="diag"} //p'
}

# flows: waits until more traffic is read.
flows() {
  local before
  before=$(read_bytes)
  for _ in $(seq 600); do
    [ "$(read_bytes)" -le "$((before + 100000))" ] || return 0
    sleep 0.05
  done
  tail -n 5 log
  fail "$1: nothing is read any more"
}

# byte_equal WHAT OPTION...: the stream has what the gadget sent: 20 MB.
byte_equal() {
  start -o diag.wait_subscribers=1 -o masks.preset=all -o ring.bytes=67108864 \
    "${@:2}"
  fetch "/api/diag/stream?only=data" >body &
  local reader=$!
  await '^sent all$' diag.events
  stop
  wait $reader || fail "$1: the stream was cut"
  unwrap <body >got || fail "$1: the stream is no data"
  cmp got diag.sent || fail "$1: the stream is not what was sent"
  ok "$1: the stream is what was sent ($(stat -c %s got) bytes)"
  rm body got
}

# --- a phone, by usbfs

make_gadget 05c6 9091
add_function diag --amount 20000000 --sent diag.sent
plug_in
diagtapd --list >list || fail "$(cat list)"
grep -q "^DIAG *$(node)  05c6:9091 Linux.* Test modem\|^DIAG *$(node)  05c6:9091 Test modem" list ||
  fail "$(cat list)"
grep -qF 'diag: { source = "usb"; device = "05c6:9091:0"; };' list || fail "$(cat list)"
ok "listed: $(head -n 1 list)"
byte_equal usbfs -o diag.source=usb
grep -q 'Reads interface 0 of 05c6:9091' log || fail "$(cat log)"
# Linux 6.1 crashes when a gadget of vudc is unplugged: this is all for it.
if [ "$CONTROLLER" = vudc ]; then
  pids=
  exit 0
fi
end_gadget

make_gadget 05c6 9091
add_function diag
plug_in
diagtapd --list --probe >list
grep -q 'it answers: version Nov 29 2026 10:00:00, build TESTMODEM-1.0' list ||
  fail "$(cat list)"
ok "asked: $(grep 'it answers' list | tr -s ' ')"
end_gadget

# Logs that fill their packets, and no empty packet behind them.
make_gadget 05c6 9091
add_function diag --whole
plug_in
start -o diag.source=usb -o diag.device="usb:$(place)" -o masks.preset=all
await '^sent all$' diag.events
for _ in $(seq 1200); do
  [ "$(read_bytes)" -lt 1024 ] || break
  sleep 0.05
done
[ "$(read_bytes)" -ge 1024 ] || fail "the log is late: $(read_bytes) bytes"
stop
ok 'a log of whole packets does not wait for the next'
end_gadget

# Ten times out and in again, while it logs.
make_gadget 05c6 9091
add_function diag
plug_in
start -o diag.source=usb -o masks.preset=all
await '^request 73 03' diag.events
flows 'at first'
for i in 1 2 3 4 5 6 7 8 9 10; do
  unplug
  await 'diag: retrying' log $i
  plug_in
  await '^request 73 03' diag.events $((i + 1))
  flows "after replug $i"
done
grep -q 'unplugged' log || fail "$(cat log)"
ok 'ten of ten replugs by usbfs'

# A second program, and what the first one leaves behind.
status=0
timeout 8 diagtapd -o listen.port=0 -o diag_stream_enabled=true \
  -o diag.source=usb >second 2>&1 || status=$?
grep -q 'Interface 0 .* is in use by diagtapd (pid' second || fail "$(cat second)"
ok "$(grep -o 'another program.*' second | head -n 1)"
kill -KILL "$pid"
wait "$pid" || :
wait "$logger"
pids=${pids/ $pid/}
start -o diag.source=usb -o masks.preset=all
flows 'after a reader that was killed'
fetch /api/status >status
grep -q '"wrong_frames": 0' status || fail "$(grep wrong_frames status)"
stop
ok 'the rest of a killed reader is no wrong frame'

# As another user the node is closed, until somebody gives it.
chmod 600 "$(node)"
start -o diag.source=usb -o masks.preset=all -o user=nobody
flows 'opened as root'
unplug
plug_in
chmod 600 "$(node)"
await 'The udev rule of diagtap' log
chmod 666 "$(node)"
flows 'after chmod'
stop
ok 'no permission is said, and given'

# Switched off and on by the host, as in a suspend.
start -o diag.source=usb -o masks.preset=all
flows 'before'
count=$(grep -c '^request 73 03' diag.events)
echo 0 >/sys/bus/usb/devices/"$(place)"/authorized
await 'diag: retrying' log
echo 1 >/sys/bus/usb/devices/"$(place)"/authorized
await '^request 73 03' diag.events $((count + 1))
flows 'authorized again'
stop
ok 'it comes back after it was switched off'
end_gadget

# Two interfaces: the first is the application processor.
if [ "$CONTROLLER" = dummy ]; then
  make_gadget 05c6 9091
  add_function application --application
  add_function baseband
  plug_in
  start -o diag.source=usb -o masks.preset=all
  await 'Reads interface 1 of' log
  await '^request 73 03' baseband.events
  flows 'the second interface'
  stop
  ok 'of two interfaces the one that knows LTE is read'
  end_gadget
fi

# A udev rule gives it to the group.
if command -v systemd-udevd >/dev/null; then
  mkdir -p /run/udev
  echo 'diagtap:x:990:' >>/etc/group
  systemd-udevd --daemon 2>udev.err || fail "$(cat udev.err)"
  make_gadget 05c6 9091
  add_function diag
  plug_in
  for _ in $(seq 200); do
    [ "$(stat -c %G:%a "$(node)")" != diagtap:660 ] || break
    sleep 0.05
  done
  [ "$(stat -c %G:%a "$(node)")" = diagtap:660 ] ||
    fail "the node has $(stat -c %G:%a "$(node)"): $(cat udev.err)"
  grep -rqx 'G:uaccess' /run/udev/data || fail "no uaccess: $(cat /run/udev/data/c189*)"
  ok "the udev rule: $(stat -c %G:%a "$(node)"), and the tag uaccess"
  end_gadget
fi

# --- a module with a serial port
for module in /later/*; do insmod "$module"; done

make_gadget 2c7c 0125
add_function diag --protocol ff
plug_in
for _ in $(seq 200); do [ ! -c /dev/ttyUSB0 ] || break; sleep 0.05; done
diagtapd --list >list
grep -q '^may be *\(/dev/ttyUSB0\)  2c7c:0125' list || fail "$(cat list)"
grep -qF 'diag: { source = "hdlc"; device = "/dev/ttyUSB0"; };' list || fail "$(cat list)"
status=0
timeout 5 diagtapd -o listen.port=0 -o diag_stream_enabled=true \
  -o diag.source=usb >second 2>&1 || status=$?
grep -q 'The driver option has interface 0 of 2c7c:0125. Set diag.source = "hdlc"' \
  second || fail "$(cat second)"
ok "$(grep -o 'the driver option.*' second | head -n 1)"
end_gadget

make_gadget 2c7c 0125
add_function diag --protocol ff
plug_in
start -o diag.source=hdlc -o diag.device=/dev/ttyUSB0 -o masks.preset=all
await '^request 73 03' diag.events
flows 'at first'
for i in 1 2 3 4 5 6 7 8 9 10; do
  unplug
  await 'diag: retrying' log $i
  plug_in
  await '^request 73 03' diag.events $((i + 1))
  flows "after replug $i"
done
stop
ok "ten of ten replugs by ttyUSB, $(grep -c '^bad frame' diag.events || :) bad frames"
end_gadget
