#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GET /api/devices on a machine that is made up of files: the same as --list
# --json, after the daemon has dropped its privileges, and within its sandbox.
if [ -z "${OWN_MOUNTS:-}" ]; then
  skip() { echo "skipped: $*"; exit 77; }
  [ "$(id -u)" = 0 ] || skip "only root may hide files"
  unshare -m true 2>/dev/null || skip "no mounts of our own here (unshare -m)"
  command -v runuser >/dev/null || skip "runuser is not installed"
  OWN_MOUNTS=yes exec unshare -m "$0" "$@"
fi
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3
chmod 755 "$work"
mount -t tmpfs none "$work" # which others may read, whatever TMPDIR is
cd "$work"
trap 'cd /; umount -l /sys "$work" || :; clean_up' EXIT

mkdir -p sys/bus/usb/devices/1-2:1.0
phone=sys/bus/usb/devices/1-2
mkdir -p $phone
printf '\x12\1\0\2\0\0\0\x40\xc6\5\x91\x90\0\0\0\0\0\1' >$phone/descriptors
printf '\x09\2\x20\0\1\1\0\x80\xfa\x09\4\0\0\2\xff\xff\x30\0' >>$phone/descriptors
printf '\7\5\1\2\0\2\0\7\5\x81\2\0\2\0' >>$phone/descriptors
echo 1 >$phone/busnum
echo 5 >$phone/devnum
echo 1 >$phone/bConfigurationValue
mount --bind sys /sys

as_user() { runuser -u nobody -- "$DIAGTAPD" "$@"; }

# same: the daemon answers what --list prints, but for what it has open itself.
same() {
  as_user --list --json >listed || :
  fetch /api/devices >answered
  cmp listed answered || fail "$(diff listed answered)"
  python3 -m json.tool answered >/dev/null || fail "no JSON: $(cat answered)"
}

start -o user=nobody
same
grep -q '"node": "/dev/bus/usb/001/005", "what": "05c6:9091' answered ||
  fail "$(cat answered)"
grep -q '"sees_other_users": false' answered || fail "$(cat answered)"
grep -q '"unreadable": \[\]' answered || fail "$(cat answered)"
curl -fsSI "$url/api/devices" | grep -q '^Content-Type: application/json' ||
  fail "HEAD"
[ "$(curl -s -o answer -w '%{http_code}' -X POST -d x "$url/api/devices")" = 405 ] ||
  fail "POST: $(cat answer)"
ok "a phone is in the list, as in --list --json"

# It is unplugged while the daemon runs.
rm -r $phone
same
! grep -q 05c6 answered || fail "it is still there: $(cat answered)"
ok "an unplugged one is not"

# What may not be read is named, and is not simply absent.
chmod 700 sys/bus
same
grep -q '"unreadable": \[{"path": "/sys/bus", "why": "Permission denied"}' answered ||
  fail "$(cat answered)"
as_user --list >listed || :
grep -q '^/sys/bus cannot be read: Permission denied' listed || fail "$(cat listed)"
chmod 755 sys/bus
ok "a folder that may not be read is named"
kill "$pid"
ended 0

# Many at once: each is answered, or told to come again.
start -o user=nobody
for _ in $(seq 40); do
  curl -s -o /dev/null -w '%{http_code}\n' --max-time 50 "$url/api/devices" &
done >codes
wait $(jobs -pr | grep -vx "$pid" | grep -vx "$logger")
sort codes | uniq -c
[ "$(grep -cE '^(200|503)$' codes)" = 40 ] || fail "$(sort codes | uniq -c)"
grep -q 200 codes || fail "none was answered"
kill "$pid"
ended 0
ok "forty requests at once"
