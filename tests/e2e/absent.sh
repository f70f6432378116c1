#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# On a machine without libpcap, libcurl and libnats, which are loaded when they
# are wanted: whoever wants them is told so, and all else works.  Without
# /dev/urandom nothing is served, and the log says why.
if [ -z "${OWN_MOUNTS:-}" ]; then
  skip() { echo "skipped: $*"; exit 77; }
  [ "$(id -u)" = 0 ] || skip "only root may hide files"
  unshare -m true 2>/dev/null || skip "no mounts of our own here (unshare -m)"
  OWN_MOUNTS=yes exec unshare -m "$0" "$@"
fi
. "$SOURCE_DIR/tests/e2e/lib.sh"
need python3
PATH=$PATH:/usr/sbin:/sbin
need ldconfig
"$DIAGTAPD" -o ipa_stream_enabled=true -o ipa.source=x 2>&1 | grep -q netdev ||
  skip "this build has no libpcap"

ldconfig -p | sed -En 's/.*lib(pcap|curl(-gnutls)?|nats)\.so.* => //p' >libraries
[ -s libraries ] || fail "nothing to hide"
xargs -n 1 readlink -f <libraries | sort -u | while read -r library; do
  mount --bind /dev/null "$library" || skip "no mounts here"
done

on="-o diag_stream_enabled=true -o listen.port=0"
refuses 2 'libpcap is not installed' $on \
  -o ipa_stream_enabled=true -o ipa.source=netdev -o ipa.interface=lo
mkdir -m 700 kept
refuses 2 'libcurl is not installed' $on \
  -o diag.source=simulator -o archive.enabled=true \
  -o archive.directory="$work/kept" -o archive.min_free_bytes=0 \
  -o upload.url=http://127.0.0.1:9/

# Of libnats only the version that diagtapd was built for is taken; a build
# without it says so too.
refuses 2 'libnats.* is not installed\|built without libnats' $on \
  -o diag.source=simulator -o uplink.enabled=true -o uplink.device=rig-7 \
  -o uplink.servers=nats://127.0.0.1:9

refuses 2 'libnats.* is not installed\|unknown source' $on -o diag.source=nats \
  -o nats.device=rig-7 -o nats.servers=nats://127.0.0.1:9

# pcapng needs no libpcap.
printf '\n\r\r\n\034\0\0\0\115\074\053\032\1\0\0\0\377\377\377\377\377\377\377\377\034\0\0\0' >empty.pcapng
"$DIAGTAPD" --convert empty.pcapng empty.pcap || fail "pcapng is not read"

start
python3 -c 'import sys, urllib.request as u
assert len(u.urlopen(sys.argv[1], timeout=10).read(1000)) == 1000' \
  "$url/api/diag/stream" || fail "no stream"
kill "$pid"
ended 0
ok "without libpcap, libcurl and libnats all else works"

mkdir dev
mount -t tmpfs tmpfs dev
for name in null zero full; do
  : >dev/$name
  mount --bind /dev/$name dev/$name
done
mount --move dev /dev
status=0
# shellcheck disable=SC2086 # several words
timeout 20 "$DIAGTAPD" $on -o diag.source=simulator -o sandbox="${SANDBOX:-true}" \
  2>err || status=$?
[ "$status" = 1 ] || fail "without /dev/urandom: exit status $status"
grep -q 'the server cannot be made: it needs /dev/urandom, .*: No such file' err ||
  fail "$(cat err)"
ok "without /dev/urandom it says so"
