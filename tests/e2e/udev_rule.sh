#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# conf/systemd/60-diagtap.rules, and the rules that docs/connect.md gives: what udev
# does for devices that are made up of files.  udevadm changes no real device: it
# sees its own /sys, /dev, /run and /etc/group.
if [ -z "${OWN_MOUNTS:-}" ]; then
  skip() { echo "skipped: $*"; exit 77; }
  [ "$(id -u)" = 0 ] || skip "only root may mount"
  unshare -m true 2>/dev/null || skip "no mounts of our own here (unshare -m)"
  command -v udevadm >/dev/null || skip "udevadm is not installed (Debian: udev)"
  [ -e /lib/udev/rules.d/50-udev-default.rules ] || skip "udev's own rules are not in /lib/udev"
  OWN_MOUNTS=yes exec unshare -m "$0" "$@"
fi
. "$SOURCE_DIR/tests/e2e/lib.sh"
rules=$SOURCE_DIR/conf/systemd/60-diagtap.rules
guide=$SOURCE_DIR/docs/connect.md

printf 'root:x:0:\nplugdev:x:46:\ndiagtap:x:4321:\ndialout:x:20:\n' >group
mount --bind group /etc/group
mkdir sys run dev
mount -t tmpfs none sys
mount -t tmpfs none run
mount -t tmpfs none dev
mknod dev/null c 1 3
chmod 666 dev/null
mkdir -p run/udev/rules.d dev/bus/usb/001 sys/bus/usb sys/class/tty
cp "$rules" run/udev/rules.d/
mount --bind sys /sys
mount --bind run /run
mount --bind dev /dev
trap 'cd /; umount -l /sys /run /dev /etc/group "$work"/{sys,run,dev} || :; clean_up' EXIT

# make_usb INTERFACE...: a device 2c7c:0306 with these, each CLASS SUBCLASS PROTOCOL.
port=/devices/pci0/usb1/1-2
make_usb() {
  rm -rf "sys$port" run/udev/data run/udev/tags
  mkdir -p "sys$port"
  ln -s ../../../../bus/usb "sys$port/subsystem"
  printf 'MAJOR=189\nMINOR=4\nDEVNAME=bus/usb/001/005\nDEVTYPE=usb_device\n' >"sys$port/uevent"
  echo 189:4 >"sys$port/dev"
  echo 2c7c >"sys$port/idVendor"
  echo 0306 >"sys$port/idProduct"
  {
    printf '\x12\1\0\2\0\0\0\x40\x7c\x2c\6\3\0\0\0\0\0\1'
    printf "\\x09\\2\\x$(printf %02x $((9 + 23 * $#)))\\0\\x0$#\\1\\0\\x80\\xfa"
    for interface; do
      read -r class subclass protocol <<<"$interface"
      printf "\\x09\\4\\0\\0\\2\\x$class\\x$subclass\\x$protocol\\0"
      printf '\7\5\1\2\0\2\0\7\5\x81\2\0\2\0' # two bulk endpoints
    done
  } >"sys$port/descriptors"
  rm -f dev/bus/usb/001/005
  mknod dev/bus/usb/001/005 c 189 4
}

# asked ACTION DEVICE: what udev does is in the file said.
asked() {
  SYSTEMD_DEVICE_VERIFY_SYSFS=0 udevadm test --action="$1" "$2" >said 2>&1 ||
    skip "udevadm test does not take made devices: $(tail -n 1 said)"
  ! grep -E '(diagtap|guide).rules:[0-9]+ .*(Unknown|Invalid|Failed)' said | grep -v "${expected:-^$}" ||
    fail "see above"
}
# node: group and mode of the device.
node() { stat -c %g:%a dev/bus/usb/001/005; }
is_given() {
  asked "${1:-add}" "$port"
  [ "$(node)" = 4321:660 ] || fail "the node has $(node): $(cat said)"
  grep -q '^TAGS=.*:uaccess:' said || fail "no tag uaccess: $(cat said)"
  grep -q "^run: 'uaccess'" said || fail "uaccess is not applied: $(cat said)"
}
is_not_given() {
  asked "${1:-add}" "$port"
  [ "$(node)" != 4321:660 ] || fail "the node has $(node): $(cat said)"
  ! grep -q '^TAGS=.*:uaccess:' said || fail "it has the tag uaccess: $(cat said)"
}

make_usb 'ff ff 30'
is_given
make_usb '02 06 00' '0a 00 00' 'ff 42 01' 'ff ff 30'
is_given
is_given change
ok 'a device with an interface ff/ff/30 is given to the group and to the seat'

for interface in '03 01 01' 'ff ff ff' 'ff ff 31' 'ff 30 ff' '08 06 50'; do
  make_usb "$interface"
  is_not_given
done
make_usb 'ff ff 30'
is_not_given remove
ok 'others are not'

# The rule of the guide for those that have ff/ff/ff.
sed -n 's/^ *\(SUBSYSTEM=="usb".*\)$/\1/p' "$guide" >run/udev/rules.d/61-guide.rules
[ -s run/udev/rules.d/61-guide.rules ] || fail 'the guide has no rule'
make_usb 'ff ff ff'
is_given
make_usb 'ff ff ff'
echo 9999 >"sys$port/idProduct"
is_not_given
ok "the guide's rule for a device by its numbers"

# A machine without the group: the user at the screen has it all the same.
cp group groups
printf 'root:x:0:\n' >group
make_usb 'ff ff 30'
expected="Unknown group 'diagtap', ignoring" asked add "$port"
grep -q '^TAGS=.*:uaccess:' said || fail "no tag uaccess without the group: $(cat said)"
ok 'without the group the seat has it'
cat groups >group

# The daemon is started again when its device appears.
for name in diag ipa_adpl; do
  mkdir -p sys/class/$name "sys/devices/virtual/$name/$name"
  ln -sf ../../../../class/$name "sys/devices/virtual/$name/$name/subsystem"
  printf 'MAJOR=240\nMINOR=0\nDEVNAME=%s\n' $name >"sys/devices/virtual/$name/$name/uevent"
  asked add /devices/virtual/$name/$name
  grep -q "^run: '/bin/systemctl --no-block try-restart diagtapd.service'" said ||
    fail "$name: diagtapd is not started again: $(cat said)"
done
ok '/dev/diag starts diagtapd again'
