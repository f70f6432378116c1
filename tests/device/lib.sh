# SPDX-License-Identifier: MIT
# lib.sh - what the device tests share; sourced, with bash.
#
# An emulator of /dev/diag is mounted over a file, in the test's own mount namespace.
# If FACE is "cuse" or "module" it is /dev/diag itself, in a guest (see
# script/test-device).  The environment has what e2e/lib.sh needs, and the programs of
# this folder: EMULATOR, MAKE_IMAGES, UNPCAP, HOLD, PROBE and OLDKERNEL.

FACE=${FACE:-file}
if [ "$FACE" = file ] && [ -z "${OWN_MOUNTS:-}" ]; then
  skip() { echo "skipped: $*"; exit 77; }
  [ "$(id -u)" = 0 ] || skip "only root may mount the emulated device"
  [ -w /dev/fuse ] || skip "no /dev/fuse here"
  unshare -m --propagation private true 2>/dev/null ||
    skip "no mounts of our own here (unshare -m)"
  OWN_MOUNTS=yes exec unshare -m --propagation private "$0" "$@"
fi
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
device=/dev/diag
if [ "$FACE" = file ]; then
  device=$work/diag
  : >"$device"
fi

# await PATTERN FILE: waits for a matching line in FILE, two minutes at most: a device
# that another program has is opened again after 5 s only, and several times.
await() {
  for _ in $(seq 12000); do
    ! grep -q -- "$1" "$2" 2>/dev/null || return 0
    sleep 0.01
  done
  cat "$2"
  fail "no '$1' in $2"
}

# make_feed COUNT SEED: writes the file images, of the simulated modem.
make_feed() {
  "$MAKE_CAPTURE" containers "$1" "$2" >made.bin
  "$MAKE_IMAGES" made.bin >images
}

# is_there: whether programs can open the emulator.
is_there() {
  case $FACE in
  file) grep -q " $device fuse" /proc/self/mounts ;;
  *) [ -c "$device" ] ;;
  esac
}

# emulate OPTION...: starts the device.  It writes its events to the file events and
# all bytes that were read to the file sent.
emulate() {
  rm -f events
  "$EMULATOR" --as "$FACE" --log events --sent sent "$@" "$device" 2>emulator.err &
  emulator=$!
  pids="$pids $emulator"
  for _ in $(seq 500); do
    ! is_there || return 0
    kill -0 $emulator 2>/dev/null || break
    sleep 0.01
  done
  skip "the emulator has no device: $(cat emulator.err)"
}

# vanish: removes the device, as if it was unplugged.
vanish() {
  kill $emulator
  wait $emulator || fail "the emulator: $(cat emulator.err)"
  pids=${pids/ $emulator/}
}

# start_diag OPTION...: starts a daemon that reads the device.
start_diag() { start -o diag.source=diag -o diag.device="$device" "$@"; }

# compare WHAT: sends a feed through a daemon with the options in opts.  The raw stream
# must have the bytes of the device, and so must the containers in pcap.
compare() {
  start_diag -o diag.wait_subscribers=2 ${opts:-}
  fetch /api/diag/stream >body &
  local raw=$!
  fetch /api/diag/pcap >pcap &
  local pcap=$!
  await '^fed$' events
  kill "$pid"
  ended 0
  wait $raw && wait $pcap || fail "$1: curl"
  [ -s body ] && cmp sent body || fail "$1: the body is not what was read"
  "$UNPCAP" <pcap | cmp sent - || fail "$1: the pcap is not what was read"
  ok "$1: both bodies equal what the device handed out ($(stat -c %s body))"
}
