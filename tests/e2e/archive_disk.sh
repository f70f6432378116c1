#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The archive on a real small file system (tmpfs): full, read-only, gone; and
# streams that do not notice.  Needs root, and a mount namespace of its own.
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
  echo "skipped: it mounts file systems, which takes root"
  exit 77
fi
[ -n "${APART:-}" ] || APART=1 exec unshare -m "$0"
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need curl
need capinfos

there() { compgen -G "$1"; }
await() { until "$@" >/dev/null 2>&1; do read -rt 0.05 <> <(:) || :; done; }
figure() { curl -fsS "$url/api/status" | grep -o "\"$1\": [^,}]*" | tail -1 | sed 's/.*: //'; }
is_state() { curl -fsS "$url/api/status" | grep -q "\"archive\": {\"state\": \"$1\""; }
# But for those of lags, which a busy machine may have too.
warnings() { grep 'warning: archive' log | grep -cv ' lags: ' || :; }

mkdir files
mount -t tmpfs -o size=3m none files
archive() {
  start -o archive.enabled=true -o archive.directory="$work/files" -o diag.rate=300 -o ring.bytes=400000 \
    -o archive.flush_ms=50 -o archive.sync_seconds=1 -o archive.rotate_bytes=200000 \
    -o archive.keep_bytes=0 "$@"
  fetch /api/diag/stream >stream &
  client=$!
}
# flows: the stream gives more than it has given.
flows() {
  local before
  before=$(stat -c %s stream)
  await test "$(stat -c %s stream)" -gt 0
  until [ "$(stat -c %s stream)" -gt $((before + 100000)) ]; do read -rt 0.05 <> <(:) || :; done
}
# finish: stops the daemon; every file opens, and the stream ended as it should.
finish() {
  kill "$pid"
  ended 0
  wait "$client" || fail "the stream was cut"
  rm -f stream
  [ -z "$(find files -name '*.part')" ] || fail "left: $(ls files)"
  capinfos files/*.pcap >/dev/null || fail "capinfos refuses a file"
}

archive -o archive.min_free_bytes=0 -o archive.min_free_bytes_to_start=0
await is_state failed
flows
grep -q 'Cannot .* No space left on device' log || fail "no word of the full disk"
[ "$(warnings)" = 1 ] || fail "$(warnings) warnings for one full disk"
mount -o remount,size=100m files
await grep -q 'recording again' log
flows
finish
ok "a full disk is waited for, streams go on"

rm -f files/*
mount -o remount,size=3m files
archive -o archive.min_free_bytes=1000000 -o archive.min_free_bytes_to_start=2000000
await is_state paused
[ "$(df --output=avail -B1 files | tail -1)" -ge 500000 ] || fail "paused too late"
flows
is_state paused || fail "it did not stay paused"
[ "$(warnings)" = 1 ] || fail "$(warnings) warnings for one pause"
mount -o remount,size=100m files
await grep -q 'recording again' log
finish
ok "too little space pauses, space resumes"

rm -f files/*
mount -o remount,size=3m files
# A file that is open for writing keeps a file system writable.  So it is made
# to pause first, and finds more space, but read-only.
archive -o archive.min_free_bytes=1000000 -o archive.min_free_bytes_to_start=2000000
await is_state paused
mount -o remount,ro,size=100m files
await is_state failed
flows
grep -q 'Read-only file system' log || fail "no word of the read-only file system"
mount -o remount,rw files
await grep -q 'recording again' log
finish
ok "a read-only file system is waited for, streams go on"

rm -f files/*
umount files
archive -o archive.min_free_bytes=0 -o archive.min_free_bytes_to_start=0
await there 'files/*.part'
rm -r files
await is_state failed
flows
[ "$(warnings)" = 1 ] || fail "$(warnings) warnings for one directory"
mkdir files
await grep -q 'recording again' log
finish
ok "a directory that was removed is waited for, streams go on"

# An SD card that is mounted late, over the directory that is recorded to.
archive -o archive.min_free_bytes=0 -o archive.min_free_bytes_to_start=0
await there 'files/*.part'
rm -rf hidden
mkdir hidden
mount --bind files hidden
mount -t tmpfs -o size=100m none files
await there 'files/*.part'
grep -q 'files is another directory now' log || fail "no word of the mount"
flows
finish
capinfos hidden/*.pcap >/dev/null || fail "what was begun before is not whole"
[ -z "$(find hidden -name '*.part')" ] || fail "left: $(ls hidden)"
for file in hidden/*.pcap; do
  [ -e "${file%.pcap}.json" ] || fail "$file has no sidecar file"
done
grep -q ' 0 containers (0 bytes) lost' log || fail "something was lost: $(tail -3 log)"
umount files hidden
ok "a directory that is mounted over is finished, and recording goes on in the new one"
