#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The emulator behaves as the source of the driver, except for known limits.
. "$(dirname "$0")/lib.sh"

case $FACE in
file) it=file epoll=0 ;;
cuse) it="character device" epoll=0 ;;
module) it="character device" epoll=EPERM ;;
esac
cat >expected <<END
it is a $it
second open: EBUSY
write without a session: EINVAL
switch by value: EFAULT
switch by pointer: 0
remote modems: 1
unknown ioctl: EINVAL
poll: 1
epoll: $epoll
read in a child: EINVAL
read till a signal: 0
short write: EBADMSG
write: 0
END
emulate
"$PROBE" "$device" >seen || fail "it cannot be opened"
diff -u expected seen || fail "it is not as the driver"
ok "$FACE: open, switch, poll, epoll, read and write are as the driver's"
