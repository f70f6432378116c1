#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The device is simulated in the process of the daemon, without privileges.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

"$MAKE_CAPTURE" containers 2000 5 >made.bin
"$MAKE_IMAGES" made.bin >images
# Then a container without messages, whose count the driver does not write.
printf '\010\0\0\0\040\0\0\0\0\0\0\0' >>images
printf '\040\0\0\0\0\0\0\0' >>made.bin
# A sanitizer must be the first library.
runtime=${SANITIZER:+$(gcc -print-file-name="lib$SANITIZER.so"):}
cat >shimmed <<END
#!/bin/sh
export SHIM_DEVICE=/dev/diag-shim SHIM_FEED=images SHIM_LOG=shim.log
LD_PRELOAD=$runtime$SHIM exec "$DIAGTAPD" "\$@"
END
chmod +x shimmed
./shimmed -V >/dev/null 2>err || skip "this build takes no shim: $(cat err)"
DIAGTAPD=$work/shimmed

start -o diag.source=diag -o diag.device=/dev/diag-shim \
  -o diag.wait_subscribers=1
: >body
fetch /api/diag/stream >body &
client=$!
for _ in $(seq 2000); do
  [ "$(stat -c %s body)" -lt "$(stat -c %s made.bin)" ] || break
  sleep 0.01
done
kill "$pid"
ended 0
wait $client || fail "curl"
cmp made.bin body || fail "the body is not what the device gave"
[ "$(tail -n1 shim.log)" = close ] || fail "the device was not given back"
! grep -q epoll shim.log || fail "the device was put into an epoll"
ok "the body equals what the device handed out ($(stat -c %s body))"
