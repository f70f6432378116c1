# SPDX-License-Identifier: MIT
# lib.sh - what the device tests share; sourced, with bash.
#
# An emulator of /dev/diag is mounted over a file, in mounts of the test's own.
# Besides what e2e/lib.sh asks for the environment names EMULATOR, MAKE_IMAGES
# and OLDKERNEL.

if [ -z "${OWN_MOUNTS:-}" ]; then
  skip() { echo "skipped: $*"; exit 77; }
  [ "$(id -u)" = 0 ] || skip "only root may mount the emulated device"
  [ -w /dev/fuse ] || skip "no /dev/fuse here"
  unshare -m --propagation private true 2>/dev/null ||
    skip "no mounts of our own here (unshare -m)"
  OWN_MOUNTS=yes exec unshare -m --propagation private "$0" "$@"
fi
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
device=$work/diag
: >"$device"

# await PATTERN FILE: a line of it, within 20 seconds.
await() {
  for _ in $(seq 2000); do
    ! grep -q -- "$1" "$2" 2>/dev/null || return 0
    sleep 0.01
  done
  cat "$2"
  fail "no '$1' in $2"
}

# make_feed COUNT SEED: the file images, of a made-up modem.
make_feed() {
  "$MAKE_CAPTURE" containers "$1" "$2" >made.bin
  "$MAKE_IMAGES" made.bin >images
}

# emulate OPTION...: the device, which notes what it does in the file events
# and what it hands out in the file sent.
emulate() {
  rm -f events
  "$EMULATOR" --log events --sent sent "$@" "$device" 2>emulator.err &
  emulator=$!
  pids="$pids $emulator"
  for _ in $(seq 500); do
    ! grep -q " $device fuse" /proc/self/mounts || return 0
    kill -0 $emulator 2>/dev/null || break
    sleep 0.01
  done
  skip "the emulator cannot mount: $(cat emulator.err)"
}

# vanish: the device is gone, as one that is unplugged.
vanish() {
  kill $emulator
  wait $emulator || fail "the emulator: $(cat emulator.err)"
  pids=${pids/ $emulator/}
}

# start_diag OPTION...: a daemon that reads the device.
start_diag() { start -o diag.source=diag -o diag.device="$device" "$@"; }

# compare WHAT: a whole feed through a daemon, whose options are in opts; the
# body is to be what the device handed out.
compare() {
  start_diag -o diag.wait_subscribers=1 ${opts:-}
  fetch /api/diag/stream >body &
  local client=$!
  await '^fed$' events
  kill "$pid"
  ended 0
  wait $client || fail "$1: curl"
  [ -s body ] && cmp sent body || fail "$1: the body is not what was read"
  ok "$1: the body equals what the device handed out ($(stat -c %s body))"
}
